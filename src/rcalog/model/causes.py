"""The why: legs of inquiry, each a tree of causes down to what somebody can change."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from rcalog.model.base import Flag, ItemId, Part, Text
from rcalog.model.declared import field
from rcalog.model.times import Day, When
from rcalog.model.vocabulary import LegName

__all__ = ["Accepted", "Cause", "End", "Grade", "Later", "Leg", "LegName", "Level", "bare_causes"]


class Level(StrEnum):
    """On what level a cause lies. A person is never a cause; what a person did is on the human level."""

    TECHNICAL = "technical"
    HUMAN = "human"
    PROCESS = "process"
    ORGANISATION = "organisation"
    EXTERNAL = "external"


class Grade(StrEnum):
    """How strong the evidence is, from a measurement (A) to an inference (F)."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"
    E = "E"
    F = "F"


class End(StrEnum):
    """Why a branch goes no deeper."""

    ROOT_CAUSE = "root-cause"
    OUTSIDE = "outside"
    UNKNOWN = "unknown"
    ACCEPTED = "accepted"
    SAME_AS = "same-as"


def bare_causes(value: object) -> object:
    """Return the items of a `because:` list with each bare string made a cause."""
    if not isinstance(value, list | tuple):
        return value
    return tuple({"cause": item} if isinstance(item, str) else item for item in value)


class Accepted(Part):
    """A risk that is lived with: by whom, until when, why."""

    by: Text
    until: Day
    because: Text


class Later(Part):
    """A parked branch: who takes it up, and by when."""

    owner: Text
    due: Day


class Cause(Part):
    """A node of the tree: what led to the effect above it. In a record a bare string is a cause too."""

    cause: Text
    id: ItemId | None = None
    level: Level | None = None
    since: When | None = None
    grade: Grade | None = None
    evidence: tuple[Text, ...] = ()
    necessary: Flag | None = None
    end: End | None = None
    changeable_by: Text | None = None
    ask: Text | None = None
    by: Day | None = None
    accepted: Accepted | None = None
    same_as: ItemId | None = None
    later: Later | None = None
    because: tuple[Cause, ...] = field(default=(), before=bare_causes)

    @property
    def is_root(self) -> bool:
        """Whether the branch ends here at something that somebody can change."""
        return self.end is End.ROOT_CAUSE

    def walk(self) -> Iterator[Cause]:
        """Yield this cause and everything below it, depth first."""
        yield self
        for cause in self.because:
            yield from cause.walk()


class Leg(Part):
    """A line of inquiry: the problem it explains and what led to it, or the reason why there is nothing to explain."""

    problem: Text | None = None
    id: ItemId | None = None
    leg: LegName
    none: Text | None = None
    reads_true: Flag | None = None
    because: tuple[Cause, ...] = field(default=(), before=bare_causes)

    def key_order(self) -> list[str]:
        """Return the written order: a leg without a problem starts with its own name."""
        order = super().key_order()
        return order if self.problem else ["leg", *(name for name in order if name != "leg")]

    def walk(self) -> Iterator[Cause]:
        """Yield every cause of the leg, depth first."""
        for cause in self.because:
            yield from cause.walk()
