"""On which line each value of a record stands, read without a parser: for the many hits of a search.

It knows the block style that records are written in. Where a file is written otherwise it gives up, and the strict
reader has to be asked.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rcalog.logbook.recordfile.nodes import Loc

_KEY = re.compile(r"""("[^"\\]*"|'[^']*'|[^\s"'#&*!|>%@`\[\]{},?:-][^:#\[\]{},"']*?)[ \t]*:(?=[ \t]|$)[ \t]*""")
_DASH = re.compile(r"-(?:[ \t]+|$)")
_NOTHING = re.compile(r"(?:#.*)?")
_BLOCK = re.compile(r"[|>][1-9]?[+-]?(?:[ \t]+#.*)?[ \t]*")
_QUOTED = r"""(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*')"""
_SCALAR = re.compile(rf"(?:{_QUOTED}[ \t]*(?:\#.*)?|[^\s\"'#&*!|>%@`\[\]{{}}?-].*|[?-]\S.*)")
_BRACKETS = re.compile(rf"[\[{{](?:[^\"'#]|{_QUOTED})*[\]}}][ \t]*(?:\#.*)?")


class NotPlain(Exception):
    """The file is not written as records usually are."""


@dataclass(slots=True)
class _Level:
    """A mapping or a list that is open: how far it is indented, where it is, how many items it has so far."""

    indent: int
    loc: Loc
    is_list: bool
    items: int = 0


class Outline:
    """The lines of the values of one file."""

    def __init__(self, text: str) -> None:
        """Read the text of a record.

        Raises:
            NotPlain.
        """
        self._lines = [line.removesuffix("\r") for line in text.split("\n")]
        self._next = 0
        self._open = [_Level(0, (), is_list=False)]
        self._waiting: Loc | None = None
        self._found: dict[Loc, int] = {}
        while self._next < len(self._lines):
            self._take()

    def line(self, loc: Loc) -> int:
        """Return the line on which a value begins, counted from 1; what is in brackets is all on one line."""
        while loc not in self._found and loc:
            loc = loc[:-1]
        return self._found.get(loc, 1)

    def _take(self) -> None:
        line = self._lines[self._next]
        self._next += 1
        rest = line.lstrip(" ")
        if _NOTHING.fullmatch(rest):
            return
        indent = len(line) - len(rest)
        is_item = bool(_DASH.match(rest))
        self._close(indent, is_list=is_item)
        while dash := _DASH.match(rest):
            loc = self._enter(indent, is_list=True)
            rest = rest[dash.end() :]
            if not _KEY.match(rest):
                self._value(loc, rest, indent)
                return
            self._waiting, indent = loc, indent + dash.end()
            is_item = False
        key = _KEY.match(rest)
        if key is None:
            raise NotPlain
        self._value((*self._enter(indent, is_list=False), key[1].strip("\"'")), rest[key.end() :], indent)

    def _close(self, indent: int, *, is_list: bool) -> None:
        """Close what ends before a line; a list may stand as far to the left as the key that it belongs to."""
        if self._waiting is not None and (
            indent > self._open[-1].indent or (is_list and indent == self._open[-1].indent)
        ):
            return
        self._waiting = None
        while len(self._open) > 1 and (
            self._open[-1].indent > indent
            or (self._open[-1].indent == indent and self._open[-1].is_list and not is_list)
        ):
            self._open.pop()

    def _enter(self, indent: int, *, is_list: bool) -> Loc:
        """Return the mapping at this indentation, or the next item of the list there."""
        if self._waiting is not None:
            self._open.append(_Level(indent, self._waiting, is_list))
            self._waiting = None
        level = self._open[-1]
        if level.indent != indent or level.is_list is not is_list:
            raise NotPlain
        if not is_list:
            return level.loc
        level.items += 1
        loc = (*level.loc, level.items - 1)
        self._found[loc] = self._next
        return loc

    def _value(self, loc: Loc, rest: str, indent: int) -> None:
        self._found[loc] = self._next
        if _NOTHING.fullmatch(rest):
            self._waiting = loc
        elif _BLOCK.fullmatch(rest):
            while self._next < len(self._lines) and self._is_below(indent):
                self._next += 1
        elif not (_SCALAR.fullmatch(rest) or _BRACKETS.fullmatch(rest)) or self._goes_on(indent):
            raise NotPlain

    def _is_below(self, indent: int) -> bool:
        line = self._lines[self._next]
        return not line.strip(" ") or len(line) - len(line.lstrip(" ")) > indent

    def _goes_on(self, indent: int) -> bool:
        """Return whether the next line continues the value of this one."""
        place = self._next
        while place < len(self._lines) and not self._lines[place].strip(" "):
            place += 1
        if place == len(self._lines):
            return False
        rest = self._lines[place].lstrip(" ")
        return not rest.startswith("#") and len(self._lines[place]) - len(rest) > indent
