"""`rcalog mark`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import DURING, Context, RefOption, app, command, labels, offer, words


@command(
    app,
    "mark",
    purpose=DURING,
    writes=True,
    examples=[
        ("rcalog mark mitigated rolled back, error rate at 0", "the harm stopped, and how we know"),
        ("rcalog mark resolved all queues empty --at 14:40 --mitigated 14:20", "from ongoing in one step"),
        ("rcalog mark ongoing errors are back", "reopen, and why"),
        ("rcalog mark closed --waive R302 --because 'the last action is tracked elsewhere'", "accept what is missing"),
    ],
)
def mark(
    c: Context,
    status: Annotated[
        str,
        typer.Argument(
            metavar="STATUS",
            help="ongoing, mitigated, resolved or closed.",
            autocompletion=offer("ongoing", "mitigated", "resolved", "closed"),
        ),
    ],
    how: Annotated[list[str] | None, typer.Argument(metavar="HOW", help="How we know.")] = None,
    incident: RefOption = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When it was so; without it: now.")] = None,
    mitigated: Annotated[
        str | None, typer.Option(metavar="TIME", help="When the harm stopped, from ongoing to resolved.")
    ] = None,
    severity: Annotated[str | None, typer.Option(metavar="SEV", help="Rate it in the same step.")] = None,
    by: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Who says so; without it: you.", autocompletion=labels("owner"))
    ] = None,
    because: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is reopened, or a rule waived.")] = None,
    waive: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Accept a finding; RULE or RULE@ITEM.")
    ] = None,
) -> None:
    """Move an incident along the ladder, with the time and how we know.

    Everything that is missing for the rung is said at once. `reviewed` is reached by rcalog review.
    """
    from rcalog.cli.climbing import mark_incident

    mark_incident(
        c,
        status,
        words(how),
        incident,
        at=at,
        mitigated=mitigated,
        severity=severity,
        by=by,
        because=because,
        waive=waive,
    )
