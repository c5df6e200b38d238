"""Reading events at the terminal: the loop, and a pasted log."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from rcalog.cli.acting import read_stdin, say
from rcalog.cli.ask import InputEnded, InputNeeded, ignore_interrupts
from rcalog.cli.output import bold, cyan, dim
from rcalog.errors import UsageError
from rcalog.model.base import record_data
from rcalog.model.pastelog import read_log
from rcalog.model.timeline import Event
from rcalog.model.times import When
from rcalog.services.notes import WordsMissing, from_line, from_log, window_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.cli.context import Context
    from rcalog.logbook.journal import Journal
    from rcalog.logbook.records import Record
    from rcalog.model.timegrammar.windows import Window


AS_IT_STANDS = "Enter once more: note it as it stands, now"


class FlagOfOneEvent(UsageError):
    """A flag about one event stands beside several."""

    code = "flag-of-one-event"

    def __init__(self, flag: str) -> None:
        super().__init__(f"{flag} is about one event", hint="give the event too: rcalog note TEXT, or leave it out")


class DayOfALog(UsageError):
    """`--day` stands beside something else than a pasted log."""

    code = "day-of-a-log"

    def __init__(self) -> None:
        super().__init__("--day is the day of a pasted log", hint="rcalog note - --day 2026-11-20 < chat.log")


class NotADay(UsageError):
    """The text is a time, but no day."""

    code = "not-a-day"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no day", hint="--day 2026-11-20, --day yesterday, --day 昨天")


def read_loop(c: Context, record: Record, details: Mapping[str, object]) -> tuple[list[Event], Journal | None]:
    """Read events line by line until an empty one; each is on the disk before the next is asked for.

    `details` are what the flags say about all of them. The journal begins with the first event, and is still open:
    the caller closes it.

    Raises:
        InputNeeded: where nobody can be asked.
        KeyboardInterrupt: on Ctrl-C, with what was typed kept as a draft.
    """
    if not c.interactive:
        raise InputNeeded("TEXT", hint="rcalog note TEXT, or rcalog note - to read a log from stdin")
    c.output.note("One line, one event: ", bold("14:05 rolled back"), dim("  without a time: now; empty line: done"))
    events: list[Event] = []
    journal: Journal | None = None
    try:
        while event := _next(c, details, window_of(record.incident)):
            journal = journal or _begun(c, record, event)
            journal.append(record_data(event))
            events.append(event)
            c.output.note(dim(f"  {say(c, event.at)}  "), event.event)
    except KeyboardInterrupt:
        ignore_interrupts()
        if journal:
            journal.close(purge=False)
            c.output.kept(f"what you typed is kept: rcalog drafts resume {journal.draft.id}")
        raise
    return events, journal


def _begun(c: Context, record: Record, first: Event) -> Journal:
    summary = f"note {first.event}"
    return c.book.drafts.journal("note", incident=record.incident.id, summary=summary, created=c.now)


def read_pasted(
    c: Context, record: Record, day: date | None, details: Mapping[str, object]
) -> tuple[list[Event], list[object]]:
    """Return the events of the log on stdin and the lines that are in none; say what was understood."""
    near = window_of(record.incident)
    log = read_log(read_stdin(c, "the log"), now=c.now, zone=c.zone, day=day, near=near)
    for line in log.events:
        first, *more = line.text.splitlines()
        c.output.note(cyan(f"{say(c, line.at)}  "), first, dim(f" (and {len(more)} more lines)") if more else "")
    for number, text in log.unread:
        c.output.warn(f"line {number} has no time and was left out: {text}")
    unread: list[object] = [{"line": number, "text": text} for number, text in log.unread]
    return [event.model_copy(update=dict(details)) for event in from_log(log)], unread


def day_of(text: str, when: When) -> date:
    """Return the day that was typed, and understood as `when`.

    Raises:
        NotADay: for a month, or unknown.
    """
    if when.precision not in ("day", "second"):
        raise NotADay(text)
    return date.fromisoformat(when.text.removeprefix("~")[:10])


def _next(c: Context, details: Mapping[str, object], near: Window | None) -> Event | None:
    """Return the event of the next line, None for an empty one or the end of the input.

    A line that begins like a time and is refused is noted as it stands, now, when it is entered once more.
    """
    refused: list[str] = []

    def read(text: str) -> list[Event]:
        now = c.clock.now()
        if text in refused:
            return [Event(event=text, at=When.at(now.astimezone(c.zone))).model_copy(update=dict(details))]
        try:
            return [from_line(text, now=now, zone=c.zone, near=near).model_copy(update=dict(details))]
        except WordsMissing:
            raise
        except UsageError as error:
            refused.append(text)
            error.hint = "; ".join(filter(None, (error.hint, AS_IT_STANDS)))
            raise

    nothing: list[Event] = []
    try:
        typed = c.asker.value(">", read, flag="TEXT", default=nothing, shown="", again=True)
    except InputEnded:
        return None
    return next(iter(typed), None)
