"""The branch here goes on to a commit that is made already, and the files with it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git import heads, preflight
from rcalog.logbook.git.commits import LOCKED
from rcalog.logbook.git.hooks import HookRejected, Hooks
from rcalog.logbook.git.run import failure
from rcalog.logbook.git.settings import Settings
from rcalog.logbook.git.staging import GitLocked

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.git.place import Place

_FEW = 5


class InTheWay(RcalogError):
    """Files that are not committed would be overwritten; `paths` are those."""

    code = "in-the-way"

    def __init__(self, paths: Sequence[str]) -> None:
        names = ", ".join(paths[:_FEW]) + (f" and {len(paths) - _FEW} more" if len(paths) > _FEW else "")
        hint = "rcalog save commits records; for other files: git stash"
        super().__init__(f"others have changed what is changed here too, and not committed: {names}", hint=hint)
        self.paths = tuple(paths)


def fast_forward(place: Place, head: str, commit: str) -> bool:
    """Move the branch and the files from one commit to a later one; False when the branch is elsewhere by now.

    What is changed and not committed stays as it is. The caller holds the lock.

    Raises: InTheWay, OperationInProgress, GitLocked, GitFailed, DiskRefused.
    """
    preflight.refuse_operation(place)
    if heads.head(place) != head:
        return False
    args = ("-c", "merge.autoStash=false", "-c", "core.hooksPath=/dev/null")
    answer = place.write(*args, "merge", "--quiet", "--ff-only", commit, check=False)
    if answer.code:
        if "would be overwritten" in answer.err:
            raise InTheWay([line.strip() for line in answer.err.split("\n") if line.startswith("\t")])
        if heads.head(place) != head:
            return False
        if locked := LOCKED.search(answer.err):
            raise GitLocked(Path(locked[1]))
        raise failure(["merge"], answer, place.top)
    return True


def tell_hook(place: Place) -> list[str]:
    """Run the post-merge hook, which can refuse nothing any more; return what to warn about."""
    try:
        Hooks(place, {}, Settings(place)).run("post-merge", "0")
    except HookRejected as error:
        return [f"the post-merge hook failed: {error.output.strip()}"]
    return []
