"""The state of things: what is open, what is late, what was typed and not saved, and what to do next."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.model.query import parse_query
from rcalog.model.timeline import Status
from rcalog.services.listing import list_incidents
from rcalog.services.tasks import Task, TaskFilter, list_actions

if TYPE_CHECKING:
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.journal import Draft
    from rcalog.logbook.records import Broken, Record

SUGGESTIONS = 3


@dataclass(frozen=True)
class Overview:
    """What needs somebody: open incidents, late actions, broken records, drafts; and the next commands to type."""

    open: tuple[Record, ...]
    overdue: tuple[Task, ...]
    broken: tuple[Broken, ...]
    drafts: tuple[Draft, ...]
    next: tuple[str, ...]


def overview(book: Logbook, *, now: datetime) -> Overview:
    """Return the state of a logbook."""
    listing = list_incidents(book, parse_query([]), limit=None, now=now)
    today = now.astimezone(book.zone).date()
    late = list_actions(book, TaskFilter(parse_query([]), overdue=True), today=today).items
    unfinished = tuple(record for record in listing.records if record.incident.is_open)
    drafts = tuple(book.drafts.list())
    steps = [*_drafts(drafts), *_mend(listing.broken), *_steps(unfinished), *_late(late), "rcalog new TITLE"]
    return Overview(unfinished, late, listing.broken, drafts, tuple(dict.fromkeys(steps))[:SUGGESTIONS])


def _drafts(drafts: tuple[Draft, ...]) -> Iterator[str]:
    commands = {"edit": "rcalog edit {0.incident} --resume", "interview": "rcalog why {0.incident}"}
    for draft in drafts:
        if not draft.pending:
            yield commands.get(draft.kind, "rcalog drafts resume {0.id}").format(draft)


def _mend(broken: tuple[Broken, ...]) -> Iterator[str]:
    if broken:
        yield "rcalog check"


def _steps(unfinished: tuple[Record, ...]) -> Iterator[str]:
    """Yield the next step of each open incident, the most pressing first."""
    for record in sorted(unfinished, key=lambda each: each.incident.status.rung):
        ref = record.incident.id
        match record.incident.status:
            case Status.ONGOING:
                yield f"rcalog mark mitigated HOW-WE-KNOW -i {ref}"
            case Status.MITIGATED:
                yield f"rcalog mark resolved HOW-WE-KNOW -i {ref}"
            case Status.RESOLVED:
                yield f"rcalog review {ref}" if record.incident.whys else f"rcalog why {ref}"
            case _:
                yield f"rcalog actions --open -i {ref}"


def _late(late: tuple[Task, ...]) -> Iterator[str]:
    if late:
        yield "rcalog actions --overdue"
