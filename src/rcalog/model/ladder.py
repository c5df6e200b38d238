"""The ladder: what each rung asks for, and the steps between them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from rcalog.errors import UsageError
from rcalog.model.base import record_data
from rcalog.model.findings import Finding, Weight
from rcalog.model.incident import Incident
from rcalog.model.lexicon import Lexicon
from rcalog.model.policy import Policy
from rcalog.model.rules.checking import RULES, check, finding, look, waived
from rcalog.model.rules.rule import Case, Rule, Seen
from rcalog.model.timeline import Status, Step
from rcalog.model.times import When
from rcalog.values import Value

TIMED = (Status.MITIGATED, Status.RESOLVED)
"""Rungs that are times of the incident too."""


class AlreadyThere(UsageError):
    """The incident has this status."""

    code = "already-there"

    def __init__(self, status: Status) -> None:
        hint = f"to correct the time: rcalog set times.{status}=14:05" if status in TIMED else None
        super().__init__(f"it is {status} already", hint=hint)


class ReasonNeeded(UsageError):
    """Going down the ladder needs a reason."""

    code = "reason-needed"

    def __init__(self, current: Status, target: Status) -> None:
        super().__init__(
            f"from {current} back to {target} needs a reason", hint=f'rcalog mark {target} --because "it came back"'
        )


class MitigatedNeeded(UsageError):
    """An ongoing incident cannot be resolved without saying when the harm stopped."""

    code = "mitigated-needed"

    def __init__(self) -> None:
        super().__init__(
            "when did the harm stop? resolved comes after mitigated", hint="add --mitigated TIME, or unknown"
        )


class Authors(Value):
    """Git identities: who wrote the analysis, who ever wrote in the logbook, who is signing off now."""

    analysis: frozenset[str]
    ever: frozenset[str]
    reviewer: str | None = None

    @property
    def signs_alone(self) -> bool:
        """Whether the one who signs off is the only author of the analysis."""
        return self.reviewer is not None and self.analysis == {self.reviewer}


def next_rungs(status: Status) -> tuple[Status, ...]:
    """Return the rungs that can be reached from a status by going up, the nearest first."""
    above = list(Status)[status.rung + 1 :]
    return tuple(above[:2] if status is Status.ONGOING else above[:1])


def missing(
    incident: Incident, target: Status, policy: Policy, lexicon: Lexicon, *, authors: Authors | None = None
) -> list[Finding]:
    """Return all that keeps an incident from a rung: what is an error keeps it, a hint is only said.

    Pass the incident as it would be: with the step of the ladder, its time, the sign-off and the waivers.
    """
    if target.rung < incident.status.rung:
        return []
    data = record_data(incident)
    case = Case(incident.model_copy(update={"status": target}), data, policy, lexicon)
    found = [one.with_(weight=Weight.ERROR) for one in look(case, _guards(case, authors)) if not waived(one, case)]
    if target.rung >= Status.REVIEWED.rung:
        known = {(one.rule, one.loc) for one in found}
        errors = (one for one in check(case.incident, data, policy, lexicon) if one.weight is Weight.ERROR)
        found += [one for one in errors if (one.rule, one.loc) not in known]
    return [*_too_high(incident, target, case), *found, *_signed_alone(target, case, authors)]


def _guards(case: Case, authors: Authors | None) -> Iterable[Rule]:
    """Return the rules that guard this rung and those below it."""
    light = not case.policy.legs_for(case.incident)
    signing = authors is not None and authors.reviewer is not None
    for rule in RULES.values():
        asked = rule.guards is not None and rule.guards.rung <= case.incident.status.rung
        analysis = rule.family in {"S", "A"} and rule.guards is Status.REVIEWED
        if asked and not (light and analysis) and not (signing and rule.id == "R203"):
            yield rule


def _too_high(incident: Incident, target: Status, case: Case) -> Iterator[Finding]:
    if target is incident.status or target in next_rungs(incident.status):
        return
    step = next_rungs(incident.status)[0]
    hint = "rcalog review" if step is Status.REVIEWED else f"rcalog mark {step}"
    seen = Seen(("status",), f"from {incident.status} to {target} is more than one rung", hint)
    yield finding(RULES["R212"], seen, case.data, Weight.ERROR)


def _signed_alone(target: Status, case: Case, authors: Authors | None) -> Iterator[Finding]:
    if target is not Status.REVIEWED or authors is None or not authors.signs_alone:
        return
    allowed = case.policy.second_person == "when-available" and len(authors.ever) == 1
    message = f"{authors.reviewer} wrote all of it and signs it off"
    hint = "there is nobody else; it is recorded as a waiver" if allowed else "let somebody else run rcalog review"
    seen = Seen(("reviews",), message, hint)
    yield finding(RULES["R205"], seen, case.data, Weight.HINT if allowed else Weight.ERROR)


def advance(
    incident: Incident,
    target: Status,
    at: When | None,
    *,
    by: str | None,
    now: datetime,
    how: str | None = None,
    because: str | None = None,
    mitigated: When | None = None,
) -> Incident:
    """Return the incident on another rung, with the time of the rung and the step of the ladder.

    `at` is when the rung was reached; where it is None, the time that the record has for it, else `now`.
    `mitigated` is when the harm stopped, where an ongoing incident is resolved at once.

    Raises:
        AlreadyThere: when it has this status.
        ReasonNeeded: when it goes down without `because`.
        MitigatedNeeded: when it is ongoing, shall be resolved, and nobody says when the harm stopped.
    """
    if target is incident.status:
        raise AlreadyThere(target)
    if target.rung < incident.status.rung:
        if not because:
            raise ReasonNeeded(incident.status, target)
        return _reopened(incident, Step(status=target, at=at or When.at(now), by=by, how=how, because=because))
    if target is Status.RESOLVED and incident.status is Status.ONGOING:
        stopped = mitigated or incident.times.mitigated
        if stopped is None:
            raise MitigatedNeeded
        incident = _stepped(incident, Step(status=Status.MITIGATED, at=stopped, by=by, how=how))
    reached = at or _known(incident, target) or When.at(now)
    return _stepped(incident, Step(status=target, at=reached, by=by, how=how, because=because))


def _known(incident: Incident, target: Status) -> When | None:
    """Return the time of a rung that stands in the record already, where somebody knows it."""
    known: When | None = getattr(incident.times, target.value) if target in TIMED else None
    return None if known is None or known.is_unknown else known


def _stepped(incident: Incident, step: Step) -> Incident:
    times = incident.times
    if step.status in TIMED:
        times = times.model_copy(update={step.status.value: step.at})
    return incident.model_copy(update={"status": step.status, "times": times, "ladder": (*incident.ladder, step)})


def _reopened(incident: Incident, step: Step) -> Incident:
    """Take away the times of the rungs above: they were not the last; the ladder keeps those that it holds."""
    above = {rung.value: None for rung in TIMED if rung.rung > step.status.rung}
    times = incident.times.model_copy(update=above)
    return incident.model_copy(update={"status": step.status, "times": times, "ladder": (*incident.ladder, step)})
