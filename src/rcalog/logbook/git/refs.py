"""Branches, those of remotes and tags: where they stand, and which of them have a commit behind them."""

from __future__ import annotations

import os
from contextlib import suppress

from rcalog.logbook.git.heads import BRANCH, is_object_id
from rcalog.logbook.git.spawn import Started

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from rcalog.logbook.git.place import Place

KINDS = (BRANCH, "refs/remotes/", "refs/tags/")
"""What people name commits by. Stashes, notes, witnesses and what a rewriting left behind are none of it."""


def references(place: Place) -> dict[str, str]:
    """Return the object that each branch, remote branch and tag names; those that name another one are left out.

    Raises: GitFailed.
    """
    if os.path.isdir(f"{place.common_folder}/reftable"):
        said = Started(("for-each-ref", "--format=%(objectname) %(refname) %(symref)", *KINDS), place.folder).result()
        return {name: oid for oid, name, symbolic in (line.split(" ") for line in _lines(said.out)) if not symbolic}
    found = dict(_packed(place.common_folder))
    for kind in KINDS:
        found.update(_loose(place.common_folder, kind.removesuffix("/")))
    return found


def _packed(folder: str) -> Iterator[tuple[str, str]]:
    with suppress(OSError), open(f"{folder}/packed-refs", "rb") as stream:
        for line in _lines(stream.read()):
            oid, _, name = line.partition(" ")
            if name.startswith(KINDS):
                yield name, oid


def _loose(folder: str, name: str) -> Iterator[tuple[str, str]]:
    """Yield what stands in the files below a name, whichever of them go meanwhile."""
    with suppress(OSError), os.scandir(f"{folder}/{name}") as entries:
        for each in entries:
            inner = f"{name}/{each.name}"
            if each.is_dir():
                yield from _loose(folder, inner)
            elif not each.name.endswith(".lock"):
                yield from _said(folder, inner)


def _said(folder: str, name: str) -> Iterator[tuple[str, str]]:
    with suppress(OSError), open(f"{folder}/{name}", "rb") as stream:
        said = stream.read().strip().decode("ascii", "replace")
        if is_object_id(said):
            yield name, said


def _lines(raw: bytes) -> list[str]:
    return raw.decode("utf-8", "surrogateescape").removesuffix("\n").split("\n") if raw else []


def between(place: Place, wanted: Collection[str], known: Collection[str], *options: str) -> list[str]:
    """Return what git lists of the commits behind the wanted ones, and not behind those that are known.

    Raises: GitFailed: one of them is not there.
    """
    if not wanted:
        return []
    asked = bounds(wanted, known)
    return _lines(Started(("rev-list", "--stdin", *options), place.folder, asked=asked).result().out)


def bounds(wanted: Collection[str], known: Collection[str]) -> bytes:
    """Return how git is told which commits are meant: those behind the wanted ones, and not behind those known."""
    return "".join([*(f"{each}\n" for each in sorted(wanted)), *(f"^{each}\n" for each in sorted(known))]).encode()


def holders(
    place: Place, head: str | None, tips: Mapping[str, str], commits: Collection[str]
) -> dict[str, tuple[str, ...]]:
    """Return which of the references, of which all are given, have each of these commits behind them; HEAD has none.

    Raises: GitFailed.
    """
    if not commits:
        return {}
    names = sorted(tips, key=lambda name: (_rank(name), name))
    held: dict[str, int] = {}  # as bits, because there may be a thousand of them for each of many commits
    for number, name in enumerate(names):
        held[tips[name]] = held.get(tips[name], 0) | 1 << number
    found = dict[str, int]()
    options = ("--parents", "--topo-order")
    for line in between(place, set(tips.values()), [head] if head else [], *options):
        commit, *parents = line.split(" ")
        mine = held.pop(commit, 0)
        if commit in commits:
            found[commit] = mine
        for parent in parents:
            held[parent] = held.get(parent, 0) | mine
    return {commit: tuple(_named(names, mine)) for commit, mine in found.items()}


def _named(names: Sequence[str], bits: int) -> Iterator[str]:
    return (name for number, name in enumerate(names) if bits >> number & 1)


def _rank(name: str) -> int:
    return next(number for number, kind in enumerate(KINDS) if name.startswith(kind))


def called(name: str) -> str:
    """Return what people call a reference."""
    kind = KINDS[_rank(name)]
    return f"tag {name.removeprefix(kind)}" if kind == KINDS[-1] else name.removeprefix(kind)
