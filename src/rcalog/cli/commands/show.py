"""`rcalog show`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import FIND, Context, RefArgument, app, command


@command(
    app,
    "show",
    purpose=FIND,
    pages=True,
    examples=[
        ("rcalog show k7f3q", "one incident"),
        ("rcalog show @ --yaml", "the newest, as its file stands"),
        ("rcalog show k7f3q --at 2026-03-01T02:10Z", "what its record said then; also a date, or a commit"),
    ],
)
def show(
    c: Context,
    incident: RefArgument = None,
    yaml: Annotated[bool, typer.Option("--yaml", help="The record file as it is.")] = False,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="As written by then, or in that commit.")] = None,
) -> None:
    """Show one incident: where it stands, its times, its story, its causes and its actions.

    Without REF it is the one last worked on here within a day, else the newest.
    """
    from rcalog.cli.showing import show_incident

    show_incident(c, incident, yaml=yaml, at=at)
