"""What stands behind a label: an error, a warning, what to type next."""

from __future__ import annotations

from rcalog.model.display import width, wrap

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.cli.output import Page

DEEPER = "  "
NARROWEST = 20
COMMANDS = ("rcalog ", "git ")
"""A line that begins so is typed, or copied, as it is."""


def with_hint(page: Page, text: str) -> Page:
    """Return a page with a next step added."""
    from rcalog.cli.output import dim

    return labelled(page, dim("hint: "), text)


def labelled(page: Page, label: str, text: str) -> Page:
    """Return a page with a text added; where a terminal would break it anywhere it is broken between words."""
    for number, line in enumerate(_broken(text, page.cells, len(label))):
        page.line(DEEPER if number else label, line)
    return page


def _broken(text: str, cells: int | None, label: int) -> Iterator[str]:
    room = max((cells or 0) - label, NARROWEST)
    for line in text.splitlines() or [""]:
        if cells is None or width(line) <= room or line.startswith(COMMANDS):
            yield line
        else:
            yield from wrap(line, room)
