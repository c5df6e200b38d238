"""Finding actions across incidents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook.records import Broken, Record
from rcalog.model.overdue import due_on, is_overdue
from rcalog.model.query import action_facts
from rcalog.model.reading import with_item_ids
from rcalog.services.listing import facts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from rcalog.logbook.book import Logbook
    from rcalog.model.actions import Action
    from rcalog.model.query import Query


@dataclass(frozen=True)
class Task:
    """An action of an incident, the last day on which it is not late (None: no such day), and whether it is late.

    The action has an id, be it the one that the next write gives it.
    """

    record: Record
    action: Action
    due: date | None
    overdue: bool


@dataclass(frozen=True)
class TaskFilter:
    """Which actions are wanted: what the query looks at, see `action_facts`."""

    query: Query
    open: bool = False
    overdue: bool = False
    owner: str | None = None
    due: date | None = None
    incident: str | None = None


@dataclass(frozen=True)
class Tasks:
    """The actions that were asked for, the most pressing first, and the records that cannot be read."""

    items: tuple[Task, ...]
    broken: tuple[Broken, ...]


def list_actions(book: Logbook, wanted: TaskFilter, *, today: date) -> Tasks:
    """Return the actions that are wanted, and the records that cannot be read, whatever they hold."""
    everything = list(book.catalog.scan())
    records = [each for each in everything if isinstance(each, Record)]
    tasks = [task for record in records for task in _tasks(book, record, wanted, today)]
    tasks.sort(key=lambda task: (task.due is None, task.due, not task.action.is_open, task.record.incident.id))
    return Tasks(tuple(tasks), tuple(each for each in everything if isinstance(each, Broken)))


def _tasks(book: Logbook, record: Record, wanted: TaskFilter, today: date) -> Iterator[Task]:
    if wanted.incident not in (None, record.incident.id):
        return
    about = facts(record, today, book.zone)
    for action in with_item_ids(record.incident).actions:
        task = Task(record, action, due_on(action), is_overdue(action, today))
        if _is_wanted(task, wanted) and wanted.query.matches(action_facts(about, action, today=today)):
            yield task


def _is_wanted(task: Task, wanted: TaskFilter) -> bool:
    open_enough = task.action.is_open or not wanted.open
    late_enough = task.overdue or not wanted.overdue
    of_owner = wanted.owner is None or (task.action.owner or "").casefold() == wanted.owner.casefold()
    in_time = wanted.due is None or (task.due is not None and task.due <= wanted.due)
    return open_enough and late_enough and of_owner and in_time
