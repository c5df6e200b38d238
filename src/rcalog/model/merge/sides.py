"""What a merge is given, three of everything; and what it finds where both sides changed the same thing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from rcalog.model.changes.form import Item, canonical, is_empty
from rcalog.model.incident import Severity
from rcalog.model.timeline import Status

T_co = TypeVar("T_co", covariant=True)
U = TypeVar("U")
V = TypeVar("V")
Steps = tuple[str | Item, ...]


@dataclass(frozen=True)
class Three(Generic[T_co]):
    """One thing as it was, and as the two sides have it; swapping the sides changes no result."""

    base: T_co
    ours: T_co
    theirs: T_co

    def each(self, find: Callable[[T_co], U]) -> Three[U]:
        """Return what `find` finds in each."""
        return Three(find(self.base), find(self.ours), find(self.theirs))


def at(values: Three[Mapping[str, V]], key: str) -> Three[V | None]:
    """Return what each has under a key."""
    return Three(values.base.get(key), values.ours.get(key), values.theirs.get(key))


@dataclass(frozen=True)
class Clash:
    """What both sides changed differently: `kept` stands in the record, `other` would be lost."""

    steps: Steps
    base: object
    kept: object
    other: object


def decided(steps: Steps, values: Three[object]) -> Clash:
    """Return which of two values stays: an edit rather than a deletion, the lower rung, the worse severity.

    Else it is the one whose canonical text is smaller.
    """
    kept, other = sorted((values.ours, values.theirs), key=lambda value: _rank(steps, value))
    return Clash(steps, values.base, kept, other)


def _rank(steps: Steps, value: object) -> tuple[bool, int, str]:
    height = 0
    if steps == ("status",):
        height = Status(str(value)).rung
    elif steps == ("severity",):
        height = Severity(str(value)).rank
    return is_empty(value), height, canonical(value)
