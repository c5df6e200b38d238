"""Reading events at the terminal: the loop, and a pasted log."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rcalog.cli.ask import InputEnded, InputNeeded
from rcalog.cli.output import bold, cyan, dim

if TYPE_CHECKING:
    from rcalog.cli.context import Context
    from rcalog.logbook.journal import Journal
    from rcalog.logbook.records import Record
    from rcalog.model.pastelog import PastedLog
    from rcalog.model.timeline import Event
    from rcalog.model.times import When


def read_loop(c: Context, record: Record) -> tuple[list[Event], Journal]:
    """Read events line by line until an empty one; each is on the disk before the next is asked for.

    The journal is still open: the caller purges it once the events are committed.

    Raises:
        InputNeeded: where nobody can be asked.
        KeyboardInterrupt: on Ctrl-C, with what was typed kept as a draft.
    """
    from rcalog.cli.acting import say
    from rcalog.services.notes import read_line

    if not c.interactive:
        raise InputNeeded("TEXT")
    c.output.note("One line, one event: ", bold("14:05 rolled back"), dim("  without a time: now; empty line: done"))
    journal = c.book.drafts.journal("note", incident=record.incident.id, summary="note", created=c.now)
    events: list[Event] = []
    try:
        while line := c.ask(">", flag="TEXT", default=""):
            event = read_line(line, now=c.clock.now(), zone=c.zone)
            journal.append({"at": event.at.text, "event": event.event})
            events.append(event)
            c.output.note(dim(f"  {say(c, event.at)}  "), event.event)
    except (KeyboardInterrupt, InputEnded):
        journal.close(purge=not events)
        if events:
            c.output.hint(f"kept; go on with: rcalog drafts resume {journal.draft.id}")
        raise
    return events, journal


def read_pasted(c: Context, text: str, day: When | None) -> list[Event]:
    """Return the events of a log, and say what was understood and what was not."""
    from rcalog.model.pastelog import read_log
    from rcalog.services.notes import from_log

    log = read_log(text, now=c.now, zone=c.zone, day=date.fromisoformat(day.text[:10]) if day else None)
    _show(c, log)
    return from_log(log)


def _show(c: Context, log: PastedLog) -> None:
    from rcalog.cli.acting import say

    for line in log.events:
        c.output.note(cyan(f"{say(c, line.at)}  "), line.text)
    for number, text in log.unread:
        c.output.warn(f"line {number} has no time and was left out: {text}")
