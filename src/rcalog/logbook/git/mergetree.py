"""Two commits become one tree: as git merges files, with those that it leaves to us."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git import objects
from rcalog.logbook.git.objects import TreeEntry
from rcalog.logbook.git.run import failure
from rcalog.logbook.git.staging import IndexFile

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.logbook.git.place import Place


class UnrelatedHistories(RcalogError):
    """Two commits have no common past, or it is not here."""

    code = "unrelated-histories"

    def __init__(self, *, is_shallow: bool) -> None:
        hint = "git fetch --unshallow" if is_shallow else "is this the right remote? git remote -v"
        super().__init__("the two branches have no past in common here", hint=hint)


@dataclass(frozen=True)
class Tree:
    """The tree that git makes of two commits, and the files of which it can make nothing: by path, each side's."""

    oid: str
    open: Mapping[str, Mapping[int, TreeEntry]] = field(default_factory=dict)


def common_past(place: Place, ours: str, theirs: str) -> str:
    """Return the commit at which two went apart.

    Raises: UnrelatedHistories.
    """
    answer = place.read("merge-base", ours, theirs, check=False)
    if answer.code:
        raise UnrelatedHistories(is_shallow=not objects.is_whole(place))
    return answer.text


def merge_trees(place: Place, ours: str, theirs: str, attributes: str) -> Tree:
    """Return git's merge of two commits; files with `merge=rcalog`, in `attributes` or the repository's, stay open."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "attributes")
        file.write_text(attributes, encoding="utf-8")
        config = ("-c", f"core.attributesFile={file}", "-c", "merge.rcalog.driver=false")
        args = ("merge-tree", "--write-tree", "-z", "--no-messages", ours, theirs)
        answer = place.write(*config, *args, check=False)
    if answer.code not in (0, 1):
        raise failure(args, answer, place.top)
    oid, *files = answer.fields
    found: dict[str, dict[int, TreeEntry]] = {}
    for fact in filter(None, files):
        told, path = fact.split("\t", 1)
        mode, blob, stage = told.split(" ")
        found.setdefault(path, {})[int(stage)] = TreeEntry(path, mode, blob)
    return Tree(oid, found)


def with_entries(place: Place, tree: str, entries: Mapping[str, TreeEntry | None]) -> str:
    """Return the tree that holds these entries (None: nothing there), and else what `tree` holds."""
    if not entries:
        return tree
    with tempfile.TemporaryDirectory() as scratch:
        index = IndexFile(place, Path(scratch, "index"))
        index.write("read-tree", tree)
        index.put(entries)
        return index.write_tree()
