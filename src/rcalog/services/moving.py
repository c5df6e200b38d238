"""Taking a record to another logbook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.intents import Intent, Operation, Saved, Write

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record


class AlreadyInLogbook(RcalogError):
    """The logbook has a record of this id."""

    code = "already-in-logbook"

    def __init__(self, incident: str, book: Logbook) -> None:
        super().__init__(f"{book.root} has a record {incident} already")


def arrive(book: Logbook, record: Record, *, write: Write) -> Saved:
    """Write the record into the other logbook, byte for byte.

    Raises:
        AlreadyInLogbook, and what a commit raises.
    """
    ref = record.incident.id
    if ref in {known for known, _ in book.catalog.ids()}:
        raise AlreadyInLogbook(ref, book)
    return write(Intent(Operation.MOVE, None, None, f"move here {record.incident.title}", raw=record.raw))


def leave(record: Record, target: Logbook, arrived: Saved, *, write: Write) -> Saved:
    """Remove the record here, now that it is there.

    Raises:
        What a commit raises.
    """
    there = (("Moved-To", f"{target.root.name} {arrived.commit or ''}".strip()),)
    return write(Intent(Operation.MOVE, record, None, f"move to {target.root.name}", trailers=there))
