"""Locks of references that the git of a dead writer has left, in a power cut for one."""

from __future__ import annotations

import os
import threading
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place

_TRIES, _PAUSE_S = 50, 0.02
"""How long a git that has outlived its rcalog may take to end."""

_PROCESSES = Path("/proc")


def release(place: Place, ref: str | None) -> None:
    """Remove the locks of HEAD and of a branch where no git is at work in this repository that could hold them.

    The caller holds our lock and knows that a writer has died; where running processes cannot be seen, they stay.
    """
    locks = [place.git_dir / "HEAD.lock", *([place.common_dir / f"{ref}.lock"] if ref else [])]
    for _ in range(_TRIES):
        if not any(os.path.lexists(lock) for lock in locks):
            return
        threading.Event().wait(_PAUSE_S)
    if not _is_git_at_work(place):
        for lock in locks:
            lock.unlink(missing_ok=True)


def _is_git_at_work(place: Place) -> bool:
    """Return whether a git runs in this repository, or one of which that cannot be told."""
    if not (_PROCESSES / "self").exists():
        return True
    ours = (place.top, place.git_dir, place.common_dir)
    return any(_may_be_in(process, ours) for process in _PROCESSES.glob("[0-9]*"))


def _may_be_in(process: Path, folders: tuple[Path, ...]) -> bool:
    try:
        if not (process / "comm").read_text(errors="replace").startswith("git"):
            return False
        folder = (process / "cwd").readlink()
    except (FileNotFoundError, ProcessLookupError):  # it has just ended
        return False
    except OSError:
        return True
    return any(folder == each or each in folder.parents for each in folders)
