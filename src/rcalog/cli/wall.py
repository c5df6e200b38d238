"""The clock on the wall of a zone, for lists of many moments."""

from __future__ import annotations

from datetime import UTC, date, datetime

TYPE_CHECKING = False

if TYPE_CHECKING:
    from datetime import tzinfo

DAY_S = 86_400
WEEK_S = 7 * DAY_S
FIRST_DAY = date(1970, 1, 1).toordinal()


class Wall:
    """Tells moments as people in a zone write them, `2026-11-23 14:05`; ten thousand as fast as a few."""

    def __init__(self, zone: tzinfo) -> None:
        self._zone = zone
        self._offsets: dict[int, int | None] = {}
        self._dates: dict[int, str] = {}

    def tell(self, seconds: int) -> str:
        """Return the local date and time so many seconds after 1970."""
        week = seconds // WEEK_S
        if week not in self._offsets:
            self._offsets[week] = self._offset(week)
        offset = self._offsets[week]
        if offset is None:
            return f"{self._at(seconds):%Y-%m-%d %H:%M}"
        local, second = divmod(seconds + offset, DAY_S)
        if local not in self._dates:
            self._dates[local] = date.fromordinal(FIRST_DAY + local).isoformat()
        return f"{self._dates[local]} {second // 3600:02}:{second // 60 % 60:02}"

    def _offset(self, week: int) -> int | None:
        """Return the offset of a week in seconds, None where it changes; no zone goes there and back in one."""
        first, last = (self._at(week * WEEK_S + second).utcoffset() for second in (0, WEEK_S - 1))
        return int(first.total_seconds()) if first is not None and first == last else None

    def _at(self, seconds: int) -> datetime:
        return datetime.fromtimestamp(seconds, UTC).astimezone(self._zone)
