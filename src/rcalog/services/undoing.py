"""Taking back what a commit did to a record, through the same write path as everything else."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import layout
from rcalog.logbook.git.heads import cut_off
from rcalog.logbook.history import Revision, revisions
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.planning import RecordChanged, merged
from rcalog.logbook.records import Broken, Record, parse_record
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.standing import Found


BACK_AND_FORTH = pattern(r"^(undo|redo) [0-9a-f]+: ")
"""What the subject of a commit that took another one back begins with."""


class NothingToUndo(RcalogError):
    """The commit changed no record of this logbook."""

    code = "nothing-to-undo"

    def __init__(self, rev: str | None) -> None:
        message = f"{rev} changed no record here" if rev else "no record has been changed yet"
        super().__init__(message, hint="rcalog history")


class SeveralToUndo(RcalogError):
    """The commit changed several records."""

    code = "several-to-undo"

    def __init__(self, revision: Revision, count: int) -> None:
        hint = f"git revert {revision.short}, then: rcalog check"
        super().__init__(f"{revision.short} changed {count} records at once", hint=hint)


class NotYours(RcalogError):
    """The last commit is somebody else's, and nobody named it."""

    code = "not-yours"

    def __init__(self, revision: Revision) -> None:
        hint = f"if you mean it: rcalog undo {revision.short}"
        super().__init__(f"the last change is that of {revision.author}: {revision.subject}", hint=hint)


class CannotUndo(RcalogError):
    """What the commit did cannot be told, or does not fit the record any more."""

    code = "cannot-undo"

    def __init__(self, revision: Revision, reason: str, ref: str | None = None) -> None:
        hint = f"rcalog history {ref}" if ref else "rcalog history"
        super().__init__(f"{revision.short} cannot be taken back: {reason}", hint=hint)


@dataclass(frozen=True)
class Undone:
    """What was taken back by which commit, and what is to be said beside it."""

    revision: Revision
    saved: Saved
    remarks: tuple[str, ...] = ()


def take_back(book: Logbook, rev: str | None, *, write: Write) -> Undone:
    """Undo what one commit did to a record (None: the last one, which must be one's own); later changes stay.

    Raises:
        UnknownRevision, NothingToUndo, SeveralToUndo, NotYours, CannotUndo, and what a commit raises.
    """
    revision = _revision(book, rev)
    if rev is None and revision.email.casefold() != book.repo.known_as().email.casefold():
        raise NotYours(revision)
    before = _at(book, revision.before[0], revision.old_path or revision.path)
    after = _at(book, revision.blob, revision.path)
    return Undone(revision, write(_intent(book, revision, before, after)), tuple(_remarks(revision)))


def _remarks(revision: Revision) -> Iterator[str]:
    for there in revision.trailers.get("Moved-To", ()):
        yield f"the record is in the other logbook too: {there}"


def _intent(book: Logbook, revision: Revision, before: Found, after: Found) -> Intent:
    summary, trailers = _summary(revision), (("Undoes", revision.commit),)
    current = _current(book, after or before)
    if before is None:
        _refuse_changed(revision, current, after)
        return Intent(Operation.UNDO, current, None, summary, trailers=trailers)
    if isinstance(before, Broken):
        raise CannotUndo(revision, f"{before.path} was no valid record before it")
    if after is None:
        if current is not None:
            raise CannotUndo(revision, "the record is there again", before.incident.id)
        return Intent(Operation.UNDO, before, None, summary, raw=before.raw, trailers=trailers)
    raw = _without(book, revision, (before, after, current))
    moved = {} if current is None or revision.old_path is None else _moved_back(book, revision, current, raw)
    return Intent(Operation.UNDO, current, None, summary, raw=raw, trailers=trailers, extra_paths=moved)


def _without(book: Logbook, revision: Revision, states: tuple[Record, Record | Broken, Found]) -> bytes:
    """Return the text of the record without what the commit did to it."""
    before, after, current = states
    if current is None:
        raise CannotUndo(revision, "the record is gone", before.incident.id)
    if current.raw == after.raw:
        return before.raw
    if isinstance(after, Broken) or isinstance(current, Broken):
        raise CannotUndo(revision, "the record is not valid, or was not after it", before.incident.id)
    try:
        return merged(before, after, current, book).raw
    except RecordChanged as error:
        paths = ", ".join(dict.fromkeys(change.path for change in error.changes))
        raise CannotUndo(revision, f"changed since then: {paths}", before.incident.id) from error


def _refuse_changed(revision: Revision, current: Found, after: Found) -> None:
    if current is None:
        raise CannotUndo(revision, "the record is gone")
    if after is None or current.raw != after.raw:
        name = current.incident.id if isinstance(current, Record) else current.id
        raise CannotUndo(revision, "it made the record, which was changed since; take that back first", name)


def _moved_back(book: Logbook, revision: Revision, current: Record | Broken, raw: bytes) -> dict[str, bytes | None]:
    """Return the files that bring a record back to where it was before the commit moved it."""
    old = revision.old_path or revision.path
    if current.path.as_posix() != revision.path or (book.repo.top / old).exists():
        return {}
    return {current.path.as_posix(): None, old: raw}


def _revision(book: Logbook, rev: str | None) -> Revision:
    found = _last(book) if rev is None else _changed_by(book, book.repo.resolve(rev))
    if not found:
        raise NothingToUndo(rev)
    if len(found) > 1:
        raise SeveralToUndo(found[0], len(found))
    if _is_cut_off(book, found[0]):
        raise CannotUndo(found[0], "what was before it is not in this shallow clone")
    return found[0]


def _changed_by(book: Logbook, commit: str) -> list[Revision]:
    """Return what a commit changed in records."""
    found = revisions(book.repo, [_records(book)], suffix=".yaml", start=commit, limit=1)
    return [revision for revision in found if revision.commit == commit]


def _last(book: Logbook) -> list[Revision]:
    """Return what the newest commit that changed records did to them; a merge is nobody's change of a record."""
    for limit in (20, None):
        walk = revisions(book.repo, [_records(book)], suffix=".yaml", limit=limit)
        found = [revision for revision in walk if len(revision.parents) < 2]
        if found:
            return [revision for revision in found if revision.commit == found[0].commit]
    return []


def _records(book: Logbook) -> str:
    return book.path_in_repo(layout.RECORDS).as_posix()


def _is_cut_off(book: Logbook, revision: Revision) -> bool:
    """Return whether a commit looks like the first one only because the clone begins there."""
    return not revision.parents and revision.commit in cut_off(book.place)


def _summary(revision: Revision) -> str:
    """Return what taking a commit back does, in its own words; taking back an undo brings back what that took."""
    ref = next(iter(revision.trailers.get("Incident", ())), "")
    told = revision.subject.removeprefix(f"{ref}: ")
    said = BACK_AND_FORTH.sub("", told) if (undone := revision.trailers.get("Undoes")) else told
    if undone and told.startswith("undo "):
        return f"redo {undone[0][: len(revision.short)]}: {said}"
    return f"undo {revision.short}: {said}"


def _at(book: Logbook, blob: str | None, path: str) -> Found:
    return parse_record(PurePosixPath(path), book.repo.read_as_file(blob, path), book.repo) if blob else None


def _current(book: Logbook, known: Found) -> Found:
    """Return the record as it is now, wherever its file is."""
    if known is None:
        return None
    name = known.incident.id if isinstance(known, Record) else known.id
    paths: Sequence[PurePosixPath] = [path for each, path in book.catalog.ids() if each == name]
    place = known.path if known.path in paths or not paths else paths[0]
    return book.catalog.read(place)
