"""Rows of text in columns, measured in cells of a terminal."""

from __future__ import annotations

from rcalog.model.display import pad, safe, width

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def aligned(rows: Sequence[Sequence[str]]) -> Iterable[str]:
    """Return rows as plain lines: made column by column, which is many times faster than cell by cell."""
    *others, last = (_harmless(column) for column in zip(*rows, strict=True))
    return map("  ".join, zip(*map(_padded, others), last, strict=True))


def _harmless(column: Sequence[str]) -> Sequence[str]:
    whole = "".join(column)
    return column if safe(whole) == whole else [safe(cell) for cell in column]


def _padded(column: Sequence[str]) -> Sequence[str]:
    if "".join(column).isascii():
        cells = max(map(len, column))
        return [cell.ljust(cells) for cell in column]
    cells = max(map(width, column))
    return [pad(cell, cells) for cell in column]


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return how many cells each column takes; the last of a row stands alone, and takes what it needs."""
    count = max((len(row) for row in rows), default=1) - 1
    return [max((width(row[column]) for row in rows if column < len(row) - 1), default=0) for column in range(count)]
