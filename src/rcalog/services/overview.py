"""The state of things: what is open, what is late, what was typed and not saved, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook.waiting import go_on_with
from rcalog.model.overdue import review_due
from rcalog.model.query import parse_query
from rcalog.model.timeline import Status
from rcalog.services.listing import list_incidents
from rcalog.services.tasks import Task, TaskFilter, list_actions

if TYPE_CHECKING:
    from datetime import date, datetime
    from pathlib import PurePosixPath

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.journal import Draft
    from rcalog.logbook.records import Broken, Record
    from rcalog.model.incident import Incident

SUGGESTIONS = 3


@dataclass(frozen=True)
class Overview:
    """What needs somebody: open incidents (those that still hurt first), late actions, harmed records, drafts.

    `broken` records cannot be read, `deleted` ones were deleted by hand.
    `unreviewed` are those whose review is late, `operation` is what git is in the middle of, `next` are the commands
    to type now.
    """

    open: tuple[Record, ...]
    overdue: tuple[Task, ...]
    unreviewed: tuple[Record, ...]
    broken: tuple[Broken, ...]
    deleted: tuple[PurePosixPath, ...]
    drafts: tuple[Draft, ...]
    operation: str | None
    next: tuple[str, ...]


def overview(book: Logbook, *, now: datetime) -> Overview:
    """Return the state of a logbook."""
    listing = list_incidents(book, parse_query([]), limit=None, now=now)
    today = now.astimezone(book.zone).date()
    late = list_actions(book, TaskFilter(parse_query([]), overdue=True), today=today).items
    is_open = [record for record in listing.records if record.incident.is_open]
    unfinished = tuple(sorted(is_open, key=lambda record: record.incident.status.rung))
    drafts = tuple(book.drafts.list())
    steps = [next_step(record.incident) for record in unfinished]
    hurting = [step for step in steps if step.startswith("rcalog mark ")][:1]
    rest = [*_waiting(drafts), *_mend(listing.broken), *steps, *_late(late), "rcalog new TITLE"]
    wanted = tuple(dict.fromkeys([*hurting, *rest]))[:SUGGESTIONS]
    gone = tuple(book.catalog.gone() if book.repo.head() else ())
    unreviewed = tuple(record for record in unfinished if _is_late(record, book, today))
    return Overview(unfinished, late, unreviewed, listing.broken, gone, drafts, book.repo.operation(), wanted)


def _is_late(record: Record, book: Logbook, today: date) -> bool:
    """Return whether an incident should have been reviewed by now."""
    due = review_due(record.incident, book.policy.review_days)
    return due is not None and due < today


def _waiting(drafts: tuple[Draft, ...]) -> Iterator[str]:
    waiting = [draft for draft in drafts if not draft.pending]
    if waiting:
        yield go_on_with(waiting[0]) if len(waiting) == 1 else "rcalog drafts"


def _mend(broken: tuple[Broken, ...]) -> Iterator[str]:
    if broken:
        yield "rcalog check"


def next_step(incident: Incident) -> str:
    """Return the command that brings an incident on."""
    match incident.status:
        case Status.ONGOING:
            return f"rcalog mark mitigated HOW-WE-KNOW -i {incident.id}"
        case Status.MITIGATED:
            return f"rcalog mark resolved HOW-WE-KNOW -i {incident.id}"
        case Status.RESOLVED:
            return f"rcalog review {incident.id}" if incident.whys else f"rcalog why {incident.id}"
        case _:
            return f"rcalog actions --open -i {incident.id}"


def _late(late: tuple[Task, ...]) -> Iterator[str]:
    if late:
        yield "rcalog actions --overdue"
