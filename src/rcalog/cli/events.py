"""What `rcalog note` does, however its command line was read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.cli.acting import carry_out, next_message, read_when, show_saved
from rcalog.model.timeline import Event, EventType
from rcalog.model.times import When
from rcalog.services.notes import add_events, from_line, window_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.context import Context
    from rcalog.logbook.records import Record

PASTED = "-"
"""Instead of a text: the log on stdin."""


def note_events(
    c: Context,
    said: str,
    incident: str | None = None,
    *,
    at: str | None = None,
    kind: str | None = None,
    by: str | None = None,
    audience: str | None = None,
    channel: str | None = None,
    next_due: str | None = None,
    verbatim: bool = False,
    hindsight: bool = False,
    evidence: Sequence[str] | None = None,
    day: str | None = None,
) -> None:
    """Add what was said to the timeline: as one event, or a log, or what is typed line by line."""
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
        _add(c, record, [_event(c, record, said, details, at=at, next_due=next_due)])


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
    c: Context, record: Record, text: str, details: dict[str, object], *, at: str | None, next_due: str | None
) -> Event:
    """Return the event of one text: at the time that is given, at the one that it begins with, or now."""
    near = window_of(record.incident)
    if at or details.get("verbatim"):
        event = Event(event=text, at=read_when(c, at or "now", near=near))
    else:
        event = from_line(text, now=c.now, zone=c.zone, near=near)
    after = event.at if at else When.at(c.now)
    due = {"next_due": next_message(c, next_due, after)} if next_due else {}
    return event.model_copy(update=details | due)


def _add(c: Context, record: Record, events: list[Event], **more: object) -> None:
    noted = carry_out(c, lambda write: add_events(record, events, write=write))
    known = [f"{noted.known} of them stood there already"] if noted.known else []
    show_saved(c, noted.saved, remarks=known, more=more)


def _paste(c: Context, record: Record, day: str | None, details: dict[str, object]) -> None:
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
