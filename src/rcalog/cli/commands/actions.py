"""`rcalog actions`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import FOLLOW_UP, Context, RefOption, app, command
from rcalog.cli.listoptions import ActionSort, ColumnsOption, FiltersArgument, FormatOption, IdsOption, LimitOption


@command(
    app,
    "actions",
    purpose=FOLLOW_UP,
    examples=[
        ("rcalog actions --open", "what is still to be done or verified, over all incidents"),
        ("rcalog actions --overdue --owner ana", "what is late, of one person"),
        ("rcalog actions --due 2w severity:sev1", "due within two weeks, of the worst incidents"),
        ("rcalog actions --open --columns owner,due,what,title --sort owner", "by person"),
    ],
)
def actions(
    c: Context,
    filters: FiltersArgument = None,
    is_open: Annotated[bool, typer.Option("--open", help="Neither verified nor dropped.")] = False,
    overdue: Annotated[bool, typer.Option("--overdue", help="Late, or a drill that has fallen silent.")] = False,
    owner: Annotated[str | None, typer.Option(metavar="PERSON", help="Of one person.")] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="Due until then: 2026-12-01, 2w.")] = None,
    incident: RefOption = None,
    sort: ActionSort = None,
    limit: LimitOption = None,
    columns: ColumnsOption = None,
    format_: FormatOption = "table",
    ids: IdsOption = False,
) -> None:
    """List actions across incidents, the most pressing first."""
    from rcalog.cli.acting import read_day
    from rcalog.cli.lists import Form, list_actions, read_filters
    from rcalog.model.query.keyed import handle
    from rcalog.services.tasks import TaskFilter

    wanted = TaskFilter(
        read_filters(c, filters),
        is_open,
        overdue,
        handle(owner) if owner else None,
        read_day(c, due).date if due else None,
        c.record(incident).incident.id if incident else None,
    )
    list_actions(c, wanted, Form(sort, limit, columns, format_, ids))
