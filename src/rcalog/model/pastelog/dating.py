"""The days of lines that say only a time of day: carried on over midnight, and anchored to the days that are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from itertools import pairwise

from rcalog.model.timegrammar.clocks import Clock
from rcalog.model.timegrammar.errors import TimeAmbiguous, TimeInFuture, Unread
from rcalog.model.timegrammar.stamps import AnyDay, Present, Stamp
from rcalog.model.timegrammar.zones import localise
from rcalog.values import Value

_HOUR = 3_600
_DAY = 86_400


class Timed(Value):
    """A time as a line gives it, and the day that was announced above the line."""

    stamp: Stamp
    clock: Clock
    heading: AnyDay | None = None


def date_lines(lines: Sequence[Timed], present: Present, first_day: date | None) -> list[datetime | None]:
    """Return the instant of each line; None where it lies in the future or a change of the clocks leaves it open."""
    own = [_own_instant(line, present) for line in lines]
    clocks = {at: _wall_clock(line, own[at], present) for at, line in enumerate(lines) if own[at] or not line.stamp.day}
    known = {at: day for at in clocks if (day := _known_day(lines[at], own[at], present))}
    if clocks and (begun := first_day or _beside(lines[min(clocks)], present)):
        known.setdefault(min(clocks), begun)
    counts = _counted(clocks)
    days = _spread(counts, known, _last_day(counts, clocks, present))
    return [
        own[at] or (_instant(days[at], line.clock, present) if at in days else None) for at, line in enumerate(lines)
    ]


def _beside(line: Timed, present: Present) -> date | None:
    """Return the day of a line by what the log is about."""
    clock, zone = line.clock.at, line.clock.zone or present.zone
    try:
        day = present.near.day_of(clock, zone) if present.near else None
    except Unread:
        return None
    return datetime.combine(day, clock, zone).astimezone(present.zone).date() if day else None


def _own_instant(line: Timed, present: Present) -> datetime | None:
    try:
        return line.stamp.latest(present) if line.stamp.day else None
    except (Unread, TimeInFuture, TimeAmbiguous):
        return None


def _wall_clock(line: Timed, own: datetime | None, present: Present) -> int:
    """Return the second of the day, in the zone of the reader."""
    at, zone = line.clock.at, line.clock.zone
    if own or zone:
        at = (own or datetime.combine(present.today(), at, zone)).astimezone(present.zone).time()
    return at.hour * _HOUR + at.minute * 60 + at.second


def _known_day(line: Timed, own: datetime | None, present: Present) -> date | None:
    if own:
        return own.astimezone(present.zone).date()
    past = line.heading.past(present.today()) if line.heading else ()
    return next((day for day in past if day <= present.today()), None)


def _counted(clocks: Mapping[int, int]) -> dict[int, int]:
    """Count the midnights from the oldest line on; a log may have its newest line first."""
    order = list(clocks)
    steps = [_step(clocks[earlier], clocks[later]) for earlier, later in pairwise(order)]
    if len(order) > 2 and max(steps) <= 0 > min(steps):
        order.reverse()
    counts = dict.fromkeys(order[:1], 0)
    for earlier, later in pairwise(order):
        counts[later] = counts[earlier] + _midnights(clocks[earlier], clocks[later])
    return counts


def _step(earlier: int, later: int) -> int:
    """Return the seconds from one clock to the next by the shorter way round the dial."""
    ahead = (later - earlier) % _DAY
    return ahead if ahead <= _DAY // 2 else ahead - _DAY


def _midnights(earlier: int, later: int) -> int:
    """Return the midnights between two lines; a little backwards is a line out of order."""
    if later - earlier < -_HOUR:
        return 1
    return -1 if later - earlier > _DAY - _HOUR // 2 else 0


def _last_day(counts: Mapping[int, int], clocks: Mapping[int, int], present: Present) -> date:
    """Return the day of the latest line of a log without a date: the most recent that is past."""
    last = max((clocks[at] for at, count in counts.items() if count == max(counts.values())), default=0)
    today = present.today()
    is_past = datetime.combine(today, time()) + timedelta(seconds=last) <= present.limit.replace(tzinfo=None)
    return today if is_past else today - timedelta(days=1)


def _spread(counts: Mapping[int, int], known: Mapping[int, date], last: date) -> dict[int, date]:
    """Return the day of each line, counted from the nearest known day above it, else below it, else from the last."""
    days = {}
    for at, count in counts.items():
        above = [place for place in known if place <= at]
        anchor = max(above) if above else min(known, default=None)
        if anchor is None:
            days[at] = last + timedelta(days=count - max(counts.values()))
        else:
            days[at] = known[anchor] + timedelta(days=count - counts[anchor])
    return days


def _instant(day: date, clock: Clock, present: Present) -> datetime | None:
    at, zone = clock.at, clock.zone
    if not zone:
        try:
            return localise(datetime.combine(day, at), present.zone).only(until=present.limit)
        except TimeAmbiguous:
            return None
    nearby = (datetime.combine(day + timedelta(days=days), at, zone) for days in (-1, 0, 1))
    found = (instant for instant in nearby if instant.astimezone(present.zone).date() == day)
    return next((instant for instant in found if instant <= present.limit), None)
