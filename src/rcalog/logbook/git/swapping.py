"""A branch, the index and the files change over to commits that were made once more, all together or not at all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git import objects, state, taking
from rcalog.logbook.git.commits import Stamp, settle, update_head, write_commit
from rcalog.logbook.git.objects import TreeEntry
from rcalog.logbook.git.preflight import AGAIN
from rcalog.logbook.git.rewriting import Rewritten, write
from rcalog.logbook.git.scratch import scratch_folder, signals_held
from rcalog.logbook.git.settings import Settings
from rcalog.logbook.git.staging import IndexFile, publish, users_index
from rcalog.logbook.git.workfiles import WorkFiles

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place


class BranchMoved(RcalogError):
    """Somebody committed while this was worked out."""

    code = "branch-moved"

    def __init__(self) -> None:
        super().__init__("the branch has been changed by another commit meanwhile", hint=AGAIN)


@dataclass(frozen=True)
class Swapped:
    """The commit that the branch has now; None where there was nothing to change in its history."""

    commit: str | None
    warnings: tuple[str, ...]


def swap(
    place: Place, found: Rewritten, files: Mapping[str, bytes | None], head: str | None, message: bytes
) -> Swapped:
    """Let the branch go on from the new commits, with one on top that says so. The caller holds the lock.

    `files` are those of the work tree that change with it; None removes one. On any failure everything is as it was.

    Raises: BranchMoved, SigningFailed, IdentityMissing, GitLocked, DiskRefused, GitFailed.
    """
    settings = Settings(place)
    author, date = state.author(place, settings)
    env = {"GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email, "GIT_AUTHOR_DATE": date}
    found.signs = settings.signs and bool(found.unsigned)
    with scratch_folder(place) as scratch:
        write(place, scratch, found)
        commit = _told(place, found.commits.get(head or ""), message, Stamp(env, settings.signs))
        work = WorkFiles(place.top, scratch)
        try:
            for path, raw in files.items():
                work.put(path, raw)
            with signals_held(), users_index(place, scratch) as index:
                entries = dict(_entries(index, found))
                index.put(entries, [path for path, entry in entries.items() if _holds(place, files.get(path), entry)])
                if commit and not update_head(place, commit, head, message):
                    raise BranchMoved
                if entries:
                    publish(index)
        except BaseException:
            taking.put_back(place, work, head)
            raise
    said = settle(place, state.branch_ref(place)) if commit else []
    if found.unsigned and not found.signs:
        said.append(f"{len(found.unsigned)} commits are not signed any more: commit.gpgSign is not set")
    return Swapped(commit, tuple(said))


def _told(place: Place, tip: str | None, message: bytes, stamp: Stamp) -> str | None:
    """Write the commit that changes nothing, and says what was done to those before it."""
    if tip is None:
        return None
    tree = place.read("rev-parse", "--verify", "--end-of-options", f"{tip}^{{tree}}").text
    return write_commit(place, tree, [tip], message, stamp)


def _holds(place: Place, raw: bytes | None, entry: TreeEntry | None) -> bool:
    """Whether a file of the work tree is what its new entry says, so that git need not call it changed."""
    return raw is not None and entry is not None and objects.blob_oid(place, raw, entry.path) == entry.oid


def _entries(index: IndexFile, found: Rewritten) -> Iterator[tuple[str, TreeEntry | None]]:
    """Yield what changes in the index: entries whose file was made once more, or has another name now."""
    for field in index.write("ls-files", "--stage", "-z").fields:
        facts, path = field.split("\t", 1)
        mode, oid, stage = facts.split(" ")
        new = found.renamed(path)
        if stage == "0" and (oid in found.files or new != path):
            if new != path:
                yield path, None
            yield new, TreeEntry(new, mode, found.files.get(oid, oid))
