"""Taking back what a commit did to a record, through the same write path as everything else."""

from __future__ import annotations

from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import layout
from rcalog.logbook.history import Revision, revisions
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.records import Broken, Record, parse_record
from rcalog.model.changes import apply, diff, inverse
from rcalog.model.reading import read_incident
from rcalog.services.past import blob_before

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook


class NothingToUndo(RcalogError):
    """The commit changed no record of this logbook."""

    code = "nothing-to-undo"

    def __init__(self, rev: str) -> None:
        super().__init__(f"{rev} changed no record here", hint="rcalog history")


class SeveralToUndo(RcalogError):
    """The commit changed several records."""

    code = "several-to-undo"

    def __init__(self, rev: str, count: int) -> None:
        super().__init__(f"{rev} changed {count} records", hint="take it back with git revert, then: rcalog check")


class CannotUndo(RcalogError):
    """What the commit did cannot be told, or does not fit the record any more."""

    code = "cannot-undo"

    def __init__(self, rev: str, reason: str) -> None:
        super().__init__(f"{rev} cannot be taken back: {reason}", hint="rcalog edit")


def take_back(book: Logbook, rev: str | None, *, write: Write) -> Saved:
    """Undo what one commit did to a record (None: the last one that changed a record); changes made since then stay.

    Raises:
        UnknownRevision, NothingToUndo, SeveralToUndo, CannotUndo, ChangeConflict, and what a commit raises.
    """
    revision = _revision(book, rev)
    name = revision.short
    before = _at(book, blob_before(book, revision), revision.old_path or revision.path)
    after = _at(book, revision.blob, revision.path)
    for found in (before, after):
        if isinstance(found, Broken):
            raise CannotUndo(name, "the record was not valid then")
    current = book.catalog.read(PurePosixPath(revision.path))
    return write(_intent(name, revision.commit, before, after, current))


def _intent(
    rev: str, oid: str, before: Record | Broken | None, after: Record | Broken | None, current: Record | Broken | None
) -> Intent:
    summary = f"undo {oid[:10]}"
    trailers = (("Undoes", oid),)
    if isinstance(before, Record) and after is None:
        return Intent(Operation.UNDO, None, None, summary, raw=before.raw, trailers=trailers)
    if not isinstance(current, Record):
        raise CannotUndo(rev, "the record is gone, or not valid now")
    if before is None and isinstance(after, Record):
        if current.raw != after.raw:
            raise CannotUndo(rev, "the record was changed since it was made")
        return Intent(Operation.UNDO, current, None, summary, trailers=trailers)
    if isinstance(before, Record) and isinstance(after, Record):
        if current.raw == after.raw:
            return Intent(Operation.UNDO, current, None, summary, raw=before.raw, trailers=trailers)
        changes = inverse(diff(before.document.data, after.document.data))
        wanted = read_incident(apply(changes, current.document.data))
        return Intent(Operation.UNDO, current, wanted, summary, trailers=trailers)
    raise CannotUndo(rev, "it holds no record")


def _revision(book: Logbook, rev: str | None) -> Revision:
    folder = book.path_in_repo(layout.RECORDS).as_posix()
    records = (each for each in revisions(book.repo, [folder]) if each.path.endswith(".yaml"))
    if rev is None:
        found = list(islice(records, 1))
    else:
        oid = book.repo.resolve(rev)
        found = [each for each in records if each.commit == oid]
    if not found:
        raise NothingToUndo(rev or "no commit")
    if len(found) > 1:
        raise SeveralToUndo(found[0].short, len(found))
    return found[0]


def _at(book: Logbook, blob: str | None, path: str) -> Record | Broken | None:
    return parse_record(PurePosixPath(path), book.repo.read_blob(blob), book.repo) if blob else None
