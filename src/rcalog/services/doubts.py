"""What is doubtful about the times of a record after a change: said at once, while the clock is still in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.model.base import record_data
from rcalog.model.rules import check

if TYPE_CHECKING:
    from rcalog.model.findings import Finding
    from rcalog.model.incident import Incident
    from rcalog.model.policy import Policy

FAMILY = "T"


def doubts(before: Incident | None, after: Incident, policy: Policy) -> list[Finding]:
    """Return the findings about times that a change has brought."""
    known = {(found.path, found.message) for found in _findings(before, policy)} if before else set()
    return [found for found in _findings(after, policy) if (found.path, found.message) not in known]


def _findings(incident: Incident, policy: Policy) -> list[Finding]:
    return [found for found in check(incident, record_data(incident), policy) if found.rule.startswith(FAMILY)]
