"""Evidence that is looked up: what is not there, and what is not at hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.model.evidence import Looked, Standing
from rcalog.model.rules.rule import Case, Seen

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record

RULES = {Standing.ABSENT: "F116", Standing.NOT_VERIFIED: "F117"}


def case_of(book: Logbook, record: Record) -> Case:
    """Return all that rules and questions look at in a record, its evidence looked up."""
    verdicts: dict[str, Looked] = {}
    case = Case(record.incident, record.document.data, book.policy, book.lexicon, verdicts)
    verdicts |= book.sources.verdicts(record.path, [text for _, text in case.evidence])
    return case


def evidence_seen(case: Case) -> Iterator[tuple[str, Seen]]:
    """Yield the rule that each piece of evidence breaks, and how."""
    for loc, text in case.evidence:
        looked = case.verdicts.get(text)
        if looked and looked.standing in RULES:
            yield RULES[looked.standing], Seen(loc, looked.why, looked.hint)
