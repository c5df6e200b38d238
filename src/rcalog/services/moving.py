"""Taking a record to another logbook."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError, UsageError
from rcalog.logbook import layout
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.records import parse_record

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record
    from rcalog.logbook.standing import Found


class AlreadyInLogbook(RcalogError):
    """The other logbook has a record of this id, which is not the same."""

    code = "already-in-logbook"

    def __init__(self, incident: str, book: Logbook) -> None:
        hint = f"compare it: rcalog show {incident} --yaml -C '{book.root}'"
        super().__init__(f"{book.root} has another record {incident} already", hint=hint)


class SameLogbook(UsageError):
    """The record is there already: it is the same logbook."""

    code = "same-logbook"

    def __init__(self, book: Logbook) -> None:
        super().__init__(f"the record is in {book.root} already", hint="--to DIR names another logbook")


@dataclass(frozen=True)
class Arrival:
    """Where a record has come to, and the commit; none where an earlier attempt had brought it there."""

    file: Path
    saved: Saved | None = None


def arrive(source: Logbook, target: Logbook, record: Record, *, write: Write) -> Arrival:
    """Write the record into the other logbook, byte for byte.

    Raises:
        SameLogbook, AlreadyInLogbook, and what a commit raises.
    """
    if target.root == source.root:
        raise SameLogbook(target)
    ref = record.incident.id
    known = [each for name, path in target.catalog.ids() if name == ref and (each := target.catalog.read(path))]
    if known:
        if [each.raw for each in known] != [record.raw]:
            raise AlreadyInLogbook(ref, target)
        return Arrival(known[0].file)
    origin = (("Moved-From", f"{source.root.name} {source.repo.head() or ''}".strip()),)
    place = _place(source, target, record)
    saved = write(Intent(Operation.MOVE, place, None, f"move here from {source.root.name}", record.raw, origin))
    return Arrival(target.repo.top / saved.path, saved)


def leave(record: Record, target: Logbook, arrival: Arrival, *, write: Write) -> Saved:
    """Remove the record here, now that it is there."""
    commit = arrival.saved.commit if arrival.saved else target.repo.head()
    there = (("Moved-To", f"{target.root.name} {commit or ''}".strip()),)
    return write(Intent(Operation.MOVE, record, None, f"move to {target.root.name}", trailers=there))


def _place(source: Logbook, target: Logbook, record: Record) -> Found:
    """Return the record at the path that it will have: under the same name, unless that is taken there."""
    below = record.path.relative_to(source.path_in_repo(PurePosixPath()))
    path = target.path_in_repo(below if below.parts[0] == layout.RECORDS.name else layout.RECORDS / record.path.name)
    return None if (target.repo.top / path).exists() else parse_record(path, record.raw, target.repo)
