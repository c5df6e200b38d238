"""What must hold before anything is written."""

from __future__ import annotations

from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.atomic import SymlinkInPath, refuse_symlinks
from rcalog.logbook.git import heads, objects, state, trees
from rcalog.logbook.git.run import require_git
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from rcalog.logbook.git.objects import TreeEntry
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.workfiles import WorkFiles

AGAIN = "run the same command again"
"""The hint where nothing is wrong but the moment."""


class OperationInProgress(RcalogError):
    """Git waits for another operation to be finished."""

    code = "operation-in-progress"

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(f"{in_progress(name)} in this repository", hint=way_out(name))


class InSubmodule(RcalogError):
    """The files belong to a repository inside another one."""

    code = "in-submodule"

    def __init__(self, path: Path) -> None:
        self.path = path
        hint = "keep the logbook in a repository of its own, or in the outer one"
        super().__init__(f"{path} is a repository inside another one; rcalog does not commit there", hint=hint)


class HeadMoved(RcalogError):
    """Somebody committed a change to the same file since it was read."""

    code = "head-moved"

    def __init__(self, path: str) -> None:
        self.path = path
        super().__init__(f"{path} has been changed by another commit meanwhile", hint=AGAIN)


class EditedMeanwhile(HeadMoved):
    """The file in the work tree holds changes that are in no commit and would be overwritten."""

    code = "edited-meanwhile"

    def __init__(self, path: str) -> None:
        self.path = path
        RcalogError.__init__(self, f"{path} has changes that are not committed yet", hint="rcalog save")


def in_progress(operation: str) -> str:
    """Say what git is in the middle of."""
    return f"{'an' if operation == 'am' else 'a'} {operation} is in progress"


def way_out(operation: str) -> str:
    """Return the commands that end what git is in the middle of."""
    return "git bisect reset" if operation == "bisect" else f"git {operation} --continue, or git {operation} --abort"


def refuse_place(place: Place, paths: Iterable[str]) -> None:
    """Make sure that these paths are plain files of this very repository, and that it is no submodule.

    Raises: InSubmodule, SymlinkInPath, ValueError (a path that is not relative to the top and plain).
    """
    if state.is_submodule(place):
        raise InSubmodule(place.top)
    for path in paths:
        pure = PurePosixPath(path)
        if pure.is_absolute() or not pure.parts or {"..", ".git"} & {part.lower() for part in pure.parts}:
            raise ValueError(path)
        refuse_symlinks(place.top / path, place.top)
        for folder in pure.parents[:-1]:
            if (place.top / folder / ".git").exists():
                raise InSubmodule(place.top / folder)


def refuse_operation(place: Place) -> None:
    """Make sure that git is not in the middle of something.

    Raises: OperationInProgress.
    """
    if name := state.operation(place):
        raise OperationInProgress(name)


class Base(Value):
    """The commit that the new one will stand on (None: the first), and its entries for our paths."""

    head: str | None
    entries: Mapping[str, TreeEntry]


def base(place: Place, expect: Mapping[str, str | None]) -> Base:
    """Return what to build on, where our paths must still be what the edit began from.

    Raises: HeadMoved, SymlinkInPath, InSubmodule.
    """
    head = heads.head(place)
    if head is None:
        require_git()
    there = trees.entries_at(place, head, expect) if head else {}
    found = {path: entry for path, entry in there.items() if entry and not entry.is_folder}
    for path, oid in expect.items():
        entry = found.get(path)
        if entry and entry.mode == "120000":
            raise SymlinkInPath(place.top / path)
        if entry and not entry.is_file:
            raise InSubmodule(place.top / path)
        if oid != (entry.oid if entry else None):
            raise HeadMoved(path)
    return Base(head, found)


def refuse_edited(
    place: Place, work: WorkFiles, files: Mapping[str, bytes | None], expect: Mapping[str, str | None]
) -> None:
    """Make sure that replacing these files in the work tree overwrites nothing that is in no commit.

    Raises: EditedMeanwhile.
    """
    for path, raw in files.items():
        there = work.read(path)
        if there not in (None, raw) and not objects.is_stored_as(place, there or b"", path, expect[path]):
            raise EditedMeanwhile(path)
