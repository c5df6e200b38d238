"""Events for the timeline: one, several, or a pasted log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.model.pastelog import PastedLog, read_line
from rcalog.model.timegrammar.windows import Window
from rcalog.model.timeline import Event, Status
from rcalog.model.times import When
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo

    from rcalog.logbook.records import Record
    from rcalog.model.incident import Incident


class NothingToNote(UsageError):
    """There is no event in what was typed."""

    code = "nothing-to-note"

    def __init__(self) -> None:
        hint = "each event begins with its time: 14:05 rolled back"
        super().__init__("there is nothing to note", hint=hint)


class WordsMissing(UsageError):
    """A time was typed, and not what happened then."""

    code = "words-missing"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is a time; what happened then?", hint=f"{text} rolled back")


class Noted(Value):
    """The commit of new events, and how many stood in the timeline already, word for word."""

    saved: Saved
    known: int = 0


def add_events(record: Record, events: Sequence[Event], *, write: Write) -> Noted:
    """Add events to the timeline in one commit; each goes to its place in time, and none is added twice.

    Raises:
        NothingToNote, and what a commit raises.
    """
    if not events:
        raise NothingToNote
    there = {(event.event, event.at) for event in record.incident.timeline}
    new = [event for event in events if (event.event, event.at) not in there]
    wanted = record.incident.model_copy(update={"timeline": in_order(record.incident.timeline, new)})
    summary = f"note {events[0].event}" if len(events) == 1 else f"note {len(new)} events"
    return Noted(write(Intent(Operation.NOTE, record, wanted, summary)), len(events) - len(new))


def window_of(incident: Incident) -> Window | None:
    """Return from when to when an incident was, where it is over: that is what a time without a day is about."""
    times = incident.times
    return (
        None if incident.status is Status.ONGOING else Window.between(times.started, times.resolved or times.mitigated)
    )


def from_log(log: PastedLog) -> list[Event]:
    """Return the events of a pasted log, word for word as they stand there."""
    return [Event(event=line.text, at=line.at, verbatim=True) for line in log.events]


def from_line(text: str, *, now: datetime, zone: tzinfo, near: Window | None = None) -> Event:
    """Return the event that one typed line says: at its leading time, which leans on `near`, else now.

    Raises:
        WordsMissing, TimeNotUnderstood, TimeInFuture, TimeAmbiguous.
    """
    when, words = read_line(text, now=now, zone=zone, near=near)
    if not words:
        raise WordsMissing(text)
    return Event(event=words, at=when or When.at(now.astimezone(zone)))


def in_order(timeline: Iterable[Event], events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the timeline with each event put before the first later one; what stands there is not moved."""
    found = list(timeline)
    for event in events:
        place = next((at for at, other in enumerate(found) if _later(other.at, event.at)), len(found))
        found.insert(place, event)
    return tuple(found)


def _later(one: When, other: When) -> bool:
    return one.earliest is not None and other.earliest is not None and one.earliest > other.earliest
