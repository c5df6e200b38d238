"""A stretch of time that is spoken of: a time of day without a day is read as one in it, or else nearest to it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Self

from rcalog.model.timegrammar.errors import Unread, Why
from rcalog.model.times import When
from rcalog.values import Value

_DAY = timedelta(days=1)
_OFFERED = 3


class Window(Value):
    """From `first` to `last`, both with an offset."""

    first: datetime
    last: datetime

    @classmethod
    def between(cls, first: When | None, last: When | None) -> Self | None:
        """Return the window between two times, or None where one of them is not known to the second."""
        if first is None or last is None or first.instant is None or last.instant is None:
            return None
        return cls(*sorted((first.instant, last.instant)))

    @classmethod
    def day_after(cls, first: When | None) -> Self | None:
        """Return the day that begins with a time: in it, every time of day is once."""
        return cls(first.instant, first.instant + _DAY - timedelta(seconds=1)) if first and first.instant else None

    @classmethod
    def day_before(cls, last: When | None) -> Self | None:
        """Return the day that ends with a time."""
        return cls(last.instant - _DAY + timedelta(seconds=1), last.instant) if last and last.instant else None

    def day_of(self, clock: time, zone: tzinfo) -> date:
        """Return the day on which a time of day is in the window, or nearest to it.

        Raises:
            Unread: where it is in the window on several days.
        """
        first, last = (end.astimezone(zone).replace(tzinfo=None) for end in (self.first, self.last))
        days = (first.date() + count * _DAY for count in range(-1, (last - first).days + 3))
        found = [datetime.combine(day, clock) for day in days]
        if len(inside := [at for at in found if first <= at <= last]) > 1:
            raise Unread(Why.DAYS, near=tuple(f"{at:%Y-%m-%d %H:%M}" for at in inside[:_OFFERED]))
        return min(found, key=lambda at: max(first - at, at - last, timedelta(0))).date()
