"""Index files: a private one for the commit, and the user's own, of which nothing else may change."""

from __future__ import annotations

import json
import os
import shutil
import threading
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.atomic import append_line, disk_refusals, sync
from rcalog.logbook.git.looking import index_mark
from rcalog.logbook.git.run import WRITE_FLAGS
from rcalog.logbook.git.spawn import LITERAL, Started, environment
from rcalog.logbook.lock import LockBusy
from rcalog.logbook.owner import Owner
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from rcalog.logbook.git.objects import TreeEntry
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.spawn import GitResult

_TRIES, _PAUSE_S = 50, 0.02
_UNSYNCED = ("-c", "core.fsync=loose-object,reference")
_AT_ONCE = 500
"""So many paths fit into one command line."""


class GitLocked(LockBusy):
    """A lock file of git is in the way."""

    code = "git-locked"

    def __init__(self, path: Path, holder: str = "") -> None:
        self.path, self.holder = path, holder
        what = f"process {holder} holds {path}" if holder else f"another git command is at work, or was killed: {path}"
        hint = f"try again; if no git is running any more: rm {path}"
        RcalogError.__init__(self, what, hint=hint)


class IndexFile(Value):
    """An index that is not where git looks for it by itself."""

    place: Place
    path: Path

    @property
    def env(self) -> dict[str, str]:
        """What makes git use this index."""
        return {"GIT_INDEX_FILE": str(self.path)}

    def copy_users(self) -> None:
        """Begin with the user's index; its time goes along, for git judges by it which files need a second look."""
        with suppress(FileNotFoundError):
            shutil.copy2(_users_index(self.place), self.path)

    def write(self, *args: str, stdin: bytes | None = None) -> GitResult:
        """Have git work on this index; it is waited for once, in `publish`, and not after every step."""
        return self.place.write(*_UNSYNCED, *args, stdin=stdin, env=self.env)

    def start(self, *args: str) -> Started:
        """Have git work on this index as `write` does, without waiting for it."""
        flags = (LITERAL, *WRITE_FLAGS, *_UNSYNCED)
        env = environment(write=True) | self.env
        return Started([*flags, *args], self.place.folder, user_env=True, env=env)

    @property
    def state(self) -> tuple[int, int, int]:
        """What differs once a program has written to this index."""
        facts = self.path.stat()
        return facts.st_ino, facts.st_mtime_ns, facts.st_size

    def read_commit(self, commit: str | None) -> None:
        """Make the index hold exactly what a commit holds (None: nothing), keeping what it knows about files."""
        # -i and --reset, because -m alone refuses when a file is both staged and changed, or unmerged.
        args = ("-i", "--reset", commit) if commit else ("--empty",)
        self.write("-c", "core.splitIndex=false", "read-tree", *args)

    def put(self, entries: Mapping[str, TreeEntry | None], looked_at: Collection[str] = ()) -> None:
        """Set the entries of these paths, and only of these; None removes one.

        Size and time of the files at `looked_at`, which hold what their entries say, are noted, so that git does
        not call them changed.
        """
        paths = list(entries)
        for some in (paths[first : first + _AT_ONCE] for first in range(0, len(paths), _AT_ONCE)):
            self.write(*_putting({path: entries[path] for path in some}, looked_at))

    def write_tree(self) -> str:
        """Write what the index holds as a tree and return its id."""
        return self.write("write-tree").text


