"""What differs from what is committed, as git status tells it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.git.heads import look_up
from rcalog.logbook.git.objects import changes, resolve
from rcalog.values import Value

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place

_PATH_FIELD = {"1": 8, "u": 10, "?": 1}


class StatusEntry(Value):
    """One path that differs.

    A letter each for the index against HEAD and the work tree against the index; "." is the same, "?" untracked.
    """

    path: str
    index: str
    worktree: str


def differing(place: Place, folder: str) -> list[StatusEntry]:
    """Return every path below a folder that differs from the index or the index from HEAD; untracked files too."""
    args = ("status", "--porcelain=v2", "-z", "--untracked-files=all", "--no-renames", "--", folder or ".")
    return [_status_entry(field) for field in place.read(*args).fields]


def _status_entry(field: str) -> StatusEntry:
    parts = field.split(" ", _PATH_FIELD[field[0]])
    if parts[0] == "?":
        return StatusEntry(parts[1], "?", "?")
    return StatusEntry(parts[-1], parts[1][0], parts[1][1])


def changed_since(place: Place, rev: str, folder: str) -> set[str]:
    """Return the paths below a folder that differ from where HEAD left a revision, committed or not.

    Raises: UnknownRevision.
    """
    left, head = resolve(place, rev), look_up(place, ["HEAD^{commit}"])[0]
    uncommitted = {entry.path for entry in differing(place, folder)}
    if head is None:
        return uncommitted
    base = place.read("merge-base", left, head, check=False).text or left
    return {*changes(place, base, head, [folder]), *uncommitted}
