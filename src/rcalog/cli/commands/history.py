"""`rcalog history`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import FIND, Context, RefArgument, app, command
from rcalog.cli.completing_terms import complete_fields


@command(
    app,
    "history",
    purpose=FIND,
    pages=True,
    examples=[
        ("rcalog history k7f3q", "who changed which field from what to what, when"),
        ("rcalog history --limit 20", "of all incidents"),
        ("rcalog history --since 2026-11 --field status", "which incidents went up or down the ladder"),
        ("rcalog history --author ana --field actions.due", "whose due dates somebody moved"),
    ],
)
def history(
    c: Context,
    incident: RefArgument = None,
    since: Annotated[str | None, typer.Option(metavar="TIME", help="Committed since then: 2026-11, yesterday.")] = None,
    field: Annotated[
        str | None,
        typer.Option(metavar="FIELD", help="Changes of this field, or below it.", autocompletion=complete_fields),
    ] = None,
    author: Annotated[str | None, typer.Option(metavar="WHO", help="By a handle, or a part of name or e-mail.")] = None,
    limit: Annotated[int, typer.Option(metavar="N", min=0, help="How many changes at most; 0: all.")] = 100,
) -> None:
    """Show what became of a record, commit by commit, field by field, out of git.

    Whatever wrote it, and under whatever name its file stood: rcalog, an editor, a plain git commit.
    """
    from rcalog.cli.histories import show_history

    show_history(c, incident, since=since, field=field, author=author, limit=limit)
