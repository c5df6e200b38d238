"""What is doubtful about the times of a record after a change: said at once, while the clock is still in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.model.declared import Declared
from rcalog.model.times import Day, When

if TYPE_CHECKING:
    from rcalog.model.findings import Finding
    from rcalog.model.incident import Incident
    from rcalog.model.policy import Policy

FAMILY = "T"


def doubts(before: Incident | None, after: Incident, policy: Policy) -> list[Finding]:
    """Return the findings about times that a change has brought; what tells no time leaves no doubt about one."""
    if not _tells_times(after):
        return []
    from rcalog.model.rules.checking import check_family

    known = {(found.path, found.message) for found in check_family(FAMILY, before, policy)} if before else set()
    found_now = check_family(FAMILY, after, policy)
    return [found for found in found_now if (found.path, found.message) not in known]


def _tells_times(value: object) -> bool:
    inside = (item for _, item in value) if isinstance(value, Declared) else value if isinstance(value, tuple) else ()
    return isinstance(value, When | Day) or any(map(_tells_times, inside))
