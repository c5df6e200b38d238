"""Events for the timeline: one, several, or a pasted log."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.model.pastelog import PastedLog, read_log
from rcalog.model.timeline import Event
from rcalog.model.times import When

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, tzinfo

    from rcalog.logbook.records import Record


class NothingToNote(UsageError):
    """There is no event in what was typed."""

    code = "nothing-to-note"

    def __init__(self) -> None:
        super().__init__("there is nothing to note", hint="rcalog note rolled back to 2026.11.20-2")


@dataclass(frozen=True)
class Noted:
    """The events that were added, in the order of their times, and the commit."""

    events: tuple[Event, ...]
    saved: Saved


def add_events(record: Record, events: Sequence[Event], *, write: Write) -> Noted:
    """Add events to the timeline in one commit; each goes to its place in time.

    Raises:
        NothingToNote, and what a commit raises.
    """
    if not events:
        raise NothingToNote
    timeline = in_order(record.incident.timeline, events)
    wanted = record.incident.model_copy(update={"timeline": timeline})
    summary = f"note {events[0].event}" if len(events) == 1 else f"note {len(events)} events"
    saved = write(Intent(Operation.NOTE, record, wanted, summary))
    return Noted(tuple(events), saved)


def from_log(log: PastedLog) -> list[Event]:
    """Return the events of a pasted log, word for word as they stand there."""
    return [Event(event=line.text, at=line.at, verbatim=True) for line in log.events]


def read_line(text: str, *, now: datetime, zone: tzinfo) -> Event:
    """Return the event that one typed line says: its leading time, else now."""
    log = read_log(text, now=now, zone=zone, day=None)
    if log.events:
        return Event(event=log.events[0].text, at=log.events[0].at)
    return Event(event=text, at=When.at(now.astimezone(zone)))


def in_order(timeline: Iterable[Event], events: Iterable[Event]) -> tuple[Event, ...]:
    """Return the timeline with each event put before the first later one; what stands there is not moved."""
    found = list(timeline)
    for event in events:
        place = next((at for at, other in enumerate(found) if _later(other.at, event.at)), len(found))
        found.insert(place, event)
    return tuple(found)


def _later(one: When, other: When) -> bool:
    return one.earliest is not None and other.earliest is not None and one.earliest > other.earliest
