"""Change the data of a record at random, and say which lines of its file must still be there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random

from rcalog.logbook.recordfile import Loc
from rcalog.logbook.recordfile.sameness import is_nothing
from tests.logbook.recordfile.odd_yaml import Line


@dataclass
class Kept:
    """A line that must still be there, or at least its comment."""

    text: str
    mark: str | None = None

    def __call__(self, line: str) -> bool:
        """Whether this is it."""
        return line == self.text if self.mark is None else self.mark in line


@dataclass
class Changer:
    """Changes values; `touched` are the places whose old lines need not stay."""

    random: Random
    fresh: Callable[[], object]
    """A new value."""
    rate: float = 0.2
    touched: list[Loc] = field(default_factory=list)
    altered: set[Loc] = field(default_factory=set)
    """All places within which something is different."""
    names: int = 0

    def change(self, value: object, loc: Loc) -> object:
        """Return `value` with some changes in it."""
        if isinstance(value, dict):
            new: object = self.mapping(value, loc)
        elif isinstance(value, list):
            new = self.sequence(value, loc)
        else:
            new = self.fresh() if self.happens() else value
        if new != value:
            self.altered.add(loc)
            if not isinstance(value, (dict, list)) or is_nothing(value) or is_nothing(new):
                self.touched.append(loc)
        return new

    def happens(self) -> bool:
        """Throw a coin."""
        return self.random.random() < self.rate

    def mapping(self, value: dict[str, object], loc: Loc) -> dict[str, object]:
        """Return a mapping with keys changed, removed and added; the word and the id of an item stay."""
        new: dict[str, object] = {}
        for place, (key, child) in enumerate(value.items()):
            is_fixed = key in {"schema", "id"} or (not place and bool(loc) and isinstance(loc[-1], int))
            if is_fixed:
                new[key] = child
            elif place and self.happens():
                self.touched.append((*loc, key))
            else:
                new[key] = self.change(child, (*loc, key))
            if self.happens():
                new[self.name("new")] = self.fresh()
        return new

    def sequence(self, value: list[object], loc: Loc) -> list[object]:
        """Return a list with items changed, removed and added."""
        new: list[object] = []
        for place, child in enumerate(value):
            if self.happens():
                new.append(self.item())
            if self.happens():
                self.touched.append((*loc, place))
            else:
                new.append(self.change(child, (*loc, place)) if isinstance(child, dict) else child)
        return [*new, self.item()] if self.happens() else new

    def item(self) -> object:
        """Return a new item that is like no other."""
        name = self.name("item")
        return {"event": name, "id": name, "more": self.fresh()} if self.random.random() < 0.5 else name

    def name(self, word: str) -> str:
        """Return a name that nothing else has."""
        self.names += 1
        return f"{word} {self.names}"

    def expected(self, lines: list[Line], brackets: set[Loc]) -> Iterator[Kept]:
        """Yield the lines that must stay: all of values that were not touched.

        Within brackets where something changed, commas may; there, comments must stay.
        """
        changed = brackets & self.altered
        for text, loc in lines:
            if loc is None or not text.strip() or _within(loc, self.touched):
                continue
            mark = re.search(r"# mark \d+:", text)
            if not _within(loc, changed):
                yield Kept(text)
            elif mark is not None:
                yield Kept(text, mark[0])


def _within(loc: Loc, places: list[Loc] | set[Loc]) -> bool:
    return any(loc[: len(place)] == place for place in places)
