"""`rcalog note`."""

from __future__ import annotations

from typing import Annotated

import typer

from rcalog.cli.command import DURING, Context, RefOption, app, command, labels, offer, words
from rcalog.model.shapes import PARTS

TYPES = [str(each) for each in PARTS["Event"]["type"][1:]]


@command(
    app,
    "note",
    purpose=DURING,
    writes=True,
    examples=[
        ("rcalog note rolled back to 2026.11.20-2", "an event, now"),
        ("rcalog note 14:05 error rate at 30 percent", "and at the time that it begins with"),
        ("rcalog note 'status page updated' --at 14:20 --type communication --audience customers --next +30m", ""),
        ("rcalog note", "a loop: one line, one event; an empty line ends it"),
        ("rcalog note - --day 2026-11-20 < chat.log", "a pasted chat, terminal or alert log with leading times"),
    ],
)
def note(
    c: Context,
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="What happened; - reads a log.")] = None,
    incident: RefOption = None,
    at: Annotated[
        str | None, typer.Option(metavar="TIME", help="When; without it the time that TEXT begins with, else now.")
    ] = None,
    kind: Annotated[
        str | None,
        typer.Option(
            "--type",
            metavar="TYPE",
            help=f"{', '.join(TYPES[:-1])} or {TYPES[-1]}.",
            autocompletion=offer(*TYPES),
        ),
    ] = None,
    by: Annotated[
        str | None,
        typer.Option(
            metavar="PERSON", help="Who or what did it, by role where possible.", autocompletion=labels("owner")
        ),
    ] = None,
    audience: Annotated[str | None, typer.Option(metavar="AUDIENCE", help="Who was told.")] = None,
    channel: Annotated[str | None, typer.Option(metavar="CHANNEL", help="Through what.")] = None,
    next_due: Annotated[
        str | None,
        typer.Option(
            "--next",
            metavar="TIME",
            help="When the next word is due: 30m from now (from --at, where it is given), or 15:00.",
        ),
    ] = None,
    verbatim: Annotated[bool, typer.Option("--verbatim", help="The text is quoted as it was.")] = False,
    hindsight: Annotated[bool, typer.Option("--hindsight", help="Known only afterwards.")] = False,
    evidence: Annotated[
        list[str] | None, typer.Option(metavar="WHERE", help="Where it can be seen; may be repeated.")
    ] = None,
    day: Annotated[str | None, typer.Option(metavar="DATE", help="The day of a pasted log without dates.")] = None,
) -> None:
    """Add to the timeline what happened, when.

    Several facts at once are typed in the loop, or pasted as a log; either way it is one commit.
    """
    from rcalog.cli.events import note_events

    note_events(
        c,
        words(text),
        incident,
        at=at,
        kind=kind,
        by=by,
        audience=audience,
        channel=channel,
        next_due=next_due,
        verbatim=verbatim,
        hindsight=hindsight,
        evidence=evidence,
        day=day,
    )
