"""The revisions of one record, under every name that its file ever had, deleted records too."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook import layout
from rcalog.logbook.history import Revision, revisions
from rcalog.logbook.references import NoSuchIncident
from rcalog.services.states import State
from rcalog.values import Value

if TYPE_CHECKING:
    from datetime import tzinfo

    from rcalog.logbook.book import Logbook


class RecordFile(Value):
    """The record that is meant: its id, and where its file is, or was last."""

    id: str
    path: PurePosixPath


class Removed(Value):
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
    known = {each.id for each in book.index.names()}
    for revision in revisions(book.repo, [_folder(book)], suffix=".yaml", removals=True):
        raw = book.repo.read_blob(revision.before[0]) if revision.before[0] else None
        state = State(raw, revision.path, book.repo)
        name = state.name or layout.id_of(PurePosixPath(revision.path))
        is_named = name is not None and wanted.casefold() in f"{name} {PurePosixPath(revision.path).stem.casefold()}"
        if name and is_named and name not in known:
            return Removed(name, state.title, revision)
    return None


def of_record(book: Logbook, file: RecordFile) -> list[Revision]:
    """Return the revisions of a record, the newest first.

    git is asked for the folder or the names of its file alone, which is many times faster than `git log --follow`;
    where the file came from is looked up at the commits that made it.
    """
    names = {file.path.as_posix()}
    while True:
        found = list(_under(book, file.id, names))
        births = [each for each in found if each.blob and not each.old_path and not any(each.before)]
        earlier = {old for each in births for old in _sources(book, each)} - names
        if not earlier:
            return found
        names |= earlier


def _under(book: Logbook, ref: str, names: Collection[str]) -> Iterator[Revision]:
    """Yield the revisions of the files with these names, and of those that have the id in their name beside them."""
    known = set(names)
    month = _folder(book) + f"/{ref[:4]}/{ref[4:6]}"
    places = sorted({month if name.rpartition("/")[0] == month else name for name in known})
    for revision in revisions(book.repo, places, suffix=".yaml"):
        if revision.path in known or layout.id_of(PurePosixPath(revision.path)) == ref:
            if revision.old_path:
                known.add(revision.old_path)
            yield revision


def _sources(book: Logbook, birth: Revision) -> Iterator[str]:
    """Yield the name that a file had before the commit in which it came under its present one."""
    for each in revisions(book.repo, [_folder(book)], suffix=".yaml", start=birth.commit, limit=1):
        if each.commit == birth.commit and each.path == birth.path and each.old_path:
            yield each.old_path


def _folder(book: Logbook) -> str:
    return book.path_in_repo(layout.RECORDS).as_posix()
