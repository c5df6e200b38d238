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
from rcalog.logbook.lock import LockBusy
from rcalog.logbook.owner import Owner
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from rcalog.logbook.git.objects import TreeEntry
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.spawn import GitResult

_TRIES, _PAUSE_S = 50, 0.02
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
        return self.place.write("-c", "core.fsync=loose-object,reference", *args, stdin=stdin, env=self.env)

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
            kept = [f"{entry.mode},{entry.oid},{entry.path}" for path in some if (entry := entries[path])]
            seen = [f"./{path}" for path in some if path in looked_at]
            removed = [f"./{path}" for path in some if not entries[path]]
            # Options count from where they stand on: what is set is then looked at, and only the rest is removed.
            args = [*(word for each in kept for word in ("--cacheinfo", each)), *seen]
            self.write("update-index", "--add", "--replace", *args, *(["--force-remove", *removed] if removed else []))

    def write_tree(self) -> str:
        """Write what the index holds as a tree and return its id."""
        return self.write("write-tree").text


@contextmanager
def users_index(place: Place, scratch: Path, claim: Path | None = None) -> Iterator[IndexFile]:
    """Hold git's own lock on the user's index and hand out a copy; `publish` puts the copy in its place.

    `claim` is a file that names us as the owner and is on the disk already: the lock is a link to it, so that it has
    a name in it after a power cut, too.

    Raises: GitLocked, DiskRefused.
    """
    lock = _users_index(place).with_name("index.lock")
    with disk_refusals(lock):
        _take(lock, claim or _new_claim(scratch))
    try:
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
