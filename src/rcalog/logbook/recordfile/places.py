"""Where the values of a plainly written record stand, found line by line: no parser is needed for that."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from rcalog.logbook.recordfile.bulk import flow, flow_entry
from rcalog.logbook.recordfile.nodes import Loc, Position
from rcalog.patterns import pattern

_LINE = pattern(r"(?P<indent> *)(?P<dash>(?:- )?)(?:(?P<key>[^\W\d][\w-]*):(?: +|$))?(?P<value>.*)")


class NotPlain(Exception):
    """A line does not say by itself what it belongs to."""


@dataclass(slots=True)
class Place:
    """Where a value begins, and the values in it."""

    position: Position
    inside: dict[str | int, Place] = field(default_factory=dict)

    def at(self, loc: Loc) -> Position:
        """Return where the value at `loc` begins, or else its nearest existing ancestor."""
        place = self
        for step in loc:
            if step not in place.inside:
                break
            place = place.inside[step]
        return place.position


@dataclass(frozen=True, slots=True)
class _Block:
    """A list or a mapping that may go on in the next line, and the column (from 0) of its dashes or keys."""

    column: int
    is_list: bool
    place: Place


def places(text: str) -> Place:
    """Return where everything stands in a text that bulk reading lets through.

    Raises:
        NotPlain: where the lines alone do not tell; the strict reader does.
    """
    outline = _Outline()
    for number, line in enumerate(text.split("\n"), 1):
        outline.take(number, line)
    if outline.root is None:
        raise NotPlain
    return outline.root


class _Outline:
    """What is open at a line: blocks, a key whose value may stand below it, a text that goes on."""

    def __init__(self) -> None:
        self.root: Place | None = None
        self._blocks: list[_Block] = []
        self._waiting: _Block | None = None
        self._text: int | None = None

    def take(self, number: int, line: str) -> None:
        """Read the next line."""
        found = _LINE.fullmatch(line)
        if found is None:
            raise NotPlain
        column = found.end("indent")
        is_text = self._text is not None and column > self._text
        if column == len(line) or is_text or line[column] == "#":
            return
        self._text = None
        if not found["dash"]:
            self._take_pair(found, number, column)
            return
        items = self._block(number, column, is_list=True)
        entry = Place(Position(number, column + 3))
        items.inside[len(items.inside)] = entry
        self._waiting = None
        if found["key"] is None:
            self._fill(entry, found, number)
        else:
            self._blocks.append(_Block(column + 2, is_list=False, place=entry))
            self._take_pair(found, number, column + 2)

    def _take_pair(self, found: re.Match[str], number: int, column: int) -> None:
        """Read a key, and its value where that stands behind it."""
        key = found["key"]
        if key is None:
            raise NotPlain
        pairs = self._block(number, column, is_list=False)
        value = Place(Position(number, column + len(key) + 2))
        pairs.inside[key] = value
        is_below = not found["value"] or found["value"].startswith("#")
        self._waiting = _Block(column, is_list=False, place=value) if is_below else None
        if found["value"].startswith("|"):
            self._text = column
        if not is_below:
            self._fill(value, found, number)

    def _block(self, number: int, column: int, *, is_list: bool) -> Place:
        """Return the list or mapping that a line at a column belongs to, a new one where a key waits for it."""
        blocks = self._blocks
        while blocks and (
            blocks[-1].column > column or (blocks[-1].is_list and not is_list and blocks[-1].column == column)
        ):
            blocks.pop()
        if blocks and (blocks[-1].column, blocks[-1].is_list) == (column, is_list):
            return blocks[-1].place
        place = self._new(column, is_list=is_list)
        place.position = Position(number, column + 1)
        blocks.append(_Block(column, is_list, place))
        return place

    def _new(self, column: int, *, is_list: bool) -> Place:
        if self.root is None and not is_list:
            self.root = Place(Position(1, 1))
            return self.root
        waiting = self._waiting
        if waiting is None or column < waiting.column + (not is_list):
            raise NotPlain
        return waiting.place

    def _fill(self, place: Place, found: re.Match[str], number: int) -> None:
        """Say where a value on a line begins, and what is in its brackets."""
        start = found.start("value")
        place.position = Position(number, start + 1)
        brackets = flow().match(found.string, start)
        if brackets is None:
            return
        for at, entry in enumerate(flow_entry().finditer(found.string, start + 1, brackets.end() - 1)):
            key = entry["key"]
            place.inside[key[:-1] if key else at] = Place(Position(number, entry.start("value") + 1))
