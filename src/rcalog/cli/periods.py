"""Periods that are typed: those of the calendar, and those that hang on the present day."""

from __future__ import annotations

from rcalog.model.query.periods import Period

TYPE_CHECKING = False

if TYPE_CHECKING:
    from datetime import datetime

    from rcalog.cli.context import Context
    from rcalog.model.times import When


def read_period(c: Context, text: str) -> Period:
    """Return the time, the day, week, month or year that was typed.

    Raises:
        TimeNotUnderstood, TimeInFuture, TimeAmbiguous.
    """
    try:
        return Period.read(text)
    except (ValueError, OverflowError):
        from rcalog.model.timegrammar.errors import TimeNotUnderstood

        when = _typed(c, text)
        if when.is_unknown:
            raise TimeNotUnderstood(text) from None
        return Period.read(when.text.removeprefix("~"))


def read_bounds(c: Context, text: str) -> tuple[datetime, datetime]:
    """Return the first and the last second of what was typed, in the zone of the logbook where it has none.

    Raises:
        TimeNotUnderstood, TimeInFuture, TimeAmbiguous.
    """
    period = read_period(c, text)
    if period.first.tzinfo:
        return period.first, period.last
    return period.first.replace(tzinfo=c.zone), period.last.replace(tzinfo=c.zone)


def _typed(c: Context, text: str) -> When:
    """Return the time that was typed; a length of time alone is that long ago."""
    from rcalog.cli.acting import read_when
    from rcalog.model.timegrammar.errors import TimeNotUnderstood

    try:
        return read_when(c, text)
    except TimeNotUnderstood as error:
        for ago in (f"{text} ago", f"{text}前"):
            try:
                return read_when(c, ago)
            except TimeNotUnderstood:
                continue
        raise error from None
