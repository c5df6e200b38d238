"""The clock on the wall of a zone, for lists of many moments."""

from __future__ import annotations

from datetime import UTC, date, datetime

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import tzinfo

DAY_S = 86_400
WEEK_S = 7 * DAY_S
FIRST_DAY = date(1970, 1, 1).toordinal()


class Wall:
    """Tells moments as people in a zone write them, `2026-11-23 14:05`; ten thousand as fast as a few."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone

    def tell(self, moments: Sequence[int]) -> list[str]:
        """Return the local dates and times so many seconds after 1970."""
        local = self._local(moments)
        days = [seconds // DAY_S for seconds in local]
        minutes = [seconds % DAY_S // 60 for seconds in local]
        dates = {day: date.fromordinal(FIRST_DAY + day).isoformat() for day in set(days)}
        times = {minute: f" {minute // 60:02}:{minute % 60:02}" for minute in set(minutes)}
        return [dates[day] + times[minute] for day, minute in zip(days, minutes, strict=True)]

    def _local(self, moments: Sequence[int]) -> list[int]:
        """Return the moments on the clock of the zone; no zone changes its offset there and back in one week."""
        weeks = {seconds // WEEK_S for seconds in moments}
        at = {week: self._offset(week * WEEK_S) for week in weeks.union(week + 1 for week in weeks)}
        known = {week: at[week] for week in weeks if at[week] == at[week + 1]}
        return [
            seconds + (known[week] if (week := seconds // WEEK_S) in known else self._offset(seconds))
            for seconds in moments
        ]

    def _offset(self, seconds: int) -> int:
        offset = datetime.fromtimestamp(seconds, UTC).astimezone(self._zone).utcoffset()
        return int(offset.total_seconds()) if offset else 0
