"""Local times and the instants that they mean, where clocks are put forward and back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone, tzinfo

from rcalog.model.timegrammar.errors import TimeAmbiguous
from rcalog.values import Value

_QUARTER = timedelta(minutes=15)


class Local(Value):
    """What a clock on the wall showed: one instant, or two where it was put back, or none where it was put forward."""

    shown: datetime
    instants: tuple[datetime, ...]
    skipped: bool = False

    def only(self, *, until: datetime) -> datetime | None:
        """Return the one instant that is not later than `until`, or None.

        Raises:
            TimeAmbiguous: where more than one may be meant, or the clock never showed it.
        """
        past = [instant for instant in self.instants if instant <= until]
        if past and (self.skipped or len(past) > 1):
            raise TimeAmbiguous(self.shown, (self.instants[0], self.instants[-1]), skipped=self.skipped)
        return past[0] if past else None


def localise(naive: datetime, zone: tzinfo) -> Local:
    """Return the instants that a local time in a zone may mean; for a skipped one, those an hour before and after."""
    shown = naive.replace(tzinfo=zone, fold=0)
    again = naive.replace(tzinfo=zone, fold=1)
    first, second = (reading.utcoffset() or timedelta(0) for reading in (shown, again))
    if first == second:
        return Local(shown, (in_zone(shown, zone),))
    earlier, later = sorted((in_zone(shown, zone), in_zone(again, zone)))
    return Local(shown, (earlier, later), skipped=first < second)


def in_zone(instant: datetime, zone: tzinfo) -> datetime:
    """Return the instant with the offset of a zone at that moment, to the second.

    An offset that is no whole quarter of an hour, as some were until 1979, gives way to UTC.
    """
    there = instant.astimezone(UTC).astimezone(zone).replace(microsecond=0)
    offset = there.utcoffset() or timedelta(0)
    return there.astimezone(UTC if offset % _QUARTER or not offset else timezone(offset))
