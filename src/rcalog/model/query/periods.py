"""The dates of `since:` and `until:`: a year, a month, a week, a day or a moment."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from rcalog.model.tokens import folded
from rcalog.patterns import pattern
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    import re

    from rcalog.model.times import When

_FORM = pattern(
    r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2})"
    r"(?:[T ](?P<hour>[0-9]{2}):(?P<minute>[0-9]{2})(?::(?P<second>[0-9]{2}))?"
    r"(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?)?)?)?"
)
_WEEK = pattern(r"(?P<year>[0-9]{4})-W(?P<week>[0-9]{2})")


class Period(Value):
    """The first and the last second of what a text says; on the team's clocks, unless it gives an offset."""

    text: str
    first: datetime
    last: datetime

    @classmethod
    def read(cls, text: str) -> Period:
        """Return the period that a text says: `2026`, `2026-01`, `2026-W05`, `2026-01-31`, `2026-01-31T14:05+08:00`.

        Raises:
            ValueError, OverflowError: when it says none.
        """
        text = folded(text).upper()
        week = _WEEK.fullmatch(text)
        if week:
            monday = datetime.combine(date.fromisocalendar(int(week["year"]), int(week["week"]), 1), time())
            return cls(text, monday, monday + timedelta(days=7, seconds=-1))
        found = _FORM.fullmatch(text)
        if not found:
            msg = f"{text!r} is no date"
            raise ValueError(msg)
        first = _moment(found, month="01", day="01", hour="00", minute="00", second="00")
        import calendar

        last_day = calendar.monthrange(first.year, int(found["month"] or 12))[1]
        return cls(text, first, _moment(found, month="12", day=str(last_day), hour="23", minute="59", second="59"))

    def is_after(self, other: Period) -> bool:
        """Return whether all of this is surely after all of another one, which two different clocks never tell."""
        return (self.first.tzinfo is None) == (other.last.tzinfo is None) and self.first > other.last

    def reaches_back_to(self, when: When) -> bool:
        """Return whether a time may be in this period or after it."""
        return self._ends(when)[1] >= self.first

    def reaches_on_to(self, when: When) -> bool:
        """Return whether a time may be in this period or before it."""
        return self._ends(when)[0] <= self.last

    def _ends(self, when: When) -> tuple[datetime, datetime]:
        """Return the first and the last second of a time, with an offset where this period has one."""
        if self.first.tzinfo and when.earliest and when.latest:
            return when.earliest, when.latest
        if when.instant:
            local = when.instant.replace(tzinfo=None)
            return local, local
        said = Period.read(when.text.removeprefix("~"))
        return said.first, said.last


def _moment(found: re.Match[str], **missing: str) -> datetime:
    parts = {name: found[name] or text for name, text in missing.items()}
    text = "{month}-{day:0>2}T{hour}:{minute}:{second}".format(**parts)
    return datetime.fromisoformat(f"{found['year']}-{text}{found['offset'] or ''}")