class Prepared:
    """A copy of the user's index into which git puts what is committed, while the commit is still being made.

    It counts if nobody has touched the user's index since, and what is committed is what was put in.
    """

    def __init__(self, place: Place, scratch: Path, entries: Mapping[str, TreeEntry | None]) -> None:
        self._place, self._entries, self._mark = place, entries, index_mark(place)
        self.index = IndexFile(place, scratch / "prepared-index")
        with disk_refusals(self.index.path):
            self.index.copy_users()
        self._begun = self.index.start(*_putting(entries, self._looked_at))

    @property
    def _looked_at(self) -> list[str]:
        return [path for path, entry in self._entries.items() if entry]

    def holds(self, entries: Mapping[str, TreeEntry | None], looked_at: Collection[str]) -> bool:
        """Wait for git, and return whether it has put in what is committed."""
        is_meant = (entries, list(looked_at)) == (self._entries, self._looked_at)
        return is_meant and not self._begun.result(check=False).code

    @property
    def is_current(self) -> bool:
        """Whether nobody has touched the user's index since."""
        return index_mark(self._place) == self._mark

    @staticmethod
    def can_hold(entries: Collection[str]) -> bool:
        """Return whether so many paths can be put into it."""
        return len(entries) <= _AT_ONCE


def _putting(entries: Mapping[str, TreeEntry | None], looked_at: Collection[str]) -> list[str]:
    """Return the git command that does what `IndexFile.put` says."""
    kept = [f"{entry.mode},{entry.oid},{entry.path}" for entry in entries.values() if entry]
    seen = [f"./{path}" for path in entries if path in looked_at]
    removed = [f"./{path}" for path, entry in entries.items() if not entry]
    # Options count from where they stand on: what is set is then looked at, and only the rest is removed.
    args = [*(word for each in kept for word in ("--cacheinfo", each)), *seen]
    return ["update-index", "--add", "--replace", *args, *(["--force-remove", *removed] if removed else [])]


@contextmanager
def users_index(
    place: Place, scratch: Path, claim: Path | None = None, prepared: Prepared | None = None
) -> Iterator[IndexFile]:
    """Hold git's own lock on the user's index and hand out a copy; `publish` puts the copy in its place.

    `claim` is a file that names us as the owner and is on the disk already: the lock is a link to it, so that it has
    a name in it after a power cut, too. What was `prepared` is handed out where it is still up to date.

    Raises: GitLocked, DiskRefused.
    """
    lock = _users_index(place).with_name("index.lock")
    with disk_refusals(lock):
        _take(lock, claim or _new_claim(scratch))
    try:
        if prepared and prepared.is_current:
            yield prepared.index
            return
        copy = IndexFile(place, scratch / "users-index")
        with disk_refusals(copy.path):
            copy.copy_users()
        yield copy
    finally:
        lock.unlink()


def publish(copy: IndexFile) -> None:
    """Put a copy from `users_index` in the place of the user's index."""
    with copy.path.open("rb") as written:
        sync(written.fileno())
    copy.path.replace(_users_index(copy.place))


def _users_index(place: Place) -> Path:
    return Path(os.path.realpath(place.git_dir / "index"))


def _new_claim(scratch: Path) -> Path:
    claim = scratch / "owner.json"
    append_line(claim, json.dumps({"owner": Owner.here().as_dict()}))
    return claim


def _take(lock: Path, claim: Path) -> None:
    """Make the lock appear with our name in it in one step; wait a little for the likes of git status."""
    for _ in range(_TRIES):
        try:
            os.link(claim, lock)
        except FileExistsError:
            if not _drop_dead(lock):
                threading.Event().wait(_PAUSE_S)  # git tells nobody when it lets go
        else:
            return
    raise GitLocked(lock, _live_owner(lock))


def _drop_dead(lock: Path) -> bool:
    """Remove a lock that an rcalog left which is no longer running; a running one would hold our other lock too."""
    owner = _owner(lock)
    if owner and owner.is_gone(needs_lock=True):
        with suppress(OSError):
            lock.unlink()
            return True
    return False


def _live_owner(lock: Path) -> str:
    """Name the process that owns a lock of rcalog's, as far as it may still be running."""
    owner = _owner(lock)
    return str(owner.pid) if owner else ""


def _owner(lock: Path) -> Owner | None:
    """Return the rcalog that has made a lock; None for one that git has made."""
    with suppress(OSError, ValueError, LookupError, TypeError):
        return Owner(**json.loads(lock.read_text())["owner"])
    return None
