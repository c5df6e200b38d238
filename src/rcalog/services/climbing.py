"""The ladder: marking a rung, and the review that leads to the fourth."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from rcalog.errors import RcalogError, UsageError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.planning import named_data
from rcalog.logbook.records import Record
from rcalog.logbook.standing import committed
from rcalog.model.changes import diff
from rcalog.model.findings import Finding, Weight, errors
from rcalog.model.ladder import Authors, advance, missing
from rcalog.model.review import Review, Waiver
from rcalog.model.timeline import Status
from rcalog.model.times import When
from rcalog.services.past import ANALYSIS, authors_of
from rcalog.services.people import me

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.model.incident import Incident


class NotReady(RcalogError):
    """Something is still missing for a rung; all of it is said at once."""

    code = "not-ready"

    def __init__(self, incident: str, target: Status, findings: Sequence[Finding]) -> None:
        count = "1 thing is" if len(findings) == 1 else f"{len(findings)} things are"
        super().__init__(f"{incident} is not ready to be {target}: {count} missing")
        self.findings = tuple(findings)


class ReviewIsACommand(UsageError):
    """The fourth rung is reached by a sign-off."""

    code = "review-is-a-command"

    def __init__(self) -> None:
        super().__init__("reviewed is reached by a sign-off", hint="rcalog review --approve")


@dataclass(frozen=True)
class Climbing:
    """What is said with a step: how we know, when, by whom, why back; rules to waive, with the reason."""

    how: str | None = None
    at: When | None = None
    mitigated: When | None = None
    by: str | None = None
    because: str | None = None
    waive: tuple[str, ...] = ()


@dataclass(frozen=True)
class Climbed:
    """The incident after a step, what was said beside it, and the commit."""

    incident: Incident
    remarks: tuple[Finding, ...]
    saved: Saved


@dataclass(frozen=True)
class ReviewState:
    """What keeps an incident from being reviewed, and what a reviewer would ask besides."""

    incident: Incident
    blocking: tuple[Finding, ...]
    remarks: tuple[Finding, ...]


def mark(book: Logbook, record: Record, target: Status, said: Climbing, *, now: datetime, write: Write) -> Climbed:
    """Move an incident along the ladder in one commit.

    Raises:
        NotReady: with all that is missing.
        AlreadyThere, ReasonNeeded, MitigatedNeeded, and what a commit raises.
    """
    by = said.by or me(book)
    wanted = advance(
        _waiving(record.incident, said.waive, said.because, by),
        target,
        said.at,
        by=by,
        now=now,
        how=said.how,
        because=said.because if target.rung < record.incident.status.rung else None,
        mitigated=said.mitigated,
    )
    authors = _authors(book, record) if target is Status.CLOSED else None
    remarks = _guard(record.incident, wanted, target, book, authors)
    saved = write(Intent(Operation.MARK, record, wanted, f"mark {target}"))
    return Climbed(wanted, remarks, saved)


def review_state(book: Logbook, record: Record) -> ReviewState:
    """Return what is still missing for `reviewed`."""
    wanted = record.incident.model_copy(update={"status": Status.REVIEWED})
    found = _missing(record.incident, wanted, Status.REVIEWED, book, _authors(book, record))
    return ReviewState(record.incident, tuple(errors(found)), _remarks(found))


def sign(book: Logbook, record: Record, said: Climbing, *, approved: bool, write: Write) -> Climbed:
    """Sign the analysis off, or say what should change; an approval moves the incident to `reviewed`.

    Raises:
        NotReady: with all that is missing for an approval.
    """
    verdict: Literal["approved", "changes"] = "approved" if approved else "changes"
    by, at = said.by or me(book), said.at or When.at(book.clock.now().astimezone(book.zone))
    review = Review(by=by, at=at, verdict=verdict, of=record.blob, note=said.how)
    waiving = _waiving(record.incident, said.waive, said.because, by)
    wanted = waiving.model_copy(update={"reviews": (*record.incident.reviews, review)})
    remarks: tuple[Finding, ...] = ()
    if approved:
        wanted, remarks = _approved(book, record, wanted, said, review)
    intent = Intent(Operation.REVIEW, record, wanted, f"review: {verdict}")
    return Climbed(wanted, remarks, write(intent))


def _approved(
    book: Logbook, record: Record, wanted: Incident, said: Climbing, review: Review
) -> tuple[Incident, tuple[Finding, ...]]:
    authors, by, at = _authors(book, record), review.by, review.at
    if authors.signs_alone and len(authors.ever) == 1 and book.policy.second_person == "when-available":
        reason = said.because or "one author in this logbook"
        wanted = wanted.model_copy(update={"waivers": (*wanted.waivers, Waiver(rule="R205", because=reason, by=by))})
    if wanted.status.rung < Status.REVIEWED.rung:
        wanted = advance(wanted, Status.REVIEWED, at, by=by, now=book.clock.now(), how=said.how)
    return wanted, _guard(record.incident, wanted, Status.REVIEWED, book, authors)


def _guard(
    before: Incident, wanted: Incident, target: Status, book: Logbook, authors: Authors | None
) -> tuple[Finding, ...]:
    found = _missing(before, wanted, target, book, authors)
    if blocking := errors(found):
        raise NotReady(before.id, target, blocking)
    return _remarks(found)


def _missing(
    before: Incident, wanted: Incident, target: Status, book: Logbook, authors: Authors | None
) -> list[Finding]:
    """Return what is missing, seen from the rung on which the incident stands now."""
    if target is Status.RESOLVED and before.status is Status.ONGOING:
        before = before.model_copy(update={"status": Status.MITIGATED})
    seen = wanted.model_copy(update={"status": before.status})
    return missing(seen, target, book.policy, authors=authors)


def _remarks(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    return tuple(found for found in findings if found.weight is not Weight.ERROR)


def _waiving(incident: Incident, rules: Sequence[str], because: str | None, by: str) -> Incident:
    """Return the incident with each `RULE` or `RULE@ITEM` waived, with the reason that was given."""
    if not rules:
        return incident
    waivers = [_waiver(rule, because or "no reason given", by) for rule in rules]
    return incident.model_copy(update={"waivers": (*incident.waivers, *waivers)})


def _waiver(text: str, because: str, by: str) -> Waiver:
    rule, _, item = text.partition("@")
    return Waiver(rule=rule, at=item or None, because=because, by=by)


def _authors(book: Logbook, record: Record) -> Authors:
    """Return who wrote the analysis; whoever signs has also written what they have not committed yet."""
    reviewer = me(book)
    found = authors_of(book, record.incident.id, reviewer=reviewer)
    before = committed(book, record.path)
    known = named_data(before) if isinstance(before, Record) else {}
    if any(change.path.startswith(ANALYSIS) for change in diff(known, named_data(record))):
        found = replace(found, analysis=found.analysis | {reviewer}, ever=found.ever | {reviewer})
    return found
