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
        from rcalog.model.timegrammar.errors import KNOWN_FORMS, TimeNotUnderstood

        when = _typed(c, text)
        if when.is_unknown:
            raise TimeNotUnderstood(text, forms=KNOWN_FORMS) from None
        return Period.read(when.text.removeprefix("~"))


def read_bounds(c: Context, text: str) -> tuple[datetime, datetime]:
    """Return the first and the last second of what was typed, in the zone of the logbook where it has none.

    It has begun by now: of what lies ahead nothing was said yet.

    Raises:
        TimeNotUnderstood, TimeInFuture, TimeAmbiguous.
    """
    period = read_period(c, text)
    first, last = (each if each.tzinfo else each.replace(tzinfo=c.zone) for each in (period.first, period.last))
    if first > c.now:
        from rcalog.model.timegrammar.errors import TimeInFuture

        raise TimeInFuture(first.isoformat(), c.now)
    return first, last


def _typed(c: Context, text: str) -> When:
    """Return the time that was typed; a length of time alone is that long ago."""
    from rcalog.cli.acting import read_when
    from rcalog.model.timegrammar.errors import KNOWN_FORMS, TimeNotUnderstood

    try:
        return read_when(c, text)
    except TimeNotUnderstood as error:
        for ago in (f"{text} ago", f"{text}前"):
            try:
                return read_when(c, ago)
            except TimeNotUnderstood:
                continue
        raise TimeNotUnderstood(error.text, error.reason, error.near, forms=KNOWN_FORMS) from None
