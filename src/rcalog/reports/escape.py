"""Text of a record made harmless for Markdown."""

from __future__ import annotations

from rcalog.model.display import safe
from rcalog.patterns import pattern

MARKUP = pattern(r"([\\`*_\[\]<>|~$])")
LINE_START = pattern(r"^(?=[#+=-])|^\d+(?=[.)])")
INDENT = pattern(r"^\s+")
MENTION = pattern(r"([@#])(?=\w)")
LINK = pattern(r"(?:https?://|mailto:)[^\s<>()\[\]`|\\^{}\"']+")
INVISIBLE = "&#8203;"
"""A zero-width space after @ and #: hosts that tie people and tickets to a text leave the words alone."""


def markdown(text: object) -> str:
    """Return `text` as one line of Markdown that shows just these characters; newlines become breaks."""
    return "<br>".join(_line(line) for line in safe(str(text), multiline=True).split("\n"))


def prose(text: object) -> str:
    """Return `text` as Markdown paragraphs; its line ends stay line ends."""
    return "\n".join(_line(line) for line in safe(str(text), multiline=True).split("\n"))


def reference(text: object) -> str:
    """Return evidence as Markdown: an address is a link, everything else is text."""
    shown = safe(str(text))
    return f"<{shown}>" if LINK.fullmatch(shown) else markdown(text)


def _line(line: str) -> str:
    escaped = MARKUP.sub(r"\\\1", INDENT.sub("", line).replace("&", "&amp;"))
    return MENTION.sub(rf"\1{INVISIBLE}", LINE_START.sub(r"\g<0>\\", escaped))
