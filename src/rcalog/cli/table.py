"""Rows of text in columns, measured in cells of a terminal."""

from __future__ import annotations

from rcalog.model.display import pad, safe, width

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence


BLOCK = 500
"""So many rows are made at once: in little memory, which is used again for the next ones."""

MUCH = 4096
"""Lines of more characters than this are written as they are, instead of put together with others first."""

FAIR = 20
"""Cells that the last column, which says most, has at least beside the others."""

DEEPER = "    "
"""What stands before the further lines of a row that takes several."""

SAMPLE = 50
"""So many cells tell whether a column says the same few things again and again."""


def aligned(columns: Iterable[Sequence[str]]) -> Iterator[list[str]]:
    """Yield columns as plain lines, many at once: made column by column, many times faster than cell by cell."""
    *others, last = columns
    padded = [*map(_padded, others)]
    for start in range(0, len(last), BLOCK):
        part = slice(start, start + BLOCK)
        ends = [cell.rstrip(" ") for cell in _harmless(last[part])]
        lines = [*map("  ".join, zip(*[column[part] for column in padded], ends, strict=True))]
        yield [line.rstrip(" ") for line in lines] if "" in ends else lines


def together(lines: Iterable[str]) -> Iterator[str]:
    """Yield the text of lines, many at once; each may be many already, with their ends between them."""
    part: list[str] = []
    for line in lines:
        part.append(line)
        if len(part) == BLOCK or len(line) > MUCH:
            yield "\n".join([*part, ""])
            part.clear()
    if part:
        yield "\n".join([*part, ""])


def _harmless(column: Sequence[str]) -> Sequence[str]:
    plain = "".join([cell for cell in column if cell.isascii()])  # which is looked through twice as fast
    other = "".join([cell for cell in column if not cell.isascii()])
    is_harmless = plain.isprintable() and safe(other) == other
    return column if is_harmless else [safe(cell) for cell in column]


def _padded(column: Sequence[str]) -> Sequence[str]:
    """Return the cells of a column, harmless and all as wide."""
    if len({*column[:SAMPLE]}) * 2 > len(column[:SAMPLE]):  # there are many that differ
        whole = "".join(column)
        if whole.isascii() and whole.isprintable():
            lengths = set(map(len, column))
            cells = max(lengths)
            return [cell.ljust(cells) for cell in column] if len(lengths) > 1 else column
    cells = max(map(width, distinct := set(column)))
    padded = {cell: pad(safe(cell), cells) for cell in distinct}
    return [*map(padded.__getitem__, column)]


def column_widths(rows: Sequence[Sequence[str]]) -> list[int]:
    """Return how many cells each column takes; the last of a row stands alone, and takes what it needs."""
    count = max((len(row) for row in rows), default=1) - 1
    return [max((width(row[column]) for row in rows if column < len(row) - 1), default=0) for column in range(count)]


def folds(rows: Sequence[Sequence[str]], widths: Sequence[int], room: int) -> list[list[int]]:
    """Return which columns stand on one line where the last has to stand below them; none where it has room beside."""
    taken = sum(widths) + 2 * len(widths)
    if not rows or room - taken >= min(FAIR, max(width(row[-1]) for row in rows)):
        return []
    groups, taken = [list[int]()], 0
    for at, cells in enumerate(widths):
        if groups[-1] and taken + cells > room:
            groups, taken = [*groups, []], len(DEEPER)
        groups[-1].append(at)
        taken += cells + 2
    return groups
