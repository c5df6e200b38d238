"""Dates as git prints them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone


def moment(raw: str) -> datetime:
    """Read git's raw date; one that no calendar has is the epoch, as it is for git."""
    seconds, offset = raw.split(" ")
    minutes = int(offset[1:3]) * 60 + int(offset[3:5])
    try:
        zone = timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
        return datetime.fromtimestamp(int(seconds), zone)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)
