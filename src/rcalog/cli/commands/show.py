"""`rcalog show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import FIND, Context, RefArgument, app, command

if TYPE_CHECKING:
    pass


@command(
    app,
    "show",
    purpose=FIND,
    pages=True,
    examples=[("rcalog show k7f3q", "one incident"), ("rcalog show @ --yaml", "the newest, as its file stands")],
)
def show(
    c: Context,
    incident: RefArgument = None,
    yaml: Annotated[bool, typer.Option("--yaml", help="The record file as it is.")] = False,
) -> None:
    """Show one incident: where it stands, its times, its causes and its actions."""
    from rcalog.cli.incident_dto import incident_data
    from rcalog.cli.incident_page import write_incident

    record = c.record(incident or "@")
    data = incident_data(record, today=c.today)
    if yaml:
        c.paged(data, lambda page: page.text(record.document.text.rstrip("\n")))
    else:
        c.paged(data, lambda page: write_incident(page, record, c))
