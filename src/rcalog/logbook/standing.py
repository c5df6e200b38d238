"""What stands in a record's file now, and what somebody has done to it by hand."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.intents import Operation
from rcalog.logbook.records import Broken, Record, parse_record

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.intents import Intent

Found = Record | Broken | None
Reader = Callable[[PurePosixPath], Found]


PUT_BACK = (Operation.UNDO, Operation.MOVE)
"""What may write a record at a path where there is none."""


class RecordGone(RcalogError):
    """The record was deleted since it was read."""

    code = "record-gone"

    def __init__(self, path: PurePosixPath, restoring: str) -> None:
        super().__init__(f"{path} was deleted", hint=f"to bring it back: {restoring}")


class RecordExists(RcalogError):
    """A new record would overwrite a file."""

    code = "record-exists"

    def __init__(self, path: PurePosixPath) -> None:
        super().__init__(f"{path} is there already", hint="give the new record another id")


class HandEditInvalid(RcalogError):
    """The file holds an edit by hand that is no valid record; `findings` says where and why."""

    code = "hand-edit-invalid"

    def __init__(self, broken: Broken) -> None:
        first = broken.errors[0]
        super().__init__(f"{broken.path} was edited by hand and is not valid: {first.message}", hint=first.hint)
        self.findings = broken.errors


def standing(book: Logbook, intent: Intent, after: Record | None, *, with_drafts: bool = False) -> Found:
    """Return the record that an intention is about as it stands now, wherever its file has been moved to.

    `with_drafts` adds what waits to be committed.

    Raises:
        RecordExists, RecordGone, HandEditInvalid.
    """
    read = book.catalog.read if with_drafts else book.catalog.read_file
    record = intent.record
    if record is None:
        if after and read(after.path):
            raise RecordExists(after.path)
        return None
    found = read(record.path)
    if isinstance(record, Record) and not _is_same(record, found):
        found = _elsewhere(book, record, read)
    if isinstance(found, Broken) and found.raw != record.raw:
        raise HandEditInvalid(found)
    if found is None and not intent.removes and intent.operation not in PUT_BACK:
        raise RecordGone(record.path, book.repo.restoring(record.path.as_posix()))
    return found


def is_uncommitted(book: Logbook, found: Record | Broken) -> bool:
    """Return whether what stands in the file differs from what is committed."""
    path = found.path.as_posix()
    return not book.repo.is_stored_as(found.raw, path, book.repo.blob_at("HEAD", path))


def committed(book: Logbook, path: PurePosixPath) -> Found:
    """Return the record at a path as it was last committed."""
    oid = book.repo.blob_at("HEAD", path.as_posix())
    return parse_record(path, book.repo.read_as_file(oid, path.as_posix()), book.repo) if oid else None


def began_from(book: Logbook, intent: Intent) -> Found:
    """Return what an intention changes: an edit by hand that is saved began from what is committed."""
    record = intent.record
    return committed(book, record.path) if record and intent.operation is Operation.SAVE else record


def renamed_from(book: Logbook, found: Record) -> str | None:
    """Return the committed path that a record, whose own path is not committed, was moved away from by hand."""
    for path in book.catalog.gone():
        old = committed(book, path)
        is_named = isinstance(old, Broken) and old.id == found.incident.id
        if is_named or (isinstance(old, Record) and old.incident.id == found.incident.id):
            return path.as_posix()
    return None


def _is_same(record: Record, found: Found) -> bool:
    """Return whether a file still holds the record; one that cannot be read is taken for it."""
    return isinstance(found, Broken) or (found is not None and found.incident.id == record.incident.id)


def _elsewhere(book: Logbook, record: Record, read: Reader) -> Found:
    return next((read(path) for known, path in book.catalog.ids() if known == record.incident.id), None)
