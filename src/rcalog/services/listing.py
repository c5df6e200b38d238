"""Finding incidents and actions: a plain scan of the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rcalog.logbook.records import Broken, Record
from rcalog.model.actions import Action, ActionStatus
from rcalog.model.overdue import due_on, is_overdue
from rcalog.model.query import Facts, Query
from rcalog.model.reading import with_item_ids
from rcalog.model.times import When

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date, tzinfo

    from rcalog.logbook.book import Logbook


@dataclass(frozen=True)
class Listing:
    """The incidents that were asked for, newest first; `total` counts those left out by the limit too."""

    records: tuple[Record, ...]
    broken: tuple[Broken, ...]
    total: int


@dataclass(frozen=True)
class Task:
    """An action of an incident, and whether it is late."""

    record: Record
    action: Action
    due: date | None
    overdue: bool


@dataclass(frozen=True)
class TaskFilter:
    """Which actions are wanted."""

    query: Query
    open: bool = False
    overdue: bool = False
    owner: str | None = None
    due: date | None = None


def list_incidents(book: Logbook, query: Query, *, limit: int | None, now: datetime) -> Listing:
    """Return the incidents that match, newest first, and the records that cannot be read, whatever they are about."""
    found = list(book.catalog.scan())
    today = now.astimezone(book.zone).date()
    records = [each for each in found if isinstance(each, Record) and query.matches(facts(each, today, book.zone))]
    records.sort(key=lambda record: begins(record, book.zone), reverse=True)
    broken = tuple(each for each in found if isinstance(each, Broken))
    return Listing(tuple(records[:limit]), broken, len(records))


def list_actions(book: Logbook, wanted: TaskFilter, *, today: date) -> list[Task]:
    """Return the actions that are wanted, the most pressing first."""
    tasks = [task for task in _tasks(book, wanted.query, today) if _is_wanted(task, wanted)]
    return sorted(tasks, key=lambda task: (task.due is None, task.due, task.record.incident.id))


def begins(record: Record, zone: tzinfo) -> tuple[datetime, str]:
    """Return what incidents are sorted by: the start, else the date of the id; then the id."""
    started = record.incident.times.started
    earliest = started.earliest if started else None
    day = datetime.strptime(record.incident.id[:8], "%Y%m%d").replace(tzinfo=zone)
    return earliest or day, record.incident.id


def facts(record: Record, today: date, zone: tzinfo) -> Facts:
    """Return what a query looks at in a record; the start is in the team's zone."""
    incident = record.incident
    people = [name for _, name in incident.roles or () if isinstance(name, str)]
    owners = [action.owner for action in incident.actions if action.owner]
    return Facts(
        ref=incident.id,
        title=incident.title,
        text=record.document.text,
        status=incident.status,
        severity=incident.severity,
        kind=incident.kind,
        services=incident.services,
        tags=incident.tags,
        owners=tuple(people + owners),
        legs=tuple(leg.leg.value for leg in incident.whys),
        started=_local(incident.times.started, zone),
        has=frozenset(_traits(record, today)),
    )


def _local(when: When | None, zone: tzinfo) -> When | None:
    return When.at(when.instant.astimezone(zone)) if when and when.instant else when


def _traits(record: Record, today: date) -> Iterator[str]:
    incident = record.incident
    parts = {"why": incident.whys, "action": incident.actions, "lessons": incident.lessons, "review": incident.reviews}
    yield from (name for name, part in parts.items() if part)
    if any(action.is_drill for action in incident.actions):
        yield "drill"
    if any(is_overdue(action, today) for action in incident.actions):
        yield "overdue"
    if incident.root_causes():
        yield "root-cause"


def _tasks(book: Logbook, query: Query, today: date) -> Iterator[Task]:
    for record in book.catalog.scan():
        if isinstance(record, Record) and query.matches(facts(record, today, book.zone)):
            for action in with_item_ids(record.incident).actions:
                yield Task(record, action, due_on(action), is_overdue(action, today))


def _is_wanted(task: Task, wanted: TaskFilter) -> bool:
    open_enough = task.action.status not in (ActionStatus.VERIFIED, ActionStatus.DROPPED) or not wanted.open
    late_enough = task.overdue or not wanted.overdue
    of_owner = wanted.owner is None or (task.action.owner or "").casefold() == wanted.owner.casefold()
    in_time = wanted.due is None or (task.due is not None and task.due <= wanted.due)
    return open_enough and late_enough and of_owner and in_time
