"""Records that were edited by hand and are not committed yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.records import Broken, BrokenRecord, Record

if TYPE_CHECKING:
    from datetime import datetime

    from rcalog.logbook.book import Logbook


def edited_by_hand(book: Logbook, ref: str | None, *, now: datetime) -> list[Record]:
    """Return the records whose files differ from HEAD; only the one that `ref` names, if it does.

    Raises:
        BrokenRecord: for the first one that is not valid, with all that is wrong in it.
    """
    wanted = book.catalog.resolve(ref, now=now).path if ref else None
    found = [each for each in book.catalog.scan() if wanted in (None, each.path) and _differs(book, each)]
    for each in found:
        if isinstance(each, Broken):
            raise BrokenRecord(each)
    return [each for each in found if isinstance(each, Record)]


def save_hand_edit(record: Record, message: str | None, *, write: Write) -> Saved:
    """Commit a record as it stands in its file.

    Raises:
        What a commit raises.
    """
    return write(Intent(Operation.SAVE, record, record.incident, message or "save", raw=record.raw))


def _differs(book: Logbook, found: Record | Broken) -> bool:
    path = found.path.as_posix()
    raw = found.raw if isinstance(found, Record) else found.file.read_bytes()
    return book.repo.head() is None or book.repo.blob_at("HEAD", path) != book.repo.blob_oid(raw, path)
