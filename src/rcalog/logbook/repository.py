"""The repository that a logbook lies in, as the rest of rcalog sees it."""

from __future__ import annotations

import os
import shlex
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.logbook.atomic import DiskRefused, SymlinkInPath
from rcalog.logbook.git import committing, heads, objects, state, status, trees
from rcalog.logbook.git.commits import SigningFailed
from rcalog.logbook.git.committing import CommitResult, NothingToCommit, Wanted
from rcalog.logbook.git.hooks import HookRejected, HookStagedOthers
from rcalog.logbook.git.objects import FULL_OID, TreeEntry, UnknownRevision
from rcalog.logbook.git.place import BareRepository, Place, UntrustedRepository, locate
from rcalog.logbook.git.preflight import (
    AGAIN,
    EditedMeanwhile,
    HeadMoved,
    InSubmodule,
    OperationInProgress,
    in_progress,
    way_out,
)
from rcalog.logbook.git.run import GitFailed, GitTooOld, installed_git, require_git, run_git
from rcalog.logbook.git.spawn import GitMissing
from rcalog.logbook.git.staging import GitLocked
from rcalog.logbook.git.state import EditorMissing, Identity, IdentityMissing
from rcalog.logbook.git.status import StatusEntry
from rcalog.logbook.lock import LockBusy, NestedWrite

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

__all__ = [
    "AGAIN",
    "BareRepository",
    "CommitResult",
    "DiskRefused",
    "EditedMeanwhile",
    "EditorMissing",
    "GitFailed",
    "GitLocked",
    "GitMissing",
    "GitTooOld",
    "HeadMoved",
    "HookRejected",
    "HookStagedOthers",
    "Identity",
    "IdentityMissing",
    "InSubmodule",
    "LockBusy",
    "NestedWrite",
    "NothingToCommit",
    "OperationInProgress",
    "Repository",
    "SigningFailed",
    "StatusEntry",
    "SymlinkInPath",
    "TreeEntry",
    "UnknownRevision",
    "UntrustedRepository",
    "in_progress",
    "installed_git",
    "run_git",
    "way_out",
]


RESTORE = ("--staged", "--worktree")
"""How git brings a file back, also one that was deleted with `git rm`."""


