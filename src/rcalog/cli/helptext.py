"""How a page of help is laid out: plain text, because a terminal needs no more."""

from __future__ import annotations

import shutil
import textwrap

from rcalog.model.display import pad, width

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    Rows = Sequence[tuple[str, str]]

WIDEST = 100
FIRST_COLUMN = 32
"""The most cells that the names of a section take; a longer name has a line of its own."""


def joined(blocks: Iterable[str]) -> str:
    """Return a page: its blocks with a line between them, without those that are empty."""
    return "\n\n".join(block for block in blocks if block)


def prose(text: str | None) -> str:
    """Return a docstring with its paragraphs wrapped; what is indented in it stays as it is."""
    paragraphs = textwrap.dedent(text or "").strip().split("\n\n")
    return "\n\n".join(part if "\n " in part else textwrap.fill(part, _cells()) for part in paragraphs)


def section(title: str, lines: Iterable[str]) -> str:
    """Return a block with a heading; nothing where it has no lines."""
    body = "\n".join(f"  {line}" if line else "" for line in lines)
    return f"{title}:\n{body}" if body else ""


def sections(rows: Mapping[str, Rows]) -> list[str]:
    """Return blocks of names and what they mean, all with the same columns."""
    longest = max((width(name) for each in rows.values() for name, _ in each), default=0)
    return [section(title, _columns(each, min(longest, FIRST_COLUMN))) for title, each in rows.items()]


def _columns(rows: Rows, longest: int) -> list[str]:
    lines: list[str] = []
    room = _cells() - longest - 4
    for name, text in rows:
        wrapped = textwrap.wrap(text, max(room, 20)) or [""]
        first = wrapped if width(name) <= longest else ["", *wrapped]
        lines += [f"{pad(name, longest)}  {first[0]}".rstrip(), *(" " * (longest + 2) + more for more in first[1:])]
    return lines


def _cells() -> int:
    return min(shutil.get_terminal_size((WIDEST, 24)).columns, WIDEST)
