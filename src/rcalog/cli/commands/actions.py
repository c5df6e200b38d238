"""`rcalog actions`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import FOLLOW_UP, Context, RefOption, app, command

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.output import Page
    from rcalog.services.tasks import Task


@command(
    app,
    "actions",
    purpose=FOLLOW_UP,
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
    from rcalog.cli.broken import warn_of
    from rcalog.cli.dto import listing
    from rcalog.model.query import parse_query
    from rcalog.services.tasks import TaskFilter, list_actions

    wanted = TaskFilter(
        parse_query(filters or [], c.book.policy.severity_labels),
        is_open,
        overdue,
        owner,
        read_day(c, due).date if due else None,
        c.record(incident).incident.id if incident else None,
    )
    with c.working("reading records"):
        found = list_actions(c.book, wanted, today=c.today)
    items = [task_data(task) for task in found.items] if c.json else []
    c.output.result(listing(items), lambda page: show(page, found.items))
    warn_of(c, found.broken)


def task_data(task: Task) -> dict[str, object]:
    """Return an action as programs get it, with its incident and the last day on which it is not late."""
    from rcalog.cli.incident_dto import action_data

    about = {"incident_id": task.incident, "title": task.title}
    late = {"overdue": task.overdue, "due_on": task.due.isoformat() if task.due else None}
    return about | action_data(task.action) | late


def show(page: Page, tasks: Sequence[Task]) -> None:
    """Write actions as a table."""
    page.table([_row(task) for task in tasks], head=("incident", "action", "due", "owner", "status", "what"))
    if not tasks:
        page.line("no actions")


def _row(task: Task) -> list[str]:
    from rcalog.cli.output import bold, dim, red

    one = task.shown
    every = f" every {one['every']}" if "every" in one else ""
    paint = red if task.overdue else str if task.is_open else dim
    return [
        task.incident,
        bold(task.id),
        paint(_due(task)),
        one.get("owner", "?"),
        f"{task.status}{every}",
        one["action"],
    ]


def _due(task: Task) -> str:
    if task.overdue:
        return f"{task.due} overdue"
    if task.due:
        return str(task.due)
    if task.is_open and "due" not in task.shown:
        return "no date"
    return task.shown.get("due", "")
