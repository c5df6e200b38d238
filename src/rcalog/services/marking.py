"""Moving an incident along the ladder, up or back down."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.model.findings import Finding, Weight
from rcalog.model.ladder import advance
from rcalog.model.paths import value_at
from rcalog.model.timeline import Status
from rcalog.model.times import When
from rcalog.services.climbing import NotReady, missing_for
from rcalog.services.people import me, me_if_known
from rcalog.services.waiving import waive
from rcalog.values import Value

if TYPE_CHECKING:
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record
    from rcalog.model.findings import Loc
    from rcalog.model.incident import Incident, Severity


TOO_HIGH = "R212"
"""The rule that is said first: the others are about rungs in between."""


class ReviewIsACommand(UsageError):
    """The fourth rung is reached by a sign-off."""

    code = "review-is-a-command"

    def __init__(self, incident: str) -> None:
        super().__init__("reviewed is reached by a sign-off", hint=f"rcalog review {incident} --approve")


class NotOfThisStep(UsageError):
    """What was said besides does not go with this step of the ladder."""

    code = "not-of-this-step"

    def __init__(self, flag: str, meaning: str, hint: str) -> None:
        super().__init__(f"{flag} says {meaning}", hint=hint)


class MitigatedAlready(UsageError):
    """The harm stopped at another time than is said now."""

    code = "mitigated-already"

    def __init__(self, incident: str, known: str, said: str) -> None:
        hint = f"leave --mitigated out, or first: rcalog set times.mitigated={said} -i {incident}"
        super().__init__(f"{incident} is mitigated already, since {known}", hint=hint)


@dataclass(frozen=True)
class Marking:
    """What is said with a step: how we know, when, by whom, why back; rules to waive, with the reason."""

    how: str | None = None
    at: When | None = None
    mitigated: When | None = None
    severity: Severity | None = None
    by: str | None = None
    because: str | None = None
    waive: tuple[str, ...] = ()


class Marked(Value):
    """The commit of a step, and what was said beside it."""

    saved: Saved
    remarks: tuple[str, ...]


def goes_back(incident: Incident, target: Status) -> bool:
    """Return whether a step leads down the ladder."""
    return target.rung < incident.status.rung


def lacks_mitigated(incident: Incident, target: Status) -> bool:
    """Return whether a step passes over the rung on which the harm stops, and nobody has said when that was."""
    return target is Status.RESOLVED and incident.status is Status.ONGOING and incident.times.mitigated is None


def mark(book: Logbook, record: Record, target: Status, said: Marking, *, now: datetime, write: Write) -> Marked:
    """Move an incident along the ladder in one commit; what was reached without saying how may be told afterwards.

    Raises:
        NotReady: with all that is missing.
        ReviewIsACommand, NotOfThisStep, AlreadyThere, ReasonNeeded, what `waive` raises, and what a
        commit raises.
    """
    incident = record.incident
    if target is Status.REVIEWED and not goes_back(incident, target):
        raise ReviewIsACommand(incident.id)
    _refuse_misplaced(incident, target, said)
    wanted = _told_how(incident, target, said) or _stepped(book, incident, target, said, now)
    found = [] if target is incident.status else _missing(book, record, wanted, target, said)
    if blocking := [_to_type(each, record, target) for each in found if each.weight is Weight.ERROR]:
        raise NotReady(incident.id, target, blocking)
    saved = write(Intent(Operation.MARK, record, wanted, f"mark {target}"))
    remarks = [each for each in found if each.weight is not Weight.ERROR]
    return Marked(saved, tuple(f"{each.message}: {each.hint}" if each.hint else each.message for each in remarks))


def _refuse_misplaced(incident: Incident, target: Status, said: Marking) -> None:
    known = incident.times.mitigated if incident.status is not Status.ONGOING else None
    if said.mitigated and target is not Status.RESOLVED:
        hint = f"rcalog set times.mitigated=... -i {incident.id}"
        raise NotOfThisStep("--mitigated", "when the harm stopped, with the step to resolved", hint)
    if said.mitigated and known and known.earliest and known.earliest != said.mitigated.earliest:
        raise MitigatedAlready(incident.id, known.text, said.mitigated.text)
    if said.because and not (said.waive or goes_back(incident, target)):
        hint = f"how you know goes without a flag: rcalog mark {target} HOW-WE-KNOW"
        raise NotOfThisStep("--because", "why it is reopened, or why a rule is waived", hint)


def _told_how(incident: Incident, target: Status, said: Marking) -> Incident | None:
    """Return the incident with the words that its last step lacked, where that is all that was said."""
    last = incident.ladder[-1] if incident.ladder else None
    only_how = said == Marking(how=said.how, by=said.by)
    if not (target is incident.status and last and last.status is target and said.how and only_how) or last.how:
        return None
    told = last.model_copy(update={"how": said.how, "by": last.by or said.by})
    return incident.model_copy(update={"ladder": (*incident.ladder[:-1], told)})


def _stepped(book: Logbook, incident: Incident, target: Status, said: Marking, now: datetime) -> Incident:
    """Return the incident on the other rung; reopened, the words say why and not how."""
    by, back = said.by or me_if_known(book), goes_back(incident, target)
    rated = incident.model_copy(update={"severity": said.severity}) if said.severity else incident
    if said.mitigated:
        rated = rated.model_copy(update={"times": rated.times.model_copy(update={"mitigated": said.mitigated})})
    unsaid = When.unknown() if lacks_mitigated(incident, target) else None
    return advance(
        waive(rated, said.waive, said.because, by or me(book)) if said.waive else rated,
        target,
        said.at,
        by=by,
        now=now.astimezone(book.zone),
        how=None if back and not said.because else said.how,
        because=(said.because or said.how) if back else None,
        mitigated=said.mitigated or unsaid,
    )


def _missing(book: Logbook, record: Record, wanted: Incident, target: Status, said: Marking) -> list[Finding]:
    found = missing_for(book, record, wanted, target)
    if lacks_mitigated(record.incident, target) and said.mitigated is None:
        hint = "add --mitigated TIME, or --mitigated unknown"
        place: Loc = ("times", "mitigated")
        found.insert(0, Finding("R208", Weight.ERROR, "when did the harm stop?", hint, place, "times.mitigated"))
    return sorted(found, key=lambda each: each.rule != TOO_HIGH)


def _to_type(found: Finding, record: Record, target: Status) -> Finding:
    """Return a finding with a hint that can be typed as it stands, and a place only where the file has it."""
    ref = record.incident.id
    if value_at(found.loc, record.document.data) is None:
        found = found.with_(file=None, line=None, column=None)
    match found.rule:
        case "R209":
            return found.with_(hint=f"rcalog mark {target} HOW-WE-KNOW -i {ref}")
        case "R210":
            return found.with_(hint=f"add --severity sev2, or first: rcalog set severity=sev2 -i {ref}")
    own = found.hint and found.hint.startswith(("rcalog set ", "rcalog mark ", "rcalog note"))
    return found.with_(hint=f"{found.hint} -i {ref}") if own and " -i " not in str(found.hint) else found
