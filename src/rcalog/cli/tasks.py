"""Actions across incidents: which of them, as it was typed."""

from __future__ import annotations

from rcalog.cli.columns import ACTIONS, OF_ACTIONS, action_columns, chosen
from rcalog.cli.lists import Listed, hint_at_keys
from rcalog.model.query.sorting import ACTION_SORTS, PRESSING, Sort
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rcalog.cli.context import Context
    from rcalog.cli.lists import Form
    from rcalog.logbook.index import Task, TaskFilter


class Which(Value):
    """Which actions the flags ask for."""

    is_open: bool = False
    overdue: bool = False
    owner: str | None = None
    due: str | None = None
    incident: str | None = None


def list_tasks(c: Context, filters: Sequence[str] | None, which: Which, form: Form) -> None:
    """Show the actions that match the filters and the flags."""
    _list_actions(c, _wanted(c, filters, which), form)


def _list_actions(c: Context, wanted: TaskFilter, form: Form) -> None:
    """Show the actions that match."""
    from rcalog.services import tasks as service

    form.check(json=c.json)
    names = chosen(form.columns, ACTIONS, OF_ACTIONS)
    sort = Sort.read(form.sort, ACTION_SORTS) if form.sort else PRESSING
    with c.reading():
        found = service.list_actions(c.book, wanted, today=c.today, sort=sort)
    rows = found.items[: form.most(None)]
    listed = Listed(
        rows=rows,
        total=len(found.items),
        known=ACTIONS,
        names=names,
        columns=lambda _: action_columns(rows, names, c.book),
        name=lambda one: f"{one.incident}/{one.id}",
        data=_task_data,
        nothing="no actions",
        broken=found.broken,
    )
    listed.show(c, form)
    hint_at_keys(c, wanted.query, listed.total)
    c.tell_what_is_missing(found.broken)


def _task_data(task: Task) -> object:
    from rcalog.cli.incident_dto import task_object

    return task_object(task)


def _wanted(c: Context, filters: Sequence[str] | None, which: Which) -> TaskFilter:
    from rcalog.logbook.index import TaskFilter
    from rcalog.model.query.keyed import handle

    return TaskFilter(
        c.query(filters),
        which.is_open,
        which.overdue,
        handle(which.owner) if which.owner else None,
        _day(c, which.due) if which.due else None,
        c.record(which.incident).incident.id if which.incident else None,
    )


def _day(c: Context, typed: str) -> date:
    """Return the day until which actions are due.

    Raises:
        DueNotUnderstood: for a day that is past, too, with how to ask for what is late.
    """
    from rcalog.cli.acting import read_day
    from rcalog.model.timegrammar.errors import DueNotUnderstood

    try:
        return read_day(c, typed).date
    except DueNotUnderstood as error:
        error.hint = f"what is late: rcalog actions --overdue; --due takes a day to come: {error.forms}"
        raise
