"""What others committed and what was committed here become one commit; records by their values."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import layout
from rcalog.logbook.git import heads, objects, state
from rcalog.logbook.git.commits import Stamp, write_commit
from rcalog.logbook.git.mergetree import Tree, common_past, merge_trees, with_entries
from rcalog.logbook.git.objects import TreeEntry
from rcalog.logbook.git.settings import Settings
from rcalog.logbook.joining import join

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.joining import Joined

OURS, THEIRS = 2, 3
"""The numbers that git has for the sides; 1 is what they had in common."""


class CannotMerge(RcalogError):
    """Some files were changed on both sides and cannot be merged without a person; `reasons` tells why, by path."""

    code = "cannot-merge"

    def __init__(self, name: str, reasons: Mapping[str, str]) -> None:
        told = "".join(f"\n{path}: {reason}" for path, reason in reasons.items())
        super().__init__(f"changed here and in {name}, and a person has to merge it:{told}", hint=f"git merge {name}")
        self.reasons = dict(reasons)


class NotOurs(RcalogError):
    """The file is no record, and lines that both sides changed are for a person to merge."""

    code = "not-ours"

    def __init__(self, path: str) -> None:
        super().__init__("no record")
        self.path = path


class MovedTwice(RcalogError):
    """Both sides gave the file another name."""

    code = "moved-twice"

    def __init__(self, path: str) -> None:
        super().__init__("both sides moved it")
        self.path = path


@dataclass(frozen=True)
class Reconciled:
    """The commit that both sides shall have, the records that it has made of two, and those that only one side kept."""

    commit: str
    joined: Mapping[str, Joined]
    revived: tuple[str, ...] = ()


def reconcile(book: Logbook, place: Place, ours: str, theirs: str, name: str) -> Reconciled:
    """Return the commit that has what both have; a new one only where neither has it all. No file is touched.

    `name` is what people call the other side.

    Raises:
        UnrelatedHistories, CannotMerge, IdentityMissing, SigningFailed.
    """
    past = common_past(place, ours, theirs)
    if past in (ours, theirs):
        return Reconciled(theirs if past == ours else ours, {})
    tree = merge_trees(place, ours, theirs, _attributes(book))
    joined, entries = _settled(book, place, tree, past, name)
    revived = tuple(path for path, entry in entries.items() if entry and path not in joined)
    whole = with_entries(place, tree.oid, entries)
    settings = Settings(place)
    author, date = state.author(place, settings)
    env = {"GIT_AUTHOR_NAME": author.name, "GIT_AUTHOR_EMAIL": author.email, "GIT_AUTHOR_DATE": date}
    message = _message(name, joined, trailers=book.policy.commit.trailers)
    return Reconciled(write_commit(place, whole, (ours, theirs), message, Stamp(env, settings.signs)), joined, revived)


def _settled(
    book: Logbook, place: Place, tree: Tree, past: str, name: str
) -> tuple[dict[str, Joined], dict[str, TreeEntry | None]]:
    """Return the records that become of two, and what stands at each path that git left open (None: nothing)."""
    joined: dict[str, Joined] = {}
    entries: dict[str, TreeEntry | None] = {}
    reasons: dict[str, str] = {}
    for path, stages in tree.open.items():
        try:
            sides = _sides(book, place, tree, path)
            if len(sides) == 1:
                entries[path] = sides[0]
                continue
            entries[path] = None
            before = stages.get(1) or _renamed(book, place, tree, past, path)
            raw = heads.blobs(place, [each.oid for each in (*sides, before) if each])
            ours, theirs = (raw[each.oid] for each in sides)
            base = raw[before.oid] if before else None
            joined[sides[-1].path] = join(base, ours, theirs, name=path, folder=place.top)
        except RcalogError as error:
            reasons[path] = error.message
    if reasons:
        raise CannotMerge(name, reasons)
    for path, one in joined.items():
        entries[path] = TreeEntry(path, "100644", objects.store_blob(place, one.raw, path))
    return joined, entries


def _sides(book: Logbook, place: Place, tree: Tree, path: str) -> list[TreeEntry]:
    """Return the two files that become one at a path that git left open; the only one, where one side deleted it.

    Where the other side has given the file another name, and too much else for git to see it, that is the second.

    Raises:
        NotOurs.
    """
    stages = tree.open[path]
    if not is_record(book, path) or not all(each.is_file for each in stages.values()):
        raise NotOurs(path)
    found = [stages[side] for side in (OURS, THEIRS) if side in stages]
    if len(found) == 2:
        return found
    if 1 not in stages or not found:
        raise MovedTwice(path)
    twin = _twin(book, place, tree.oid, path)
    return [*found, twin] if twin else found


def is_record(book: Logbook, path: str) -> bool:
    """Return whether a path within the repository is that of a record of this logbook."""
    folder = book.path_in_repo(layout.RECORDS)
    found = PurePosixPath(path)
    return folder in found.parents and found.suffix == ".yaml"


def _renamed(book: Logbook, place: Place, tree: Tree, past: str, path: str) -> TreeEntry | None:
    """Return what a record was that both sides gave the same other name, and changed too much for git to see it."""
    before = _twin(book, place, past, path)
    return before if before and not objects.entries(place, tree.oid, [before.path]) else None


def _twin(book: Logbook, place: Place, tree: str, path: str) -> TreeEntry | None:
    """Return the record of the same incident that a tree has under another name."""
    name = layout.id_of(PurePosixPath(path))
    there = objects.entries(place, tree, [book.path_in_repo(layout.RECORDS).as_posix()], recursive=True)
    return next((e for e in there if name and e.path != path and layout.id_of(PurePosixPath(e.path)) == name), None)


def _attributes(book: Logbook) -> str:
    """Return the line that leaves records to us, also where the logbook lacks it."""
    folder = re.sub(r"([*?\[\]\\])", r"\\\1", book.path_in_repo(layout.RECORDS).as_posix())
    quoted = f"/{folder}/**/*.yaml".replace("\\", "\\\\").replace('"', '\\"')
    return f'"{quoted}" merge=rcalog\n'


def _message(name: str, joined: Mapping[str, Joined], *, trailers: bool) -> bytes:
    told = [
        f"{one.incident.id}: {conflict.path} was changed on both sides"
        for one in joined.values()
        for conflict in one.conflicts
    ]
    parts: Sequence[str] = (f"Merge {name}", "\n".join(told), "Operation: sync" if trailers else "")
    return ("\n\n".join(part for part in parts if part) + "\n").encode()
