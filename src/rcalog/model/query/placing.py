"""When an incident counts as begun, for filters and for the order of lists: nobody writes down a start at 3 a.m."""

from __future__ import annotations

from rcalog.model.times import When

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable

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
