"""Change the data of a record at random and say which places are no longer what they were."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from rcalog.logbook.recordfile import Loc
from rcalog.logbook.recordfile.sameness import is_nothing


@dataclass
class Changer:
    """Changes values; `touched` are the places whose old lines need not stay."""

    random: Random
    make: Callable[[], object]
    """A new value."""
    rate: float = 0.2
    touched: list[Loc] = field(default_factory=list)
    altered: set[Loc] = field(default_factory=set)
    """All places within which something is different."""
    names: int = 0

    def change(self, value: object, loc: Loc = ()) -> object:
        """Return `value` with some changes in it."""
        if isinstance(value, dict):
            new: object = self.mapping(value, loc)
        elif isinstance(value, list):
            new = self.sequence(value, loc)
        else:
            new = self.make() if self.often() else value
        if new != value and (
            not isinstance(new, type(value)) or not isinstance(value, (dict, list)) or is_nothing(new)
        ):
            self.touched.append(loc)
        if new != value:
            self.altered.add(loc)
        return new

    def often(self) -> bool:
        """Throw a coin."""
        return self.random.random() < self.rate

    def mapping(self, value: dict[str, object], loc: Loc) -> dict[str, object]:
        """Return a mapping with keys changed, removed and added; the first key stays, and so does the word of an item."""
        new: dict[str, object] = {}
        for place, (key, child) in enumerate(value.items()):
            if place and key != "id" and self.often():
                self.touched.append((*loc, key))
            else:
                is_fixed = key == "id" or (not place and (not loc or isinstance(loc[-1], int)))
                new[key] = child if is_fixed else self.change(child, (*loc, key))
            if self.often():
                self.names += 1
                new[f"new {self.names}"] = self.make()
        if is_nothing(value) and not is_nothing(new):
            self.touched.append(loc)
        return new

    def sequence(self, value: list[object], loc: Loc) -> list[object]:
        """Return a list with items changed, removed and added."""
        new: list[object] = []
        for place, child in enumerate(value):
            if self.often():
                new.append(self.item())
            here = (*loc, place)
            if self.often():
                self.touched.append(here)
            else:
                new.append(self.change(child, here) if isinstance(child, dict) else child)
        if self.often():
            new.append(self.item())
        return new

    def item(self) -> object:
        """Return a new item that is like no other."""
        self.names += 1
        value = self.make()
        return (
            {"event": f"new {self.names}", "id": f"n{self.names}", "more": value}
            if self.random.random() < 0.5
            else f"item {self.names}"
        )

    def survives(self, loc: Loc | None) -> bool:
        """Whether the lines of a place must still be there."""
        return loc is not None and not any(loc[: len(gone)] == gone for gone in self.touched)
