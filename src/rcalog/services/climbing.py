"""The ladder: what is said with a step, and what keeps an incident from a rung."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.records import placed
from rcalog.model.findings import Finding, Weight, errors
from rcalog.model.ladder import missing
from rcalog.model.timeline import Status
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.intents import Saved
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


class Climbing(Value):
    """What is said with a step: the words, when, by whom; rules to waive, with the reason."""

    how: str | None = None
    at: When | None = None
    by: str | None = None
    because: str | None = None
    waive: tuple[str, ...] = ()


class Climbed(Value):
    """The incident after a step, what was said beside it, and the commit."""

    incident: Incident
    remarks: tuple[Finding, ...]
    saved: Saved


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
    found = missing(seen, target, book.policy, book.lexicon, authors=signing)
    placed_all = [placed(each, record.document) for each in found]
    return sorted(placed_all, key=lambda each: (each.line or 0, each.column or 0))
