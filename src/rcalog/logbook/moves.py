"""Folders of records that were renamed as a whole: where they were before."""

from __future__ import annotations

from collections import Counter
from itertools import groupby, islice

from rcalog.logbook.history import Revision, revisions

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from rcalog.logbook.git.patches import Patch
    from rcalog.logbook.repository import Repository

FEW = 20
"""Commits that are looked at, where there are many in which several records came."""


def former_folder(repo: Repository, folder: str, commit: str) -> str | None:
    """Return where the records of a folder were before a commit that left none of them there; None for no move.

    Raises: GitMissing, GitFailed.
    """
    found: Counter[str] = Counter()
    for each in revisions(repo, suffix=".yaml", start=commit, limit=1):
        below = each.path.removeprefix(folder)
        if each.old_path and below.startswith("/") and each.old_path.endswith(below):
            found[each.old_path.removesuffix(below)] += 1
    former = next((each for each, _ in found.most_common(1)), None)
    return former if former and former != folder and not repo.entry_at(commit, former) else None


def may_be_move(birth: Revision | Patch, trailers: Collection[str], parents: Sequence[str]) -> bool:
    """Return whether a change in which a file came may be a move from elsewhere: it is a person's, and no merge's."""
    is_person = len(parents) == 1 and "Operation" not in trailers
    return is_person and not birth.old_path and birth.path.endswith(".yaml")


class Comings:
    """Counts the records that came with commits that may have moved them, while changes go by, parents first."""

    def __init__(self) -> None:
        self._came: Counter[str] = Counter()

    def watched(self, changes: Iterable[Patch], besides: Collection[str] = ()) -> Iterator[Patch]:
        """Yield changes as they are; those of some commits are not counted."""
        for each in changes:
            is_new = each.ends.blob and not any(each.ends.before) and each.commit.oid not in besides
            if is_new and may_be_move(each, each.commit.trailers, each.commit.parents):
                self._came[each.commit.oid] += 1
            yield each

    def former_folder(self, repo: Repository, folder: str) -> str | None:
        """Return where the folder was before the first of them, or before one with which several came.

        Raises: GitMissing, GitFailed.
        """
        first = list(islice(self._came, 1))
        several = [commit for commit in islice(self._came, 1, None) if self._came[commit] > 1]
        found = (former_folder(repo, folder, commit) for commit in (first + several)[:FEW])
        return next((each for each in found if each), None)


def folder_revisions(repo: Repository, folder: str, *, since: datetime | None = None) -> Iterator[Revision]:
    """Yield each change of the records of a folder, wherever that was before, newest first, while git still looks.

    Raises: GitMissing, GitFailed.
    """
    folders, told, former = [folder], set[str](), None
    while former is None or former not in folders:
        folders += [former] if former else []
        former = folder
        for group, is_last in _groups(revisions(repo, folders, suffix=".yaml", since=since)):
            if group[0].commit in told:
                continue
            if _may_move(group, is_last=is_last):
                former = former_folder(repo, folders[-1], group[0].commit) or folder
                if former not in folders:
                    break
            told.add(group[0].commit)
            yield from group


def _groups(found: Iterator[Revision]) -> Iterator[tuple[list[Revision], bool]]:
    """Yield the changes of each commit, and whether no other comes after it."""
    held: list[Revision] = []
    for _, group in groupby(found, key=lambda each: each.commit):
        if held:
            yield held, False
        held = list(group)
    if held:
        yield held, True


def _may_move(group: Sequence[Revision], *, is_last: bool) -> bool:
    births = [each for each in group if each.blob and not any(each.before)]
    return len(births) > (0 if is_last else 1) and may_be_move(births[0], births[0].trailers, births[0].parents)
