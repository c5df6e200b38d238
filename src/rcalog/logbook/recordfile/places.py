"""Where the values of a plainly written record stand, found line by line: no parser is needed for that."""

from __future__ import annotations

from rcalog.logbook.recordfile.plain import NotPlain

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.logbook.recordfile.document import Loc, Position


class Place:
    """The line and the column where a value begins, and the values in it; `flow` is a line with a value in brackets."""

    __slots__ = ("column", "flow", "inside", "line")

    def __init__(self, line: int, column: int) -> None:
        self.line, self.column = line, column
        self.inside: dict[str | int, Place] = {}
        self.flow = ""

    @property
    def position(self) -> Position:
        """Where it begins."""
        from rcalog.logbook.recordfile.document import Position

        return Position(self.line, self.column)

    def at(self, loc: Loc) -> Place:
        """Return the value at `loc`, or else its nearest existing ancestor."""
        place = self
        for step in loc:
            if place.flow:
                place.inside = dict(_entries(place))
            if step not in place.inside:
                break
            place = place.inside[step]
        return place


def _entries(place: Place) -> Iterator[tuple[str | int, Place]]:
    """Yield what is in the brackets of a value."""
    from rcalog.logbook.recordfile.bulk import flow, flow_entry

    brackets = flow().match(place.flow, place.column - 1)
    for at, entry in enumerate(flow_entry().finditer(place.flow, place.column, brackets.end() - 1) if brackets else ()):
        key = entry["key"]
        yield key[:-1] if key else at, Place(place.line, entry.start("value") + 1)


class _Block:
    """A list or a mapping that may go on in the next line, and the column (from 0) of its dashes or keys."""

    __slots__ = ("column", "is_list", "place")

    def __init__(self, column: int, *, is_list: bool, place: Place) -> None:
        self.column, self.is_list, self.place = column, is_list, place


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
        said = line.lstrip(" ")
        column = len(line) - len(said)
        is_text = self._text is not None and column > self._text
        if not said or is_text or said[0] == "#":
            return
        self._text = None
        if not said.startswith("- "):
            self._take_pair(number, line, column)
            return
        items = self._block(number, column, is_list=True)
        entry = Place(number, column + 3)
        items.inside[len(items.inside)] = entry
        self._waiting = None
        if _key(line, column + 2) is None:
            _fill(entry, line, column + 2)
        else:
            self._blocks.append(_Block(column + 2, is_list=False, place=entry))
            self._take_pair(number, line, column + 2)

    def _take_pair(self, number: int, line: str, column: int) -> None:
        """Read a key, and its value where that stands behind it."""
        key = _key(line, column)
        if key is None:
            raise NotPlain
        pairs = self._block(number, column, is_list=False)
        value = Place(number, column + len(key) + 2)
        pairs.inside[key] = value
        said = line[column + len(key) + 1 :].lstrip(" ")
        is_below = not said or said.startswith("#")
        self._waiting = _Block(column, is_list=False, place=value) if is_below else None
        if said.startswith("|"):
            self._text = column
        if not is_below:
            _fill(value, line, column + len(key) + 1)

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
        place.line, place.column = number, column + 1
        blocks.append(_Block(column, is_list=is_list, place=place))
        return place

    def _new(self, column: int, *, is_list: bool) -> Place:
        if self.root is None and not is_list:
            self.root = Place(1, 1)
            return self.root
        waiting = self._waiting
        if waiting is None or column < waiting.column + (not is_list):
            raise NotPlain
        return waiting.place


def _key(line: str, column: int) -> str | None:
    """Return the key that stands on a line from a column on; None where there is none."""
    key, colon, after = line[column:].partition(":")
    is_key = colon and (not after or after[0] == " ") and key and not key[0].isdecimal() and key[0] != "-"
    return key if is_key and all(each.isalnum() or each in "_-" for each in key) else None


def _fill(place: Place, line: str, start: int) -> None:
    """Say where a value on a line begins, and where there are brackets to look into."""
    said = line[start:].lstrip(" ")
    place.column = len(line) - len(said) + 1
    place.flow = line if said.startswith(("[", "{")) else ""
