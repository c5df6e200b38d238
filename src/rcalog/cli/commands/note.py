"""`rcalog note`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from rcalog.cli.command import DURING, Context, RefOption, app, command, words

if TYPE_CHECKING:
    from rcalog.logbook.records import Record
    from rcalog.model.timeline import Event


@command(
    app,
    "note",
    purpose=DURING,
    writes=True,
    examples=[
        ("rcalog note rolled back to 2026.11.20-2", "an event, now"),
        ("rcalog note 'status page updated' --at 14:20 --type communication --audience customers --next +30m", ""),
        ("rcalog note", "a loop: one line, one event; an empty line ends it"),
        ("rcalog note - --day 2026-11-20 < chat.log", "a pasted chat, terminal or alert log with leading times"),
    ],
)
def note(
    c: Context,
    text: Annotated[list[str] | None, typer.Argument(metavar="TEXT", help="What happened; - reads a log.")] = None,
    incident: RefOption = None,
    at: Annotated[str | None, typer.Option(metavar="TIME", help="When; without it: now.")] = None,
    kind: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="detection, action, decision, observation ...")
    ] = None,
    by: Annotated[
        str | None, typer.Option(metavar="PERSON", help="Who or what did it, by role where possible.")
    ] = None,
    audience: Annotated[str | None, typer.Option(metavar="AUDIENCE", help="Who was told.")] = None,
    channel: Annotated[str | None, typer.Option(metavar="CHANNEL", help="Through what.")] = None,
    next_due: Annotated[str | None, typer.Option("--next", metavar="TIME", help="When the next word is due.")] = None,
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
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.services.notes import add_events

    record = c.record(incident)
    said = words(text)
    if not said:
        _loop(c, record)
        return
    given = _Given(kind, by, audience, channel, next_due, verbatim, hindsight, tuple(evidence or ()))
    events = _pasted(c, day) if said == "-" else [_event(c, said, at, given)]
    noted = carry_out(c, lambda write: add_events(record, events, write=write))
    show_saved(c, noted.saved)


class _Given(NamedTuple):
    """What the flags say about an event."""

    kind: str | None
    by: str | None
    audience: str | None
    channel: str | None
    next_due: str | None
    verbatim: bool
    hindsight: bool
    evidence: tuple[str, ...]


def _event(c: Context, text: str, at: str | None, given: _Given) -> Event:
    from rcalog.cli.acting import next_message, read_when
    from rcalog.model.timeline import Event, EventType

    return Event(
        event=text,
        at=read_when(c, at or "now"),
        type=c.one_of(EventType, given.kind) if given.kind else None,
        by=given.by,
        audience=given.audience,
        channel=given.channel,
        next_due=next_message(c, given.next_due) if given.next_due else None,
        verbatim=given.verbatim or None,
        hindsight=given.hindsight or None,
        evidence=given.evidence,
    )


def _pasted(c: Context, day: str | None) -> list[Event]:
    from rcalog.cli.acting import read_when
    from rcalog.cli.ask import read_all
    from rcalog.cli.noting import read_pasted

    return read_pasted(c, read_all(), read_when(c, day) if day else None)


def _loop(c: Context, record: Record) -> None:
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.cli.noting import read_loop
    from rcalog.services.notes import add_events

    events, journal = read_loop(c, record)
    if not events:
        journal.close(purge=True)
        return
    noted = carry_out(c, lambda write: add_events(record, events, write=write))
    journal.close(purge=not c.dry_run)
    show_saved(c, noted.saved)
