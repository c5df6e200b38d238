"""Records that a commit removed, and what is said to somebody who means one of them."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook.folders import incident_in
from rcalog.logbook.history import Revision, revisions
from rcalog.logbook.references import NoSuchIncident
from rcalog.services.states import State
from rcalog.values import Value

if TYPE_CHECKING:
    from datetime import tzinfo

    from rcalog.logbook.book import Logbook


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
    for revision in revisions(book.repo, [book.records_folder], suffix=".yaml", removals=True):
        raw = book.repo.read_blob(revision.before[0]) if revision.before[0] else None
        state = State(raw, revision.path, book)
        name = state.name or incident_in(revision.path)
        is_named = name is not None and wanted.casefold() in f"{name} {PurePosixPath(revision.path).stem.casefold()}"
        if name and is_named and name not in known:
            return Removed(name, state.title, revision)
    return None
