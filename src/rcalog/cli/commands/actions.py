"""`rcalog actions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import FOLLOW_UP, Context, RefOption, app, command

if TYPE_CHECKING:
    from rcalog.cli.output import Page
    from rcalog.services.listing import Task


@command(
    app,
    "actions",
    purpose=FOLLOW_UP,
    pages=True,
    examples=[
        ("rcalog actions --open", "what is still to be done or verified, over all incidents"),
        ("rcalog actions --overdue --owner ana", "what is late, of one person"),
        ("rcalog actions --due 2w severity:sev1", "due within two weeks, of the worst incidents"),
    ],
)
def actions(
    c: Context,
    filters: Annotated[list[str] | None, typer.Argument(metavar="FILTER", help="See: rcalog help filters.")] = None,
    is_open: Annotated[bool, typer.Option("--open", help="Neither verified nor dropped.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Late, or a drill that has fallen silent.")] = False,
    owner: Annotated[str | None, typer.Option(metavar="PERSON", help="Of one person.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="Due until then: 2026-12-01, 2w.")] = None,
    incident: RefOption = None,
) -> None:
    """List actions across incidents, the most pressing first."""
    from rcalog.cli.acting import read_day
    from rcalog.cli.dto import listing
    from rcalog.model.query import parse_query
    from rcalog.services.listing import TaskFilter, list_actions

    until = read_day(c, due).date if due else None
    wanted = TaskFilter(parse_query(filters or []), is_open, overdue, owner, until)
    only = c.record(incident).incident.id if incident else None
    tasks = [task for task in list_actions(c.book, wanted, today=c.today) if only in (None, task.record.incident.id)]
    c.paged(listing([task_data(task) for task in tasks]), lambda page: show(page, tasks))


def task_data(task: Task) -> dict[str, object]:
    """Return an action as programs get it."""
    from rcalog.model.base import record_data

    own = {"incident": task.record.incident.id, "overdue": task.overdue}
    return record_data(task.action) | own | {"due_on": task.due.isoformat() if task.due else None}


def show(page: Page, tasks: list[Task]) -> None:
    """Write actions as a table."""
    page.table([_row(task) for task in tasks], head=("incident", "action", "due", "owner", "status", "what"))
    if not tasks:
        page.line("no actions")


def _row(task: Task) -> list[str]:
    from rcalog.cli.output import bold, red

    one = task.action
    due = f"{task.due}{' overdue' if task.overdue else ''}" if task.due else "no date"
    name = one.id or "?"
    status = f"{one.status.value} every {one.every}" if one.every else one.status.value
    return [
        task.record.incident.id,
        bold(name),
        red(due) if task.overdue else due,
        one.owner or "?",
        status,
        one.action,
    ]
