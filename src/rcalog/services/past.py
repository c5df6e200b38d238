"""What became of a record, revision by revision, field by field."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook import layout
from rcalog.logbook.history import Revision, revisions
from rcalog.logbook.recordfile import RecordError, load
from rcalog.logbook.repository import UnknownRevision
from rcalog.model.changes import Change, diff
from rcalog.model.ladder import Authors
from rcalog.services.people import handle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rcalog.logbook.book import Logbook

ADDRESS = re.compile(r"<([^<>]+)>")
ANALYSIS = ("whys", "actions")


@dataclass(frozen=True)
class Past:
    """One revision of a record and what it changed.

    `created` and `removed` say that the record began or ended there; `unreadable` that one of the two sides
    was no record, so that the changes cannot be told.
    """

    revision: Revision
    changes: tuple[Change, ...]
    created: bool = False
    removed: bool = False
    unreadable: bool = False


def past(book: Logbook, ref: str | None = None, *, limit: int | None = None) -> Iterator[Past]:
    """Yield what became of a record (None: of every record), newest first."""
    folder = book.path_in_repo(layout.RECORDS).as_posix()
    globs = [f"{folder}/**/{ref}*.yaml"] if ref else [f"{folder}/**/*.yaml"]
    for count, revision in enumerate(revisions(book.repo, _where(book, ref), globs=globs)):
        if limit is not None and count >= limit:
            return
        yield of_revision(book, revision)


def of_revision(book: Logbook, revision: Revision) -> Past:
    """Return what a revision changed."""
    before_blob = blob_before(book, revision)
    before, after = _data(book, before_blob, revision.path), _data(book, revision.blob, revision.path)
    if before is None or after is None:
        return Past(revision, (), unreadable=True)
    created, removed = before_blob is None, revision.blob is None
    changes = () if created or removed else tuple(diff(before, after))
    return Past(revision, changes, created, removed)


def blob_before(book: Logbook, revision: Revision) -> str | None:
    """Return the blob that the file had before a revision, None where there was none."""
    if not revision.parents:
        return None
    try:
        return book.repo.blob_at(revision.parents[0], revision.old_path or revision.path)
    except UnknownRevision:  # a shallow clone ends here
        return None


def authors_of(book: Logbook, ref: str, *, reviewer: str) -> Authors:
    """Return who wrote a record's analysis and who ever wrote in this logbook, by their git identities."""
    analysis = {
        name
        for each in past(book, ref)
        if each.created or any(change.path.startswith(ANALYSIS) for change in each.changes)
        for name in _people(book, each.revision)
    }
    return Authors(frozenset(analysis), everybody(book), reviewer)


def everybody(book: Logbook) -> frozenset[str]:
    """Return who ever wrote in this logbook, by their git identities."""
    folder = book.path_in_repo(layout.RECORDS).as_posix()
    return frozenset(name for revision in revisions(book.repo, [folder]) for name in _people(book, revision))


def _people(book: Logbook, revision: Revision) -> Iterator[str]:
    yield handle(revision.email, book.policy)
    for value in revision.trailers.get("Co-authored-by", ()):
        for address in ADDRESS.findall(value):
            yield handle(address, book.policy)


def _where(book: Logbook, ref: str | None) -> Sequence[str]:
    """Return where the record stands now, which may be a file that a person named."""
    if ref is None:
        return ()
    return [path.as_posix() for known, path in book.catalog.ids() if known == ref]


def _data(book: Logbook, blob: str | None, path: str) -> Mapping[str, object] | None:
    """Return the data of a revision's file: empty where there was none, None where it is no record."""
    if blob is None:
        return {}
    try:
        return load(book.repo.read_blob(blob), name=path).data
    except RecordError:
        return None
