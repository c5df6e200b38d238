"""When an incident counts as begun, for filters and for the order of lists: nobody writes down a start at 3 a.m."""

from __future__ import annotations

from rcalog.model.times import WIDEST_OFFSET, When

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

TIMES = ("started", "detected", "acknowledged", "mitigated", "resolved")
"""The times of an incident, of which the first that is known counts as its start."""


def first_known(times: Iterable[When | None]) -> When | None:
    """Return the first of these times that somebody knows."""
    return next((when for when in times if when and not when.is_unknown), None)


def day_told(name: str) -> When | None:
    """Return the day that an id tells; None where no calendar has it."""
    try:
        return When(f"{name[:4]}-{name[4:6]}-{name[6:8]}")
    except ValueError:
        return None


def day_ends(name: str) -> datetime | None:
    """Return where lists have an incident of which no time is known; None where no calendar has the day of its id.

    It is the newest of its day until somebody says when it began. The day is that of UTC: what the index keeps is the
    same for everybody, whatever clock they have.
    """
    day = day_told(name)
    return day.latest - WIDEST_OFFSET if day and day.latest else None
