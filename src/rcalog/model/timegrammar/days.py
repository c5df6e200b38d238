"""The day in a phrase: a date, a weekday, `yesterday`, `3天前`; each knows its nearest past and future."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from rcalog.model.timegrammar.errors import Unread, Why
from rcalog.model.timegrammar.words import MONTHS
from rcalog.values import Value

FIRST_YEAR = 1970
"""Nothing that is logged is older; an earlier year is a slip of the finger."""


class Fixed(Value):
    """A date with its year."""

    day: date

    def past(self, _today: date) -> tuple[date, ...]:
        """Return the dates that may be meant, the newest first."""
        return (self.day,)

    def future(self, _today: date) -> date:
        """Return the date that is meant by a plan."""
        return self.day


class Relative(Value):
    """A number of days from today."""

    days: int

    def past(self, today: date) -> tuple[date, ...]:
        """Return the dates that may be meant, the newest first."""
        return (self.future(today),)

    def future(self, today: date) -> date:
        """Return the date that is meant by a plan."""
        return today + timedelta(days=self.days)


class Yearly(Value):
    """A month and a day without a year."""

    month: int
    day: int

    def past(self, today: date) -> tuple[date, ...]:
        """Return the dates that may be meant, the newest first; 29 February looks back to a leap year."""
        years = range(today.year, today.year - 9, -1)
        return tuple(day for day in map(self._in, years) if day)

    def future(self, today: date) -> date:
        """Return the date that is meant by a plan."""
        years = range(today.year, today.year + 9)
        return next(day for day in map(self._in, years) if day and day >= today)

    def _in(self, year: int) -> date | None:
        valid = self.day <= calendar.monthrange(year, self.month)[1]
        return date(year, self.month, self.day) if valid else None


class Weekly(Value):
    """A weekday, Monday being 0: the nearest, today included or not, or that of a week counted from this one."""

    weekday: int
    today_too: bool = True
    week: int | None = None

    def past(self, today: date) -> tuple[date, ...]:
        """Return the dates that may be meant, the newest first."""
        if self.week is not None:
            return (self.future(today),)
        back = (today.weekday() - self.weekday) % 7
        newest = today - timedelta(days=back or (0 if self.today_too else 7))
        return (newest, newest - timedelta(days=7))

    def future(self, today: date) -> date:
        """Return the date that is meant by a plan."""
        if self.week is not None:
            return today + timedelta(days=self.weekday - today.weekday() + 7 * self.week)
        ahead = (self.weekday - today.weekday()) % 7
        return today + timedelta(days=ahead or (0 if self.today_too else 7))


Day = Fixed | Relative | Yearly | Weekly


def fixed(year: str, month: str, day: str) -> Fixed:
    """Return a date.

    Raises:
        Unread: where the calendar has no such date.
    """
    return Fixed(date(_year(year), _month(month), _day(year, month, day)))


def month_of(year: str, month: str) -> date:
    """Return the first day of a month.

    Raises:
        Unread: where the calendar has no such month.
    """
    return date(_year(year), _month(month), 1)


def yearly(month: str, day: str) -> Yearly:
    """Return a month and a day of any year.

    Raises:
        Unread: where no year has such a date.
    """
    fixed("2024", month, day)
    return Yearly(int(month), int(day))


def _year(text: str) -> int:
    if int(text) < FIRST_YEAR:
        raise Unread(Why.YEAR, FIRST_YEAR)
    return int(text)


def _month(text: str) -> int:
    if not 1 <= int(text) <= 12:
        raise Unread(Why.MONTH, int(text))
    return int(text)


def _day(year: str, month: str, day: str) -> int:
    last = calendar.monthrange(_year(year), _month(month))[1]
    if not 1 <= int(day) <= last:
        raise Unread(Why.DAY, MONTHS[int(month) - 1].title(), year, last)
    return int(day)
