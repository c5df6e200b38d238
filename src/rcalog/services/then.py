"""What a record said at a moment of the past, or at a commit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git import heads
from rcalog.logbook.history import Revision, revisions
from rcalog.logbook.records import BrokenRecord, Record, parse_record
from rcalog.services.trail import of_record, on_mainline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime, tzinfo

    from rcalog.logbook.book import Logbook
    from rcalog.services.trail import RecordFile


class NotGoingBackThatFar(RcalogError):
    """The history of a shallow clone begins after that moment, with the record as it was by then."""

    code = "not-going-back-that-far"

    def __init__(self, name: str, first: Revision, zone: tzinfo) -> None:
        begins = f"it begins with {first.short}, {first.when.astimezone(zone):%Y-%m-%d %H:%M}"
        message = f"{name}: this shallow clone does not go back that far: {begins}"
        super().__init__(message, hint="git fetch --unshallow")


class NotThereThen(RcalogError):
    """The record was not there at that moment: it came later, or was removed before."""

    code = "not-there-then"

    def __init__(self, name: str, trail: Sequence[Revision], before: Revision | None, zone: tzinfo) -> None:
        told = before or (trail[-1] if trail else None)
        hint = f"rcalog show {name} --at {told.short}{'^' if before else ''}" if told else "rcalog save"
        super().__init__(f"{name} is in no commit yet", hint=hint)
        if told:
            what = "had been removed by then" if before else "was not there yet"
            when = f"{told.when.astimezone(zone):%Y-%m-%d %H:%M}"
            self.message = f"{name} {what}: {told.short}, {when}, {told.author}: {told.subject}"


@dataclass(frozen=True)
class Then:
    """A record as it was at a moment, and the commit that it was of."""

    record: Record
    revision: Revision
    moment: datetime
    is_cut: bool
    """Whether a shallow clone begins with that commit: it may have said so before."""


def record_at(book: Logbook, file: RecordFile, moment: datetime) -> Then:
    """Return what a record said at a moment on the branch that is checked out, else on any that it has merged.

    Raises:
        NotThereThen, NotGoingBackThatFar, BrokenRecord.
    """
    trail = of_record(book, file, by_index=True)
    found = _newest(on_mainline(book, trail), moment) or _newest(trail, moment)
    return _then(book, file, trail, found, moment)


def _newest(trail: Sequence[Revision], moment: datetime) -> Revision | None:
    said = (each for each, since in zip(trail, stood_since(trail), strict=True) if since <= moment)
    return next(said, None)


def stood_since(trail: Sequence[Revision]) -> list[datetime]:
    """Return since when the record said what each of its revisions says; the newest of them comes first.

    That is when it was written, as its author says: what was rebased or merged later was said all the same. But none
    can be older than what it changes, or younger than its commit, whatever it says.
    """
    found: list[datetime] = []
    for each in reversed(trail):
        found.append(min(max([each.when, *found[-1:]]), each.committed))
    return found[::-1]


def record_in(book: Logbook, file: RecordFile, rev: str) -> Then:
    """Return what a record said in a commit; the revision is the one that had said so.

    Raises:
        NotThereThen, NotGoingBackThatFar, BrokenRecord, UnknownRevision.
    """
    commit, trail = book.repo.resolve(rev), of_record(book, file, by_index=True)
    names = sorted({each.path for each in trail})
    return _then(book, file, trail, next(revisions(book.repo, names, start=commit), None) if names else None)


def _then(
    book: Logbook,
    file: RecordFile,
    trail: Sequence[Revision],
    revision: Revision | None,
    moment: datetime | None = None,
) -> Then:
    cut_off = heads.cut_off(book.place)
    if revision is None and trail and trail[-1].commit in cut_off:
        raise NotGoingBackThatFar(file.id, trail[-1], book.zone)
    if revision is None or revision.blob is None:
        raise NotThereThen(file.id, trail, revision, book.zone)
    found = parse_record(PurePosixPath(revision.path), book.repo.read_blob(revision.blob), book.repo)
    if isinstance(found, Record):
        return Then(found, revision, moment or revision.committed, revision.commit in cut_off)
    raise BrokenRecord(found)
