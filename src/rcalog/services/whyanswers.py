"""The answers of an interview from a file, without a terminal: all of them, or everything that is wrong at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.interview.answering import answered
from rcalog.logbook.recordfile import RecordError, load
from rcalog.logbook.records import placed
from rcalog.model.findings import Finding, Weight
from rcalog.model.reading import InvalidRecord
from rcalog.patterns import pattern
from rcalog.services.why import setup_of
from rcalog.services.whyoutcome import Finished, conclude

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.intents import Write
    from rcalog.logbook.records import Record
    from rcalog.services.why import Wanted


PAIR = pattern(rb"(?<!\\)((?:\\\\)*)\\u(?P<high>d[89ab][0-9a-f]{2})\\u(?P<low>d[c-f][0-9a-f]{2})", re.IGNORECASE)
"""A character beyond 16 bits as JSON may escape it."""


class AnswersRefused(UsageError):
    """An answers file is wrong or incomplete; `findings` says where, all at once."""

    code = "answers-refused"

    def __init__(self, findings: Sequence[Finding]) -> None:
        first = findings[0]
        super().__init__(f"{first.path}: {first.message}" if first.path else first.message, hint=first.hint)
        self.findings = tuple(findings)


def from_answers(
    book: Logbook, record: Record, wanted: Wanted, *, raw: bytes, name: str, now: datetime, write: Write
) -> Finished:
    """Commit what an answers file says about an incident.

    Raises:
        AnswersRefused: with everything that is wrong or missing, at its line; and what a commit raises.
    """
    try:
        document = load(_with_whole_characters(raw), name=name)
    except RecordError as err:
        raise AnswersRefused([_unreadable(one) for one in (err, *err.others)]) from err
    try:
        state = answered(document.data, record.incident, setup_of(book, wanted, now))
    except InvalidRecord as err:
        raise AnswersRefused([placed(finding, document) for finding in err.findings]) from err
    return conclude(book, record, state, write, each=wanted.each, yields=wanted.yields)


def _with_whole_characters(raw: bytes) -> bytes:
    """Return JSON with characters beyond 16 bits as they are: many a program escapes each as a pair of halves."""
    return PAIR.sub(lambda pair: pair[1] + _character(pair), raw) if raw.lstrip()[:1] == b"{" else raw


def _character(pair: re.Match[bytes]) -> bytes:
    return bytes.fromhex((pair["high"] + pair["low"]).decode()).decode("utf-16-be").encode()


def _unreadable(err: RecordError) -> Finding:
    return Finding("F001", Weight.ERROR, err.message, err.hint, file=err.file, line=err.line, column=err.column)
