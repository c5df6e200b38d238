"""The review: what is missing for it, the sign-off, and whether a sign-off still holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rcalog.logbook.intents import Intent, Operation, Write
from rcalog.logbook.records import placed
from rcalog.model.findings import Finding, Weight, errors
from rcalog.model.ladder import Authors, advance
from rcalog.model.questions import questions
from rcalog.model.review import Review, Waiver
from rcalog.model.timeline import Status
from rcalog.model.times import When
from rcalog.services.authorship import authors
from rcalog.services.climbing import Climbed, Climbing, guard, missing_for
from rcalog.services.evidence import case_of
from rcalog.services.people import me
from rcalog.services.sights import looked_up
from rcalog.services.signoffs import approved_files
from rcalog.services.waiving import waive

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record
    from rcalog.model.incident import Incident
    from rcalog.model.questions import Questions

ALONE = "one author in this logbook"


@dataclass(frozen=True)
class ReviewState:
    """What keeps an incident from being reviewed, and what a reviewer would ask besides."""

    incident: Incident
    blocking: tuple[Finding, ...]
    remarks: tuple[Finding, ...]
    asked: Questions


def review_state(book: Logbook, record: Record) -> ReviewState:
    """Return what is still missing for `reviewed`."""
    wanted = record.incident.model_copy(update={"status": Status.REVIEWED})
    found = missing_for(book, record, wanted, Status.REVIEWED, authors(book, record))
    remarks = [each for each in found if each.weight is not Weight.ERROR]
    case = case_of(book, record)
    remarks += [placed(each, record.document) for each in looked_up(record, case, approved_files(book, [record]))]
    return ReviewState(record.incident, tuple(errors(found)), tuple(remarks), questions(case))


def sign(book: Logbook, record: Record, said: Climbing, *, approved: bool, write: Write) -> Climbed:
    """Sign the analysis off, or say what should change; an approval moves the incident to `reviewed`.

    Raises:
        NotReady: with all that is missing for an approval.
        NoSuchRule, NotWaivable, NoSuchItem, ReasonForWaiver, and what a commit raises.
    """
    verdict: Literal["approved", "changes"] = "approved" if approved else "changes"
    by, at = said.by or me(book), said.at or When.at(book.clock.now().astimezone(book.zone))
    review = Review(by=by, at=at, verdict=verdict, of=record.blob, note=said.how)
    waived = waive(record.incident, said.waive, said.because, by)
    wanted = waived.model_copy(update={"reviews": (*waived.reviews, review)})
    remarks: tuple[Finding, ...] = ()
    if approved:
        wanted, remarks = _approved(book, record, wanted, review)
    saved = write(Intent(Operation.REVIEW, record, wanted, f"review: {verdict}"))
    return Climbed(wanted, remarks, saved)


def _approved(book: Logbook, record: Record, wanted: Incident, review: Review) -> tuple[Incident, tuple[Finding, ...]]:
    signing = authors(book, record)
    remarks = guard(book, record, wanted, Status.REVIEWED, signing)
    if _may_sign_alone(book, signing) and not any(waiver.rule == "R205" for waiver in wanted.waivers):
        waiver = Waiver(rule="R205", because=ALONE, by=review.by)
        wanted = wanted.model_copy(update={"waivers": (*wanted.waivers, waiver)})
    if wanted.status.rung < Status.REVIEWED.rung:
        wanted = advance(wanted, Status.REVIEWED, review.at, by=review.by, now=book.clock.now(), how=review.note)
    return wanted, remarks


def _may_sign_alone(book: Logbook, signing: Authors) -> bool:
    is_allowed = book.policy.second_person == "when-available"
    return signing.signs_alone and len(signing.ever) == 1 and is_allowed
