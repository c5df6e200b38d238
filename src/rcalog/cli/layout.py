"""What is more than lines: wrapped prose, columns and trees, laid out by rich for the width of the terminal."""

from __future__ import annotations

from io import StringIO
from typing import TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text
from rich.tree import Tree

from rcalog.model.display import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

    from rcalog.cli.output import Page

UNBOUNDED = 1_000_000
"""Where nobody looks at a screen nothing is wrapped: a line is found by grep as it was typed."""


def words(text: str, style: str = "") -> Text:
    """Return text made harmless, in a style; all that a page shows goes through here."""
    return Text(safe(text, multiline=True), style=style, overflow="fold")


def line(*parts: Text | str) -> Text:
    """Return parts side by side; those that are empty are left out."""
    shown = [words(part) if isinstance(part, str) else part for part in parts if part]
    return Text("  ").join(shown)


def columns(rows: Iterable[Sequence[RenderableType]]) -> Table:
    """Return rows in columns, of which the last one is wrapped."""
    cells = list(rows)
    grid = Table.grid(padding=(0, 2, 0, 0))
    for _ in range(max((len(row) for row in cells), default=0) - 1):
        grid.add_column(no_wrap=True)
    grid.add_column(overflow="fold")
    for row in cells:
        grid.add_row(*row)
    return grid


def tree(label: Text) -> Tree:
    """Return the root of a tree."""
    return Tree(label, guide_style="dim")


def put(page: Page, *parts: RenderableType, indent: int = 0) -> None:
    """Add parts to a page, one below the other."""
    target = StringIO()
    console = Console(
        file=target,
        width=page.cells or UNBOUNDED,
        color_system="standard" if page.colour else None,
        force_terminal=page.colour,
        highlight=False,
        markup=False,
        emoji=False,
    )
    for part in parts:
        console.print(Padding(part, (0, 0, 0, indent), expand=False))
    page.lines += [each.rstrip() for each in target.getvalue().splitlines()]
