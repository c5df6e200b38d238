"""Records that were edited, written, renamed or deleted by hand, and are not committed yet."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import layout
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.records import Broken, BrokenRecord, Record
from rcalog.logbook.references import NoSuchIncident
from rcalog.logbook.standing import committed, is_uncommitted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rcalog.logbook.book import Logbook


class EditsInvalid(RcalogError):
    """Some files that were edited by hand are no valid records; `findings` says where and why."""

    code = "edits-invalid"

    def __init__(self, broken: Sequence[Broken]) -> None:
        names = ", ".join(each.path.as_posix() for each in broken)
        hint = f"mend it, or: rcalog edit {broken[0].id or broken[0].path.stem}"
        super().__init__(f"not saved, because not valid: {names}", hint=hint)
        self.findings = tuple(finding for each in broken for finding in each.errors)


@dataclass(frozen=True)
class HandEdits:
    """What differs from HEAD: records as they stand, files that are no valid record, records whose file is gone."""

    records: tuple[Record, ...] = ()
    broken: tuple[Broken, ...] = ()
    deleted: tuple[Record | Broken, ...] = ()


def edited_by_hand(book: Logbook, ref: str | None, *, now: datetime) -> HandEdits:
    """Return what was done to records by hand; only to the one that `ref` names, if it does.

    Raises:
        NoSuchIncident, AmbiguousReference.
    """
    everything = _differing(book)
    if ref is None:
        return everything
    try:
        path = book.catalog.resolve(ref, now=now).path
    except BrokenRecord as error:
        path = error.broken.path
    except NoSuchIncident:
        gone = [each for each in everything.deleted if _is_named(each, ref)]
        if len(gone) != 1:
            raise
        return HandEdits(deleted=tuple(gone))
    return HandEdits(
        tuple(each for each in everything.records if each.path == path),
        tuple(each for each in everything.broken if each.path == path),
    )


def deleted_by_hand(book: Logbook) -> list[PurePosixPath]:
    """Return the paths of the records whose file is gone, where that is not committed."""
    return [each.path for each in _differing(book).deleted]


def save_hand_edit(record: Record, message: str | None, *, write: Write) -> Saved:
    """Commit a record as it stands in its file."""
    return write(Intent(Operation.SAVE, record, None, message or "save", raw=record.raw))


def save_deletion(record: Record | Broken, message: str | None, *, write: Write) -> Saved:
    """Commit that the file of a record is gone."""
    return write(Intent(Operation.SAVE, record, None, message or "deleted by hand"))


def _differing(book: Logbook) -> HandEdits:
    folder = book.path_in_repo(layout.RECORDS).as_posix()
    changed = [PurePosixPath(entry.path) for entry in book.repo.status(folder) if entry.path.endswith(".yaml")]
    there = [found for path in sorted(changed) if (found := book.catalog.read_file(path)) and _differs(book, found)]
    records = tuple(each for each in there if isinstance(each, Record))
    known = {name for name, _ in book.catalog.ids()}
    missing = [path for path in sorted(changed) if not (book.repo.top / path).exists()]
    gone = [committed(book, path) for path in missing] if book.repo.head() else []
    deleted = tuple(each for each in gone if each and _id(each) not in known)
    return HandEdits(records, tuple(each for each in there if isinstance(each, Broken)), deleted)


def _differs(book: Logbook, found: Record | Broken) -> bool:
    return book.repo.head() is None or is_uncommitted(book, found)


def _id(found: Record | Broken) -> str | None:
    return found.incident.id if isinstance(found, Record) else found.id


def _is_named(found: Record | Broken, ref: str) -> bool:
    wanted = ref.strip().casefold()
    return wanted in (_id(found) or "") or wanted in found.path.stem.casefold()
