"""`rcalog note`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from rcalog.cli.command import DURING, Context, RefOption, app, command, offer, words

if TYPE_CHECKING:
    from rcalog.logbook.records import Record
    from rcalog.model.timeline import Event

PASTED = "-"
"""Instead of a text: the log on stdin."""

TYPES = (
    "detection",
    "action",
    "decision",
    "observation",
    "communication",
    "escalation",
    "mitigation",
    "resolution",
)


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
        str | None, typer.Option(metavar="PERSON", help="Who or what did it, by role where possible.")
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
    from rcalog.model.timeline import EventType

    said = words(text)
    reads = f"rcalog note {PASTED} -i REF" if said == PASTED else None
    record = c.record_to_change(incident, stdin=reads) if said else c.record(incident)
    details = _details(by=by, audience=audience, channel=channel, verbatim=verbatim, hindsight=hindsight)
    if kind:
        details["type"] = c.one_of(EventType, kind)
    if seen := tuple(each for each in evidence or () if each.strip()):
        details["evidence"] = seen
    _refuse_misplaced(said, at=at, next_due=next_due, day=day)
    if not said:
        _loop(c, record, details)
    elif said == PASTED:
        _paste(c, record, day, details)
    else:
        _add(c, record, [_event(c, record, said, at, next_due, details)])


def _refuse_misplaced(said: str, *, at: str | None, next_due: str | None, day: str | None) -> None:
    from rcalog.cli.noting import DayOfALog, FlagOfOneEvent

    if day and said != PASTED:
        raise DayOfALog
    if (at or next_due) and said in ("", PASTED):
        raise FlagOfOneEvent("--at" if at else "--next")


def _details(**said: str | bool | None) -> dict[str, object]:
    """Return what the flags say about an event, by the keys of the record."""
    return {key: value for key, value in said.items() if value}


def _event(
    c: Context, record: Record, text: str, at: str | None, next_due: str | None, details: dict[str, object]
) -> Event:
    """Return the event of one text: at the time that is given, at the one that it begins with, or now."""
    from rcalog.cli.acting import next_message, read_when
    from rcalog.model.timeline import Event
    from rcalog.model.times import When
    from rcalog.services.notes import from_line, window_of

    near = window_of(record.incident)
    if at or details.get("verbatim"):
        event = Event(event=text, at=read_when(c, at or "now", near=near))
    else:
        event = from_line(text, now=c.now, zone=c.zone, near=near)
    after = event.at if at else When.at(c.now)
    due = {"next_due": next_message(c, next_due, after)} if next_due else {}
    return event.model_copy(update=details | due)


def _add(c: Context, record: Record, events: list[Event], **more: object) -> None:
    from rcalog.cli.acting import carry_out, show_saved
    from rcalog.services.notes import add_events

    noted = carry_out(c, lambda write: add_events(record, events, write=write))
    known = [f"{noted.known} of them stood there already"] if noted.known else []
    show_saved(c, noted.saved, remarks=known, more=more)


def _paste(c: Context, record: Record, day: str | None, details: dict[str, object]) -> None:
    from rcalog.cli.acting import read_when
    from rcalog.cli.noting import day_of, read_pasted

    events, unread = read_pasted(c, record, day_of(day, read_when(c, day)) if day else None, details)
    _add(c, record, events, unread=unread)


def _loop(c: Context, record: Record, details: dict[str, object]) -> None:
    from rcalog.cli.noting import read_loop
    from rcalog.services.drafts import until_saved

    events, journal = read_loop(c, record, details)
    if journal is None:
        return
    with until_saved(journal, dry_run=c.dry_run):
        _add(c, record, events)
    if c.dry_run:
        c.output.hint(f"what you typed is kept: rcalog drafts resume {journal.draft.id}")
