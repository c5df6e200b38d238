"""What a reviewer would ask of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.model.questions import Questions, questions
from rcalog.model.rules.rule import Case

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record


def questions_of(book: Logbook, record: Record) -> Questions:
    """Return what a reviewer would ask of a record, as it stands in its file."""
    return questions(Case(record.incident, record.document.data, book.policy, book.lexicon))
