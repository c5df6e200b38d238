"""What a team has decided: the policy that rules, guards and the interview go by. Every key has a default."""

from __future__ import annotations

from typing import Annotated, Literal

from rcalog.model.causes import LegName
from rcalog.model.declared import Declared, Limits, field
from rcalog.model.incident import Incident, Severity
from rcalog.model.spoken import Language

Days = Annotated[int, Limits(strict=True, ge=1, le=3650)]
CommitStart = Annotated[str, Limits(pattern=r"^[0-9a-f]{7,64}$")]


class Section(Declared):
    """A table of config.toml; unknown keys are kept, and warned about by the reader."""


class Person(Section):
    """Somebody who is named in records; `emails` tie git identities to the handle."""

    name: str | None = None
    emails: tuple[str, ...] = ()
    former: bool = False


class CommitForm(Section):
    """How commits look: the subject's form, and whether trailers are written."""

    subject: str = "{id}: {summary}"
    trailers: bool = True


def _action_days() -> dict[Severity, int]:
    return {Severity.SEV1: 15, Severity.SEV2: 30, Severity.SEV3: 60, Severity.SEV4: 90, Severity.SEV5: 90}


def _required_legs() -> dict[Severity, tuple[LegName, ...]]:
    both = (LegName.OCCURRENCE, LegName.DEFENCE)
    return {
        Severity.SEV1: (*both, LegName.RECOVERY, LegName.SYSTEMIC),
        Severity.SEV2: both,
        Severity.SEV3: (LegName.OCCURRENCE,),
        Severity.SEV4: (),
        Severity.SEV5: (),
    }


class Policy(Section):
    """The whole of `.rcalog/config.toml`."""

    timezone: str | None = None
    language: Language | None = None
    slug: Literal["unicode", "ascii"] = "unicode"
    branch: str | None = None
    services: tuple[str, ...] = ()
    severity_labels: dict[Severity, str] = field(default_factory=dict)
    required_legs: dict[Severity, tuple[LegName, ...]] = field(default_factory=_required_legs)
    detection_limit_minutes: Days = 15
    recovery_limit_minutes: Days = 240
    action_days: dict[Severity, Days] = field(default_factory=_action_days)
    review_days: Days = 14
    second_person: Literal["when-available", "required"] = "when-available"
    rules: dict[str, Literal["error", "warning", "hint", "off"]] = field(default_factory=dict)
    accepted: dict[CommitStart, str] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    commit: CommitForm = CommitForm()

    def legs_for(self, incident: Incident) -> tuple[LegName, ...]:
        """Return the legs that an incident of this severity must have; an unrated one counts as sev2."""
        rated = Severity.SEV2 if incident.severity is Severity.UNRATED else incident.severity
        return self.required_legs.get(rated, ())

    def label(self, severity: Severity) -> str:
        """Return the team's own word for a severity."""
        return self.severity_labels.get(severity, severity.value)
