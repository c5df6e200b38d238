"""Reading a log that was pasted from a chat, a terminal or an alert, and a line that begins with a time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo

from rcalog.model.pastelog.dating import Timed, date_lines
from rcalog.model.pastelog.heads import Head, find_divider, find_head, find_named
from rcalog.model.timegrammar.stamps import AnyDay, Present
from rcalog.model.timegrammar.windows import Window
from rcalog.model.times import When
from rcalog.values import Value


class PastedLine(Value):
    """One event of a log: its time, its text word for word, and the number of its first line."""

    at: When
    text: str
    line: int


class PastedLog(Value):
    """What was understood of a log, and the lines that were not, with their numbers."""

    events: tuple[PastedLine, ...]
    unread: tuple[tuple[int, str], ...]


@dataclass
class _Entry:
    """The lines that belong together, as they are collected: an event, or lines above the first one."""

    head: Head | None = None
    heading: AnyDay | None = None
    name: str = ""
    lines: list[tuple[int, str]] = field(default_factory=list)
    said: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """What happened; after a name, what that person said."""
        said = "\n".join(self.said).strip()
        return f"{self.name}: {said}" if self.name and said else said

    @property
    def timed(self) -> Timed | None:
        """The time of the event, where it was read."""
        stamp = self.head.stamp if self.head and self.text else None
        return Timed(stamp, stamp.clock, self.heading) if stamp and stamp.clock else None


def read_log(text: str, *, now: datetime, zone: tzinfo, day: date | None, near: Window | None = None) -> PastedLog:
    """Return the events of a log whose lines, or the lines above its messages, have a time.

    Lines without a time belong to the event above them. A time of day goes on over midnight; the log begins on
    `day`, else beside `near`, else its last line is the most recent past. Lines that are in no event are in `unread`.
    """
    present = Present(now.astimezone(zone), zone, near)
    entries = list(_entries(text.splitlines()))
    timed = {at: found for at, entry in enumerate(entries) if (found := entry.timed)}
    instants = dict(zip(timed, date_lines(list(timed.values()), present, day), strict=True))
    events: list[PastedLine] = []
    unread: list[tuple[int, str]] = []
    for place, entry in enumerate(entries):
        if instant := instants.get(place):
            at = When.at(instant, approximate=bool(entry.head and entry.head.about))
            events.append(PastedLine(at, entry.text, entry.lines[0][0]))
        else:
            unread += [(number, line) for number, line in entry.lines if line.strip()]
    return PastedLog(tuple(events), tuple(unread))


def _entries(lines: Sequence[str]) -> Iterator[_Entry]:
    current = _Entry()
    for number, (line, following) in enumerate(zip(lines, _following(lines), strict=True), 1):
        begun = _begun(line, following)
        if begun:
            yield current
            if begun.head and not current.head:
                begun.heading = current.heading
            current = begun
        else:
            current.said.append(line.rstrip())
        if not begun or begun.head:
            current.lines.append((number, line))
    yield current


def _following(lines: Sequence[str]) -> list[str]:
    """Return for each line the next that is not blank, or nothing."""
    found, following = [], ""
    for line in reversed(lines):
        found.append(following)
        following = line if line.strip() else following
    return found[::-1]


def _begun(line: str, following: str) -> _Entry | None:
    """Return what begins with a line, seen with the next that is not blank: an event, or the messages of a day."""
    if head := find_head(line):
        return _Entry(head, said=[head.text])
    goes_on = bool(following) and not find_head(following)
    if goes_on and (named := find_named(line)) and not find_divider(following):
        return _Entry(named, name=named.text)
    is_above_messages = following and (not goes_on or find_named(following))
    day = find_divider(line) if is_above_messages else None
    return _Entry(heading=day) if day else None
