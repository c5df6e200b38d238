"""The record: one incident and everything that is known about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from rcalog.model.actions import Action
from rcalog.model.base import Count, Flag, IncidentId, Part, Text
from rcalog.model.causes import Cause, Leg
from rcalog.model.declared import field
from rcalog.model.review import Conflict, Lessons, Link, Review, Source, Waiver
from rcalog.model.timeline import Event, Status, Step, Times
from rcalog.model.times import When
from rcalog.model.vocabulary import Kind, Severity

__all__ = ["SCHEMA", "Impact", "Incident", "Kind", "Lost", "Roles", "Severity"]

SCHEMA: Literal["rcalog/v1"] = "rcalog/v1"


class Roles(Part):
    """Who did what during the incident and for the record. There is no role for a culprit."""

    lead: Text | None = None
    scribe: Text | None = None
    record_owner: Text | None = None


class Lost(Part):
    """Something that the affected people lost."""

    what: Text
    amount: Text | None = None
    from_: When | None = field(key="from", default=None)
    to: When | None = None


class Impact(Part):
    """Who was hurt, and how much."""

    summary: Text | None = None
    users_affected: Count | None = None
    lost: tuple[Lost, ...] = ()
    announced: Flag | None = None


class Incident(Part):
    """A record: the event, the harm, the causes and the follow-up."""

    schema_: Literal["rcalog/v1"] = field(key="schema")
    id: IncidentId
    title: Text
    kind: Kind
    status: Status
    severity: Severity
    services: tuple[Text, ...] = ()
    tags: tuple[Text, ...] = ()
    roles: Roles | None = None
    times: Times = Times()
    ladder: tuple[Step, ...] = ()
    summary: Text | None = None
    impact: Impact | None = None
    timeline: tuple[Event, ...] = ()
    whys: tuple[Leg, ...] = ()
    lessons: Lessons | None = None
    actions: tuple[Action, ...] = ()
    reviews: tuple[Review, ...] = ()
    links: tuple[Link, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    source: Source | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is not closed."""
        return self.status is not Status.CLOSED

    def causes(self) -> Iterator[Cause]:
        """Yield every cause of every leg, depth first."""
        for leg in self.whys:
            yield from leg.walk()

    def root_causes(self) -> list[Cause]:
        """Return the lowest causes that someone can change."""
        return [cause for cause in self.causes() if cause.is_root]
