"""The closed words of a record that lists and queries speak in; nothing heavy is loaded to know them."""

from __future__ import annotations

from enum import StrEnum


class Status(StrEnum):
    """The ladder, from harm to proven follow-through."""

    ONGOING = "ongoing"
    MITIGATED = "mitigated"
    RESOLVED = "resolved"
    REVIEWED = "reviewed"
    CLOSED = "closed"

    @property
    def rung(self) -> int:
        """The height on the ladder, from 0."""
        return RUNGS[self]


RUNGS = {status: height for height, status in enumerate(Status)}
"""The height of each status on the ladder."""


class Kind(StrEnum):
    """Harm done, or harm that was near."""

    INCIDENT = "incident"
    NEAR_MISS = "near-miss"


class Severity(StrEnum):
    """From sev1 (worst) to sev5; unrated counts as sev2 wherever a rule depends on it."""

    SEV1 = "sev1"
    SEV2 = "sev2"
    SEV3 = "sev3"
    SEV4 = "sev4"
    SEV5 = "sev5"
    UNRATED = "unrated"

    @property
    def rank(self) -> int:
        """1 for the worst to 5; an unrated incident ranks as sev2."""
        return 2 if self is Severity.UNRATED else int(self.value[3])


class LegName(StrEnum):
    """The lines of inquiry."""

    OCCURRENCE = "occurrence"
    DEFENCE = "defence"
    DETECTION = "detection"
    RECOVERY = "recovery"
    SYSTEMIC = "systemic"


TRAITS = (
    "impact", "timeline", "why", "root-cause", "evidence", "lessons", "action", "drill", "overdue", "review", "link",
    "waiver", "conflict",
)  # fmt: skip
"""What `has:` may ask for."""
