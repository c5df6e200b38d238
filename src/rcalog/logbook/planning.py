"""From an intention to the bytes of a record: on what was read, or three-way on what stands there by now."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, cast

from rcalog.errors import RcalogError
from rcalog.logbook import layout
from rcalog.logbook.records import Broken, Record, parse_record
from rcalog.logbook.secretscan import mask_new, texts
from rcalog.logbook.standing import began_from
from rcalog.model.base import record_data
from rcalog.model.changes import Change, ChangeConflict, apply, diff
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.model.secrets import mask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.intents import Intent
    from rcalog.model.findings import Finding
    from rcalog.model.incident import Incident

SCHEMA_LINE = "yaml-language-server: $schema=../../../.rcalog/incident.schema.json"


class RecordChanged(RcalogError):
    """The same values were changed by somebody else since the record was read; `changes` are those."""

    code = "record-changed"

    def __init__(self, incident: str, changes: Sequence[Change]) -> None:
        paths = ", ".join(dict.fromkeys(change.path for change in changes))
        super().__init__(f"{incident} was changed meanwhile at the same place: {paths or 'the whole file'}")
        self.changes = tuple(changes)


class InvalidContent(RcalogError):
    """What was to be written is no valid record; `findings` says where and why."""

    code = "invalid-content"

    def __init__(self, findings: Sequence[Finding], what: str = "this") -> None:
        super().__init__(f"{what} would be no valid record: {findings[0].message}", hint=findings[0].hint)
        self.findings = tuple(findings)


class IdChanged(RcalogError):
    """The id of an incident never changes."""

    code = "id-changed"

    def __init__(self, before: str, after: str) -> None:
        super().__init__(f"the id of an incident never changes: {before} became {after}", hint=f"write id: {before}")


def intended(book: Logbook, intent: Intent) -> Record | None:
    """Return the record that an intention means, on what it began from; None where it removes the record.

    Raises:
        InvalidContent, IdChanged, SpliceFailed, UnwritableRecord.
    """
    if intent.removes:
        return None
    began = intent.record
    raw = intent.raw if intent.raw is not None else _written(began, cast("Incident", intent.wanted))
    after = _valid(began.path if began else PurePosixPath(), raw, book)
    if isinstance(began, Record) and after.incident.id != began.incident.id:
        raise IdChanged(began.incident.id, after.incident.id)
    return after if began else _placed(after, book)


def merged(mine: Record, record: Record, current: Record, book: Logbook) -> Record:
    """Return what becomes of `current` when the changes from `record` to `mine` are made to it.

    Raises:
        RecordChanged: where both changed the same value differently, or a comment that was typed has no place.
    """
    from rcalog.logbook.linemerge import merged_by_line, new_comments, united_by_line
    from rcalog.logbook.recordfile import splice

    changes = diff(named_data(record), named_data(mine))
    try:
        target = apply(changes, named_data(current))
    except ChangeConflict as err:
        raise RecordChanged(record.incident.id, err.changes) from err
    wanted = record_data(read_incident(target))
    texts = current.raw, record.raw, mine.raw
    lines = merged_by_line(texts, wanted, folder=book.repo.top)
    if lines is None and new_comments(texts):
        lines = united_by_line(texts, wanted, folder=book.repo.top)
    if lines is None and new_comments(texts):
        raise RecordChanged(record.incident.id, [])
    return _valid(current.path, lines or splice(current.document, wanted), book)


def masked(book: Logbook, intent: Intent) -> Intent:
    """Return the intention with each credential in its new texts masked, and in its summary.

    Raises:
        InvalidContent, SpliceFailed, UnwritableRecord.
    """
    from rcalog.logbook.recordfile import splice

    after = intended(book, intent)
    if after is None:
        return intent
    began = began_from(book, intent)
    known = texts(began.document.data) if isinstance(began, Record) else set()
    data = cast("dict[str, object]", mask_new(after.document.data, known))
    return intent.with_(raw=splice(after.document, data), wanted=None, summary=mask(intent.summary))


def named_data(record: Record) -> dict[str, object]:
    """Return a record as plain data in which every item has an id."""
    return record_data(with_item_ids(record.incident))


def _written(began: Record | Broken | None, wanted: Incident) -> bytes:
    data = record_data(with_item_ids(wanted))
    if isinstance(began, Record):
        from rcalog.logbook.recordfile import splice

        return splice(began.document, data)
    from rcalog.logbook.recordfile import emit

    return emit(data, header=SCHEMA_LINE)


def _valid(path: PurePosixPath, raw: bytes, book: Logbook) -> Record:
    found = parse_record(path, raw, book.repo)
    if isinstance(found, Broken):
        raise InvalidContent(found.errors)
    return found


def _placed(record: Record, book: Logbook) -> Record:
    """Return a new record at the path that it shall have."""
    incident = record.incident
    path = book.path_in_repo(layout.record_path(incident.id, incident.title, book.policy.slug))
    return record.with_(path=path, file=book.repo.top / path)
