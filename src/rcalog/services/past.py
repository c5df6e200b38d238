"""What became of a record, revision by revision, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook import layout
from rcalog.logbook.history import Revision, revisions
from rcalog.logbook.planning import named_data
from rcalog.logbook.recordfile import RecordError, load
from rcalog.logbook.records import Record, parse_record
from rcalog.logbook.references import NoSuchIncident
from rcalog.model.changes import Change, diff

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import tzinfo

    from rcalog.logbook.book import Logbook


@dataclass(frozen=True)
class Past:
    """One revision of a record and what it changed.

    `created` and `removed` say that the record began or ended there; `unreadable` that it was no YAML from then on.
    Where what was there before could not be read, the changes are those since `compared`, an earlier commit.
    """

    revision: Revision
    changes: tuple[Change, ...] = ()
    incident: str | None = None
    title: str = ""
    created: bool = False
    removed: bool = False
    unreadable: bool = False
    compared: str | None = None


@dataclass(frozen=True)
class State:
    """What a file held: its data as it stands, and with an id for every item, where it is a valid record."""

    data: Mapping[str, object] | None
    named: Mapping[str, object] | None


NOTHING = State({}, {})


def past(book: Logbook, ref: str | None = None, *, limit: int | None = None) -> tuple[list[Past], int]:
    """Return what became of a record (None: of every record), newest first, and how many revisions there are."""
    found = list(_walk(book, ref))
    reader = _Reader(book, found)
    told = (each for each in map(reader.told, found) if each)
    return list(islice(told, limit)), len(found)


@dataclass(frozen=True)
class Removed:
    """A record that a commit removed: what it was, and by which commit."""

    incident: str
    title: str
    revision: Revision


class IncidentRemoved(NoSuchIncident):
    """The record that is meant was removed by a commit; `removed` says which."""

    code = "incident-removed"

    def __init__(self, ref: str, removed: Removed, zone: tzinfo) -> None:
        super().__init__(ref)
        revision, moved_to = removed.revision, next(iter(removed.revision.trailers.get("Moved-To", ())), None)
        what = f"moved to {moved_to}" if moved_to else "deleted"
        when = f"{revision.when.astimezone(zone):%Y-%m-%d %H:%M}"
        self.message = f"{removed.incident} was {what} by {revision.author}, {when}: {removed.title}"
        self.hint = f"to bring it back: rcalog undo {revision.short}; its story: rcalog history {removed.incident}"
        self.removed = removed


def removed(book: Logbook, wanted: str) -> Removed | None:
    """Return the record that was removed last among those whose id or file name has `wanted` in it."""
    known = {name for name, _ in book.catalog.ids()}
    for revision in revisions(book.repo, globs=[_records(book)], removals=True):
        name, title = _name(_state(book, revision.before[0], revision.path)) if revision.before[0] else (None, "")
        name = name or layout.id_of(PurePosixPath(revision.path))
        is_named = name is not None and wanted.casefold() in f"{name} {PurePosixPath(revision.path).stem.casefold()}"
        if name and is_named and name not in known:
            return Removed(name, title, revision)
    return None


class _Reader:
    """Tells what revisions changed; each blob is read once."""

    def __init__(self, book: Logbook, found: Iterable[Revision]) -> None:
        self.book = book
        self.found = list(found)
        self.known: dict[str, State] = {}

    def told(self, revision: Revision) -> Past | None:
        """Return what a revision changed; None for a merge that only brought together what others had changed."""
        after = self.state(revision.blob, revision.path)
        if after.data is None:
            return Past(revision, (), layout.id_of(PurePosixPath(revision.path)), unreadable=True)
        if len(revision.before) > 1:
            return self._merge(revision, after)
        before, compared = self.state(revision.before[0], revision.path), None
        if before.data is None:
            before, compared = self._earlier(revision)
        created, removed = revision.before[0] is None, revision.blob is None
        changes = () if removed else tuple(_changes(before, after))
        return Past(revision, changes, *_name(before if removed else after), created, removed, compared=compared)

    def state(self, blob: str | None, path: str) -> State:
        """Return what a blob holds."""
        if blob is None:
            return NOTHING
        if blob not in self.known:
            self.known[blob] = _state(self.book, blob, path)
        return self.known[blob]

    def _merge(self, revision: Revision, after: State) -> Past | None:
        """Return what a merge has from none of its parents."""
        sides = [_changes(self.state(blob, revision.path), after) for blob in revision.before]
        ends = [{(change.path, change.kind, change.key) for change in side} for side in sides]
        own = [c for c in sides[0] if all((c.path, c.kind, c.key) in others for others in ends)]
        return Past(revision, tuple(own), *_name(after)) if own else None

    def _earlier(self, revision: Revision) -> tuple[State, str | None]:
        """Return the newest state before a revision that could be read, and its commit."""
        for each in self.found[self.found.index(revision) + 1 :]:
            state = self.state(each.blob, each.path)
            if each.path in (revision.path, revision.old_path) and state.data is not None:
                return state, each.short
        return NOTHING, None


def _walk(book: Logbook, ref: str | None) -> Iterator[Revision]:
    """Yield the revisions of a record under every name that its file ever had."""
    names = {path.as_posix() for known, path in book.catalog.ids() if known == ref}
    gone = removed(book, ref) if ref and not names else None
    names |= {gone.revision.path} if gone else set()
    for revision in revisions(book.repo, globs=[_records(book)]):
        if ref is None or revision.path in names or layout.id_of(PurePosixPath(revision.path)) == ref:
            if revision.old_path:
                names.add(revision.old_path)
            yield revision


def _records(book: Logbook) -> str:
    return f"{book.path_in_repo(layout.RECORDS).as_posix()}/**/*.yaml"


def _state(book: Logbook, blob: str, path: str) -> State:
    raw = book.repo.read_blob(blob)
    record = parse_record(PurePosixPath(path), raw, book.repo)
    if isinstance(record, Record):
        return State(record.document.data, named_data(record))
    try:
        return State(load(raw, name=path).data, None)
    except RecordError:
        return State(None, None)


def _changes(before: State, after: State) -> list[Change]:
    """Return the changes between two states: ids that were given on the way are none."""
    if before.named is not None and after.named is not None:
        return diff(before.named, after.named)
    return diff(before.data or {}, after.data or {})


def _name(state: State) -> tuple[str | None, str]:
    """Return the id and the title that a record has."""
    data = state.data or {}
    return str(data["id"]) if "id" in data else None, str(data.get("title", ""))
