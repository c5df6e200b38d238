"""Dates as git prints them."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from datetime import datetime

DAY_S = 86_400
FIRST, LAST = -62_135_596_800 + DAY_S, 253_402_300_800 - DAY_S
"""Seconds that are in the years 1 to 9999 in every zone."""


def seconds(raw: str) -> int:
    """Read the seconds of git's raw date; one that no calendar has is the epoch, as it is for git."""
    found = int(raw.partition(" ")[0])
    return found if FIRST <= found < LAST else 0


def moment(raw: str) -> datetime:
    """Read git's raw date (see `seconds`)."""
    from datetime import UTC, datetime, timedelta, timezone  # loaded where somebody needs more than seconds

    at, offset = raw.split(" ")
    minutes = int(offset[1:3]) * 60 + int(offset[3:5])
    try:
        zone = timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
        return datetime.fromtimestamp(int(at), zone)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)
