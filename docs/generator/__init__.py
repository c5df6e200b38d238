"""What docs/generate.py puts into the pages: one module for each part."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

Maker = Callable[[], str]


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return a Markdown table; a bar within a cell does not end it."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |" for cells in lines)


def code(text: str) -> str:
    """Return text as it is typed, in a cell of a table."""
    return f"`{text}`" if text else ""
