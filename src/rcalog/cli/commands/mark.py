"""`rcalog mark`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import DURING, Context, RefOption, app, command, offer, words


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
    by: Annotated[str | None, typer.Option(metavar="PERSON", help="Who says so; without it: you.")] = None,
    because: Annotated[str | None, typer.Option(metavar="TEXT", help="Why it is reopened, or a rule waived.")] = None,
    waive: Annotated[
        list[str] | None, typer.Option(metavar="RULE", help="Accept a finding; RULE or RULE@ITEM.")
    ] = None,
) -> None:
    """Move an incident along the ladder, with the time and how we know.

    Everything that is missing for the rung is said at once. `reviewed` is reached by rcalog review.
    """
    from rcalog.cli.acting import carry_out, read_when, show_saved
    from rcalog.model.timegrammar.windows import Window
    from rcalog.model.timeline import Status
    from rcalog.services.fieldvalues import severity_of
    from rcalog.services.marking import Marking
    from rcalog.services.marking import mark as climb

    target = c.one_of(Status, status)
    record = c.record_to_change(incident)
    reached = read_when(c, at) if at else None
    near = Window.between(record.incident.times.started, reached) or Window.day_before(reached)
    said = Marking(
        how=words(how) or None,
        at=reached,
        mitigated=read_when(c, mitigated, near=near) if mitigated else None,
        severity=severity_of(severity, c.book.policy) if severity else None,
        by=by or None,
        because=because or None,
        waive=tuple(waive or ()),
    )
    if c.interactive:
        from rcalog.cli.asking_mark import fill_in

        said = fill_in(c, record.incident, target, said)
    marked = carry_out(c, lambda write: climb(c.book, record, target, said, now=c.now, write=write))
    show_saved(c, marked.saved, remarks=marked.remarks)
