"""What to type next, below a result or an error."""

from __future__ import annotations

from rcalog.model.display import wrap

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.cli.output import Page

LABEL = "hint: "
NARROWEST = 20
COMMANDS = ("rcalog ", "git ")
"""A line that begins so is typed, or copied, as it is."""


def with_hint(page: Page, text: str) -> Page:
    """Return a page with a next step added; where a terminal would break it anywhere it is broken between words."""
    from rcalog.cli.output import dim

    lines = text.splitlines() or [""]
    if page.cells is not None:
        room = max(page.cells - len(LABEL), NARROWEST)
        lines = [part for line in lines for part in ([line] if line.startswith(COMMANDS) else wrap(line, room))]
    for number, line in enumerate(lines):
        page.line("  " if number else dim(LABEL), line)
    return page
