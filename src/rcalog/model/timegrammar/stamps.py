"""A day and a time of day together, and the instant that they mean, seen from now."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta, tzinfo

from rcalog.model.timegrammar.clocks import Clock, read_clock
from rcalog.model.timegrammar.dayforms import MONTH, split_day
from rcalog.model.timegrammar.days import Day, Fixed, Weekly, Yearly
from rcalog.model.timegrammar.errors import LEEWAY, TimeInFuture, Unread, Why
from rcalog.model.timegrammar.windows import Window
from rcalog.model.timegrammar.words import WEEKDAYS
from rcalog.model.timegrammar.zones import localise
from rcalog.patterns import pattern
from rcalog.values import Value

_BASIC = pattern(r"^([0-9]{4})([0-9]{2})([0-9]{2})t([0-9]{2})([0-9]{2})([0-9]{2})?(?=$|[^0-9])")
_YEAR_LAST = pattern(rf"(.*(?:{MONTH}) [0-9]{{1,2}}) ([0-9:]+(?: utc| gmt)?) ([0-9]{{4}})((?: [+-][0-9]{{4}})?)")
_IN_BRACKETS = pattern(r" ?\(([a-z]+|周[1-7];)\) ?")
_JOINT = pattern(r"^(?:t(?=[0-9])|,? ?at |, ?|@ ?)|(?:,| at| on)$")


class Present(Value):
    """Now, in the zone of the reader, and what is spoken of, if that is not the present."""

    now: datetime
    zone: tzinfo
    near: Window | None = None

    @property
    def limit(self) -> datetime:
        """The latest instant that is not the future."""
        return self.now + LEEWAY

    def today(self, zone: tzinfo | None = None) -> date:
        """Return the present date in a zone."""
        return self.now.astimezone(zone or self.zone).date()


class OnWeekday(Value):
    """A date with its weekday beside it, which must agree; without a year, the weekday tells which."""

    dated: Fixed | Yearly
    weekday: int

    def past(self, today: date) -> tuple[date, ...]:
        """Return the dates that may be meant, the newest first.

        Raises:
            Unread: where the date is another weekday.
        """
        found = tuple(day for day in self.dated.past(today) if day.weekday() == self.weekday)
        if not found:
            raise Unread(Why.WEEKDAY, WEEKDAYS[self.weekday].title())
        return found


AnyDay = Day | OnWeekday


class Stamp(Value):
    """A day or a time of day, or both."""

    day: AnyDay | None
    clock: Clock | None

    def latest(self, present: Present) -> datetime:
        """Return the most recent past instant that is meant, or the one nearest to what is spoken of.

        A day alone begins at midnight.

        Raises:
            TimeInFuture: where every instant that may be meant lies ahead.
            TimeAmbiguous: where clocks were changed.
            Unread: where a time of day is that of several days.
        """
        clock = self.clock or Clock(time())
        zone = clock.zone or present.zone
        today = present.today(zone)
        candidates = self._days(clock.at, zone, present)
        for candidate in candidates:
            if candidate > today + timedelta(days=1):
                continue
            instant = localise(datetime.combine(candidate, clock.at), zone).only(until=present.limit)
            if instant:
                return instant
        raise _ahead(datetime.combine(candidates[0], clock.at), zone, present)

    def _days(self, clock: time, zone: tzinfo, present: Present) -> tuple[date, ...]:
        today = present.today(zone)
        if self.day:
            return self.day.past(today)
        return (present.near.day_of(clock, zone),) if present.near else (today, today - timedelta(days=1))


def read_stamp(phrase: str) -> Stamp | None:
    """Return the day and the time of day that a normalised phrase says, or None where it is something else.

    Raises:
        Unread: where the calendar has no such date or the clock no such time, or it has more than one meaning.
    """
    phrase = _IN_BRACKETS.sub(r" \1 ", _YEAR_LAST.sub(r"\1 \3 \2\4", _BASIC.sub(_extended, phrase)))
    day, rest = _split_days(phrase)
    clock = read_clock(rest) if rest else None
    return Stamp(day, clock) if clock or (day and not rest) else None


def _extended(found: re.Match[str]) -> str:
    return "{}-{}-{}t{}:{}:{}".format(*found.groups(default="00"))


def _split_days(phrase: str) -> tuple[AnyDay | None, str]:
    """Take the day off a phrase; a date and a weekday beside each other are one day."""
    first, rest = _split(phrase)
    second, last = _split(rest) if isinstance(first, Fixed | Yearly | Weekly) else (None, rest)
    for dated, weekly in ((first, second), (second, first)):
        if isinstance(dated, Fixed | Yearly) and isinstance(weekly, Weekly) and weekly == Weekly(weekly.weekday):
            return OnWeekday(dated, weekly.weekday), last
    return first, rest


def _split(phrase: str) -> tuple[Day | None, str]:
    day, rest = split_day(phrase)
    return day, _JOINT.sub("", rest.strip()).strip()


def _ahead(naive: datetime, zone: tzinfo, present: Present) -> TimeInFuture:
    if naive.year > present.now.year + 1:
        return TimeInFuture(naive.isoformat(), present.now)
    instant = localise(naive, zone).instants[0]
    before = localise(naive - timedelta(days=1), zone).instants[0]
    near = before.isoformat() if before <= present.limit else None
    return TimeInFuture(instant.isoformat(), present.now, near=near)
