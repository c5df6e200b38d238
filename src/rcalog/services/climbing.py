"""The ladder: marking a rung, and what keeps an incident from one."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError, UsageError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.records import placed
from rcalog.model.findings import Finding, Weight, errors
from rcalog.model.ladder import advance, missing
from rcalog.model.timeline import Status
from rcalog.services.people import me
from rcalog.services.waiving import waive

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record
    from rcalog.model.incident import Incident
    from rcalog.model.ladder import Authors
    from rcalog.model.times import When


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


def mark(book: Logbook, record: Record, target: Status, said: Climbing, *, now: datetime, write: Write) -> Climbed:
    """Move an incident along the ladder in one commit.

    Raises:
        NotReady: with all that is missing.
        AlreadyThere, ReasonNeeded, MitigatedNeeded, what `waive` raises, and what a commit raises.
    """
    by = said.by or me(book)
    wanted = advance(
        waive(record.incident, said.waive, said.because, by),
        target,
        said.at,
        by=by,
        now=now,
        how=said.how,
        because=said.because if target.rung < record.incident.status.rung else None,
        mitigated=said.mitigated,
    )
    remarks = guard(book, record, wanted, target)
    saved = write(Intent(Operation.MARK, record, wanted, f"mark {target}"))
    return Climbed(wanted, remarks, saved)


def guard(
    book: Logbook, record: Record, wanted: Incident, target: Status, signing: Authors | None = None
) -> tuple[Finding, ...]:
    """Return what is to be said of a step to a rung.

    Raises:
        NotReady: with all that is missing.
    """
    found = missing_for(book, record, wanted, target, signing)
    if blocking := errors(found):
        raise NotReady(wanted.id, target, blocking)
    return tuple(each for each in found if each.weight is not Weight.ERROR)


def missing_for(
    book: Logbook, record: Record, wanted: Incident, target: Status, signing: Authors | None = None
) -> list[Finding]:
    """Return what is missing for a rung, seen from the one where it stands now, in the order of the file."""
    before = record.incident
    if target is Status.RESOLVED and before.status is Status.ONGOING:
        before = before.model_copy(update={"status": Status.MITIGATED})
    seen = wanted.model_copy(update={"status": before.status})
    found = missing(seen, target, book.policy, authors=signing)
    placed_all = [placed(each, record.document) for each in found]
    return sorted(placed_all, key=lambda each: (each.line or 0, each.column or 0))
