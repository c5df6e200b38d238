"""`rcalog set`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import DURING, Context, RefOption, app, command
from rcalog.cli.completing_terms import complete_assignments


@command(
    app,
    "set",
    purpose=DURING,
    writes=True,
    examples=[
        ("rcalog set severity=sev2 times.detected=14:09", "several fields, one commit"),
        ("rcalog set services+=checkout tags-=flaky", "add to a list, take from it"),
        ("rcalog set 'lessons.got_lucky+=A snapshot had been taken by hand'", ""),
        ("rcalog set 'impact.lost+={what: orders, amount: about 300}'", "an item with fields of its own"),
        ("rcalog set impact.users_affected=unknown roles.lead=", "asked, nobody knows; and: remove"),
        ("rcalog set summary=@- < summary.txt", "prose from stdin"),
    ],
)
def set_(
    c: Context,
    assignments: Annotated[
        list[str],
        typer.Argument(metavar="FIELD=VALUE...", help="See: rcalog help fields.", autocompletion=complete_assignments),
    ],
    incident: RefOption = None,
) -> None:
    """Set fields of a record, several in one commit; where one cannot be set, none is."""
    from rcalog.cli.setting import set_values

    set_values(c, assignments, incident)
