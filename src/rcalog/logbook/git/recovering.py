"""What became of a commit whose process died in the middle of it, and how it is finished or undone."""

from __future__ import annotations

from enum import Enum, auto
from typing import TYPE_CHECKING

from rcalog.logbook import atomic
from rcalog.logbook.git import heads, objects, reflocks, state, taking, trees
from rcalog.logbook.git.committing import CommitResult, Wanted, commit
from rcalog.logbook.git.scratch import scratch_folder, signals_held
from rcalog.logbook.git.staging import publish, users_index
from rcalog.logbook.git.workfiles import read_file, remove_file

if TYPE_CHECKING:
    from collections.abc import Callable

    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.redo import Redo


class Became(Enum):
    """How far a commit has come."""

    COMMITTED = auto()
    NOTHING = auto()
    WRITTEN = auto()
    """Some or all of the files are new, HEAD is as it was."""
    OTHERWISE = auto()
    """Somebody has gone on from there."""


def look(place: Place, redo: Redo) -> Became:
    """Return what became of a commit that was begun in this work tree. The caller holds the lock."""
    reflocks.release(place, redo.ref)
    for path in redo.files:
        atomic.clear_torn(place.top / path)
    head = heads.head(place)
    there = trees.entries_at(place, head, redo.files) if head else {}
    blobs = {path: entry.oid if (entry := there.get(path)) else None for path in redo.files}
    if all(blobs[path] == new for path, (_, new) in redo.files.items()):
        return Became.COMMITTED
    if any(blobs[path] != old for path, (old, _) in redo.files.items()) or state.branch_ref(place) != redo.ref:
        return Became.COMMITTED if _has_been_committed(place, redo, head) else Became.OTHERWISE
    news, olds = ([_holds(place, path, pair[side]) for path, pair in redo.files.items()] for side in (1, 0))
    if not all(new or old for new, old in zip(news, olds, strict=True)):
        return Became.OTHERWISE
    return Became.NOTHING if all(olds) else Became.WRITTEN


def finish(place: Place, redo: Redo, check_content: Callable[[str, bytes], None]) -> CommitResult:
    """Commit what was written, as it was meant.

    Raises: see Repository.commit_paths.
    """
    files = {path: contents(place, path, new) for path, (_, new) in redo.files.items()}
    expect = {path: old for path, (old, _) in redo.files.items()}
    return commit(place, Wanted(files, expect, redo.message, check_content, redo.label, redo.author, redo.standing))


def put_back(place: Place, redo: Redo) -> None:
    """Put back the files that nobody else has changed since or committed; an edit that stood there before stays.

    Raises: DiskRefused, SymlinkInPath.
    """
    for path, (old, new) in redo.files.items():
        if path in redo.standing or not _holds(place, path, new) or taking.is_in(place, path, new):
            continue
        raw = contents(place, path, old)
        if raw is None:
            remove_file(place.top, path)
        else:
            atomic.replace(place.top / path, raw, root=place.top)


def mend_index(place: Place, redo: Redo) -> None:
    """Have git's index follow where the process died between HEAD and index; what was staged since stays.

    Raises: GitLocked, DiskRefused.
    """
    listed = place.read("ls-files", "--stage", "-z", "--", *redo.files).fields
    staged = {path: facts.split(" ")[1] for facts, path in (field.split("\t", 1) for field in listed)}
    stale = {path for path, (old, new) in redo.files.items() if old != new and staged.get(path) == old}
    if not stale:
        return
    entries = trees.entries_at(place, str(heads.head(place)), stale)
    with scratch_folder(place) as scratch, signals_held(), users_index(place, scratch) as index:
        index.put(entries, [path for path in stale if (entry := entries[path]) and _holds(place, path, entry.oid)])
        publish(index)


def contents(place: Place, path: str, oid: str | None) -> bytes | None:
    """Return the bytes that a file has while git stores this blob of it.

    Raises: GitFailed: where the blob is gone.
    """
    if oid is None:
        return None
    there = read_file(place.top, path)
    if there is not None and objects.is_stored_as(place, there, path, oid):
        return there
    return objects.read_filtered(place, oid, path)


def _holds(place: Place, path: str, oid: str | None) -> bool:
    there = read_file(place.top, path)
    if there is None or oid is None:
        return there is None and oid is None
    return objects.is_stored_as(place, there, path, oid)


def _has_been_committed(place: Place, redo: Redo, head: str | None) -> bool:
    """Return whether the commit is there, with other commits on top."""
    if head is None:
        return False
    since = [f"^{redo.head}"] if redo.head else []
    args = ("log", "--format=", "--raw", "--no-abbrev", "--no-renames", "--no-ext-diff", "-m", "--first-parent", "-z")
    fields = place.read(*args, head, *since, "--", *redo.files, check=False).fields
    came = {(path, facts.split(" ")[3]) for facts, path in zip(fields[::2], fields[1::2], strict=False)}
    return all((path, new) in came for path, (_, new) in redo.files.items() if new)
