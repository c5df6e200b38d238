"""The clock on the wall of a zone, for lists of many moments."""

from __future__ import annotations

from time import gmtime, localtime

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import tzinfo

DAY_S = 86_400
WEEK_S = 7 * DAY_S
_TWO_DIGITS = [f"{number:02}" for number in range(60)]
TIMES = [f" {hour}:{minute}" for hour in _TWO_DIGITS[:24] for minute in _TWO_DIGITS]
"""The minutes of a day."""


class Wall:
    """Tells moments as people in a zone write them, `2026-11-23 14:05`; ten thousand as fast as a few.

    Without a zone it is the machine's own.
    """

    def __init__(self, zone: tzinfo | None) -> None:
        self._zone = zone
        self.offsets: dict[int, int] = {}
        """What the zone was asked for: its offsets, by moments."""

    def agrees(self, offsets: Mapping[int, int]) -> bool:
        """Return whether the zone still has these offsets, so that it tells the same as then."""
        return all(self._offset(at) == offset for at, offset in offsets.items())

    def tell(self, moments: Sequence[int]) -> list[str]:
        """Return the local dates and times so many seconds after 1970."""
        dates = _Dates()
        return [dates[at // DAY_S] + TIMES[at % DAY_S // 60] for at in self._local(moments)]

    def _local(self, moments: Sequence[int]) -> Sequence[int]:
        """Return the moments on the clock of the zone; no zone changes its offset there and back in one week."""
        weeks = {seconds // WEEK_S for seconds in moments}
        at = {week: self._offset(week * WEEK_S) for week in weeks.union([week + 1 for week in weeks])}
        if len(offsets := set(at.values())) == 1:
            (offset,) = offsets
            return [seconds + offset for seconds in moments] if offset else moments
        known = {week: at[week] for week in weeks if at[week] == at[week + 1]}
        return [
            seconds + (known[week] if (week := seconds // WEEK_S) in known else self._offset(seconds))
            for seconds in moments
        ]

    def _offset(self, seconds: int) -> int:
        found = self.offsets[seconds] = self._looked_up(seconds)
        return found

    def _looked_up(self, seconds: int) -> int:
        if self._zone is None:
            return localtime(seconds).tm_gmtoff
        from datetime import UTC, datetime

        offset = datetime.fromtimestamp(seconds, UTC).astimezone(self._zone).utcoffset()
        return int(offset.total_seconds()) if offset else 0


class _Dates(dict[int, str]):
    """The dates of days, counted from the first of 1970; they are written a month at once, which takes no longer."""

    def __missing__(self, day: int) -> str:
        year, month, of_month = gmtime(day * DAY_S)[:3]
        first = day - of_month + 1
        length = 32 - gmtime((first + 31) * DAY_S)[2]
        begins = f"{year:04}-{month:02}-"
        self.update(
            zip(range(first, first + length), [begins + day for day in _TWO_DIGITS[1 : length + 1]], strict=True)
        )
        return self[day]
