"""`rcalog actions`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import FOLLOW_UP, Context, RefOption, app, command, labels
from rcalog.cli.listoptions import ActionColumns, ActionSort, FiltersArgument, FormatOption, IdsOption, LimitOption


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
    owner: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Of one person.", autocompletion=labels("owner"))
    ] = None,
    due: Annotated[str | None, typer.Option(metavar="DATE", help="Due until then: 2026-12-01, 2w.")] = None,
    incident: RefOption = None,
    sort: ActionSort = None,
    limit: LimitOption = None,
    columns: ActionColumns = None,
    format_: FormatOption = "table",
    ids: IdsOption = False,
) -> None:
    """List actions across incidents, the most pressing first."""
    from rcalog.cli.lists import Form
    from rcalog.cli.tasks import Which, list_tasks

    which = Which(is_open, overdue, owner, due, incident)
    list_tasks(c, filters, which, Form(sort, limit, columns, format_, ids))
