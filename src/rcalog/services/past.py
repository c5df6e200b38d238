"""What became of a record, revision by revision, field by field."""

from __future__ import annotations

from functools import partial
from itertools import islice

from rcalog.logbook.folders import incident_in
from rcalog.logbook.git import heads
from rcalog.logbook.history import Revision, revisions
from rcalog.logbook.moves import folder_revisions
from rcalog.services.concerning import concerns
from rcalog.services.states import State, changes_between, may_differ
from rcalog.services.trail import RecordFile, of_record
from rcalog.services.wanted import EVERYTHING, Wanted
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.model.changes import Change

FEW, MANY = 16, 256
"""Revisions whose files are read at once: the first ones soon, the others with less to do for each."""

REMEMBERED = 256
"""States of files that are kept: what ends one change begins the next."""


class Past(Value):
    """One revision of a record and what it changed.

    `created` and `removed` say that the record began or ended there; `unreadable` that it was no YAML from then on;
    `cut` that a shallow clone begins there: what the commit changed is not known.
    Where what was there before could not be read, the changes are those since `compared`, an earlier commit.
    """

    revision: Revision
    changes: tuple[Change, ...] = ()
    incident: str | None = None
    title: str = ""
    created: bool = False
    removed: bool = False
    unreadable: bool = False
    cut: bool = False
    compared: str | None = None


def past(
    book: Logbook, file: RecordFile | None = None, wanted: Wanted = EVERYTHING, *, by_index: bool = False
) -> Iterator[Past]:
    """Yield what became of a record (None: of every record), the newest first, as it is found (see `of_record`)."""
    found = _of_all(book, wanted) if file is None else iter(of_record(book, file, by_index=by_index))
    for told in changed_by(book, (each for each in found if wanted.includes(each, book)), wanted.key):
        if told and (kept := _narrowed(told, wanted)):
            yield kept


def _of_all(book: Logbook, wanted: Wanted) -> Iterator[Revision]:
    """Yield the revisions of all records, of those that nobody wants no more than is soon done."""
    if wanted.author or wanted.key:
        from rcalog.logbook.index.pastpicked import picked, writers

        if wanted.author and not any(wanted.is_by(book, *each) for each in writers(book)):
            return iter(())
        is_by = partial(wanted.is_by, book) if wanted.author else None
        found = picked(book, is_by, wanted.key)
        if found is not None:
            return found
    return folder_revisions(book.repo, book.records_folder, since=wanted.since)


def changed_by(book: Logbook, found: Iterator[Revision], key: str | None = None) -> Iterator[Past | None]:
    """Yield what each of these revisions changed, None for one that changed nothing, or surely nothing of a key."""
    return _Reader(book, key).told(found)


def _narrowed(told: Past, wanted: Wanted) -> Past | None:
    """Return a revision with the changes of the field alone; None where it did not change that."""
    if wanted.field is None:
        return told
    kept = tuple(change for change in told.changes if concerns(change, wanted.field))
    return told.with_(changes=kept) if kept else None


class _Reader:
    """Tells what revisions changed; their files are read many at once, and parsed only where a key may differ."""

    def __init__(self, book: Logbook, key: str | None) -> None:
        self.book, self.key = book, key
        self.known: dict[str, State] = {}
        self.cut_off = heads.cut_off(book.place)

    def told(self, found: Iterator[Revision]) -> Iterator[Past | None]:
        """Yield what each revision changed."""
        size = FEW
        while batch := list(islice(found, size)):
            self._read(batch)
            yield from map(self._told, batch)
            size = MANY

    def _read(self, batch: Sequence[Revision]) -> None:
        for oid in list(self.known)[:-REMEMBERED]:
            del self.known[oid]
        places = {oid: each.path for each in batch for oid in (each.blob, *each.before) if oid}
        missing = [oid for oid in places if oid not in self.known]
        for oid, raw in heads.blobs(self.book.place, missing).items():
            self.known[oid] = State(raw, places[oid], self.book)

    def _state(self, oid: str | None, path: str) -> State:
        if oid is None or oid in self.known:
            return self.known[oid] if oid else State(None, path, self.book)
        return State(self.book.repo.read_blob(oid), path, self.book)

    def _told(self, revision: Revision) -> Past | None:
        """Return what a revision changed; None for a merge that only brought together what others had changed."""
        after = self._state(revision.blob, revision.path)
        sides = [self._state(oid, revision.path) for oid in revision.before]
        if self.key and not may_differ(sides, after, self.key):
            return None
        if after.data is None or (not revision.parents and revision.commit in self.cut_off):
            name, is_read = after.name or incident_in(revision.path), after.data is not None
            return Past(revision, (), name, after.title, unreadable=not is_read, cut=is_read)
        if len(sides) > 1:
            return _merge(revision, sides, after)
        before, compared = sides[0], None
        if before.data is None:
            before, compared = self._earlier(revision)
        created, removed = revision.before[0] is None, revision.blob is None
        changes = () if removed else tuple(changes_between(before, after))
        shown = before if removed else after
        return Past(
            revision, changes, shown.name, shown.title, created, removed, compared=None if removed else compared
        )

    def _earlier(self, revision: Revision) -> tuple[State, str | None]:
        """Return the newest state before a revision that could be read, and its commit."""
        paths = [revision.path, *([revision.old_path] if revision.old_path else [])]
        for each in revisions(self.book.repo, paths, start=revision.parents[0]):
            state = self._state(each.blob, each.path)
            if state.data is not None:
                return state, each.short
        return self._state(None, revision.path), None


def _merge(revision: Revision, sides: Collection[State], after: State) -> Past | None:
    """Return what a merge has from none of its parents."""
    told = [changes_between(side, after) for side in sides]
    ends = [{(change.path, change.kind, change.key) for change in side} for side in told]
    own = [c for c in told[0] if all((c.path, c.kind, c.key) in others for others in ends)]
    return Past(revision, tuple(own), after.name, after.title) if own else None
