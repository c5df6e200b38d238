"""Sign-offs, links, waivers and what else is said about a record."""

from __future__ import annotations

from typing import Annotated, Literal

from rcalog.model.base import IncidentId, ItemId, Part, Text
from rcalog.model.declared import Limits
from rcalog.model.times import Day, When


class Review(Part):
    """A sign-off by somebody. `of` is the blob that was approved: later edits make the sign-off stale."""

    by: Text
    at: When
    verdict: Literal["approved", "changes"]
    of: Annotated[str, Limits(pattern=r"^[0-9a-f]{40}([0-9a-f]{24})?$")] | None = None
    note: Text | None = None


class Link(Part):
    """A tie to another incident."""

    rel: Literal["caused-by", "related", "recurrence-of", "duplicate-of"]
    to: IncidentId


class Waiver(Part):
    """A finding that is accepted: which rule, at which item, why, by whom, until when."""

    rule: Annotated[str, Limits(pattern=r"^[A-Z]\d{3}$")]
    at: ItemId | None = None
    because: Text
    by: Text
    until: Day | None = None


class Conflict(Part):
    """A value that two sides of a merge changed differently; written by merges only."""

    path: Text
    base: object = None
    kept: object = None
    other: object = None


class Lessons(Part):
    """What to keep, what hurt, where we were lucky, what surprised us."""

    went_well: tuple[Text, ...] = ()
    went_badly: tuple[Text, ...] = ()
    got_lucky: tuple[Text, ...] = ()
    surprised_by: tuple[Text, ...] = ()


class Source(Part):
    """Where an imported record came from."""

    system: Text
    id: Text | None = None