class Repository:
    """A repository with a work tree. Paths are relative to its top, with slashes."""

    def __init__(self, place: Place) -> None:
        self.place = place
        self.top, self.git_dir, self.common_dir = place.top, place.git_dir, place.common_dir

    @classmethod
    def find(cls, path: Path) -> Repository | None:
        """Return the repository whose work tree holds `path`, None when there is none.

        Raises: BareRepository, UntrustedRepository, GitMissing, GitTooOld.
        """
        place = locate(str(path))
        return cls(place) if place else None

    @classmethod
    def init(cls, path: Path) -> Repository:
        """Make a repository at `path`, or return the one that begins there.

        Raises: GitMissing, GitTooOld, DiskRefused.
        """
        require_git()
        args = ["init", "--quiet", "--", str(path.absolute())]
        made = run_git(args, cwd=Path("/"), write=True)
        place = locate(str(path))
        if place is None:
            raise GitFailed(args, made.code, made.err)
        return cls(place)

    def head(self) -> str | None:
        """Return the commit that is checked out, None before the first one."""
        return heads.head(self.place)

    def short(self, commit: str) -> str:
        """Return the beginning of a commit's id, as people pass it on."""
        return self.place.read("rev-parse", "--short", commit).text

    def remember_paths(self) -> bool:
        """Have git remember which paths each commit changed; return whether that is new (see `graph`)."""
        from rcalog.logbook.git.graph import remember_paths

        return remember_paths(self.place)

    def branch(self) -> str | None:
        """Return the branch that is checked out, born or not; None when HEAD is detached."""
        ref = state.branch_ref(self.place)
        return ref.removeprefix("refs/heads/") if ref else None

    @cached_property
    def is_submodule(self) -> bool:
        """Whether another repository keeps this one as a submodule."""
        return state.is_submodule(self.place)

    def operation(self) -> str | None:
        """Name what git is in the middle of: merge, rebase, cherry-pick, revert, am, bisect, or None."""
        return state.operation(self.place)

    def identity(self) -> Identity:
        """Return who the author of the next commit is.

        Raises: IdentityMissing.
        """
        self.place.forget_settings()
        return self._author()

    def known_as(self) -> Identity:
        """Return the author of the next commit by the name and the address that the mailmap has for them.

        Raises: IdentityMissing.
        """
        return state.mapped(self.place, self._author(), self.place.settings)

    def _author(self) -> Identity:
        return state.author(self.place, self.place.settings)[0]

    def set_identity(self, name: str, email: str) -> None:
        """Keep a name and an address for this repository only."""
        self.set_config("user.name", name)
        self.set_config("user.email", email)

    def config(self, key: str) -> str | None:
        """Return what the user's git configuration says for a key, None when nothing."""
        return self.place.settings.get(key)

    def set_config(self, key: str, value: str) -> None:
        """Set a key in this repository's configuration; comments and other keys stay."""
        self.place.write("config", "--local", "--replace-all", key, value)
        self.place.forget_settings()

    def editor(self) -> str:
        """Return the shell command of the user's editor, as git would find it.

        Raises: EditorMissing.
        """
        answer = run_git(["var", "GIT_EDITOR"], cwd=self.top, user_env=True, check=False)
        if answer.code:
            raise EditorMissing
        return answer.text

    def pager(self) -> str:
        """Return the shell command of the user's pager, as git would find it; "cat" for none."""
        return run_git(["var", "GIT_PAGER"], cwd=self.top, user_env=True).text

    def resolve(self, rev: str) -> str:
        """Return the commit that the user's words name.

        Raises: UnknownRevision.
        """
        return objects.resolve(self.place, rev)

    def blob_at(self, rev: str, path: str) -> str | None:
        """Return the id of the file at `path` in a commit, None when there is none.

        Raises: UnknownRevision.
        """
        entry = self.entry_at(rev, path)
        return entry.oid if entry and entry.is_file else None

    def entry_at(self, rev: str, path: str) -> TreeEntry | None:
        """Return what stands at `path` in a commit: a file, a link or a folder; None for nothing.

        Raises: UnknownRevision.
        """
        commit = self._commit(rev)
        return trees.entries_at(self.place, commit, [path])[path] if commit else None

    def ask_ahead(self, path: str) -> None:
        """Have git read what HEAD holds around a path, for whoever asks for it next."""
        if head := self.head():
            trees.ask_ahead(self.place, head, [path])

    def _commit(self, rev: str) -> str | None:
        return self.head() if rev == "HEAD" else rev if FULL_OID.fullmatch(rev) else self.resolve(rev)

    @cached_property
    def is_whole(self) -> bool:
        """Whether every object of the history is in this clone."""
        return objects.is_whole(self.place)

    def blob_sizes(self, oids: Collection[str]) -> dict[str, int]:
        """Return how many bytes each of these blobs has; those that are not in this clone are left out."""
        return objects.blob_sizes(self.place, oids)

    def files_at(self, rev: str, folder: str) -> list[tuple[str, str]]:
        """Return path and blob id of every file below a folder in a commit ("" for all).

        Raises: UnknownRevision.
        """
        commit, wanted = self._commit(rev), [folder] if folder else []
        found = objects.entries(self.place, commit, wanted, recursive=True) if commit else []
        return [(entry.path, entry.oid) for entry in found if entry.is_file]

    def blob_oid(self, raw: bytes, path: str) -> str:
        """Return the id that git would give these bytes at this path, filters applied."""
        return objects.blob_oid(self.place, raw, path)

    def is_stored_as(self, raw: bytes, path: str, oid: str | None) -> bool:
        """Say whether adding these bytes at this path gives this blob."""
        return oid is not None and objects.is_stored_as(self.place, raw, path, oid)

    def read_blob(self, oid: str) -> bytes:
        """Return the bytes of a blob as git stores them."""
        return objects.read_blob(self.place, oid)

    def read_as_file(self, oid: str, path: str) -> bytes:
        """Return the bytes that a file has while git stores this blob of it, filters applied."""
        return objects.read_filtered(self.place, oid, path)

    def read_blobs(self, oids: Sequence[str]) -> dict[str, bytes]:
        """Return the bytes of several blobs as git stores them."""
        return heads.blobs(self.place, oids)

    def ignored(self, path: str) -> bool:
        """Say whether git ignores this path."""
        return state.ignored(self.place, [path]) == [path]

    def restoring(self, path: str) -> str:
        """Return the git command that brings a file back as it was committed, to be typed where the user stands."""
        here = Path.cwd()
        restore = ["restore", f"--source={self._last_with(path)}", *RESTORE]
        if here != self.top and self.top not in here.parents:
            return shlex.join(["git", "-C", str(self.top), *restore, path])
        return shlex.join(["git", *restore, os.path.relpath(self.top / path, here)])

    def _last_with(self, path: str) -> str:
        """Return a revision that has a file which was committed once: HEAD, or what stood before it was deleted."""
        if self.blob_at("HEAD", path):
            return "HEAD"
        deleted = self.place.read("rev-list", "--max-count=1", "HEAD", "--", path, check=False).text.strip()
        return f"{self.short(deleted)}^" if deleted else "HEAD"

    def changed_since(self, rev: str, folder: str) -> set[str]:
        """Return the paths below a folder that differ from where this branch left a revision, committed or not.

        Raises: UnknownRevision.
        """
        return status.changed_since(self.place, rev, folder)

    def status(self, folder: str) -> list[StatusEntry]:
        """Return every path below a folder that differs from the index or the index from HEAD; untracked files too."""
        return status.differing(self.place, folder)

    def commit_paths(
        self,
        files: Mapping[str, bytes | None],
        *,
        message: str,
        expect: Mapping[str, str | None],
        check_content: Callable[[str, bytes], None] | None = None,
        label: Mapping[str, object] | None = None,
    ) -> CommitResult:
        """Write these files (None removes one) and commit them, and nothing else, on top of HEAD.

        `expect` has the blob that the edit of each file began from (None: there was no file);
        `check_content` is called with what a hook made of a file; `label` is kept for who has to finish it.
        The user's other staged and unstaged changes stay as they are. On any failure nothing has changed.

        Raises: HeadMoved, EditedMeanwhile, NothingToCommit, HookRejected, HookStagedOthers, SigningFailed,
            IdentityMissing, OperationInProgress, InSubmodule, SymlinkInPath, DiskRefused, LockBusy, GitLocked,
            NestedWrite, GitTooOld, and whatever `check_content` raises.
        """
        expect = {path: expect.get(path) for path in files}
        return committing.commit(self.place, Wanted(files, expect, message, check_content, label or {}))
