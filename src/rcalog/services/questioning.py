"""What a reviewer would ask of a record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.model.questions import Questions, questions
from rcalog.services.evidence import case_of

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record


def questions_of(book: Logbook, record: Record) -> Questions:
    """Return what a reviewer would ask of a record, as it stands in its file."""
    return questions(case_of(book, record))
