"""Lines in several styles, broken between words where a terminal would break them anywhere."""

from __future__ import annotations

from itertools import groupby

from rcalog.cli.hints import COMMANDS, DEEPER, NARROWEST
from rcalog.cli.output import Styled
from rcalog.model.display import safe, width, wrap

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.cli.output import Page


def put(page: Page, *parts: str) -> Page:
    """Return a page with one line added; on a terminal that is too narrow for it, with several, the others indented."""
    text = safe("".join(parts))
    bare = text.lstrip(" ")
    if page.cells is None or width(text) <= page.cells or bare.startswith(COMMANDS):
        page.line(*parts)
        return page
    indent = text[: len(text) - len(bare)]
    styles = (part.style if isinstance(part, Styled) else "" for part in parts for each in safe(part) if each != " ")
    for number, line in enumerate(wrap(bare, max(page.cells - len(indent) - len(DEEPER), NARROWEST - len(indent)))):
        page.line(indent + (DEEPER if number else ""), *_styled(line, styles))
    return page


def _styled(line: str, styles: Iterator[str]) -> Iterator[str]:
    """Yield the parts of a line; `styles` has that of each of its characters, but for blanks."""
    pairs = [(each, "" if each == " " else next(styles)) for each in line]
    for style, group in groupby(pairs, key=lambda pair: pair[1]):
        text = "".join(each for each, _ in group)
        yield Styled(text, style) if style else text
