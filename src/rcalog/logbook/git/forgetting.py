"""What git keeps of commits that no branch has any more: found by what it says, and removed for good."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook.git.objects import FULL_OID
from rcalog.logbook.git.rewriting import RAW, contents, listed
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from rcalog.logbook.git.place import Place

_ALL = ("--all", "--indexed-objects")
_ENTRY = pattern(r"(.+)@\{\d+\}$")
_GRAPHS = {"commit-graph": (), "commit-graphs": ("--split=replace",)}
_STASH = "refs/stash"
_LEFT_BY_GIT = ("ORIG_HEAD", "FETCH_HEAD", "MERGE_HEAD", "CHERRY_PICK_HEAD", "REVERT_HEAD")


@dataclass(frozen=True)
class Forgotten:
    """How many objects went, and how many entries of the logs of references; `left` are objects that could not go."""

    objects: int
    entries: int
    left: int


@dataclass(frozen=True)
class Leftovers:
    """The objects that no reference has and that hold, or lead to, what shall go."""

    oids: frozenset[str]


def leftovers(place: Place, is_in: Callable[[bytes], bool]) -> Leftovers:
    """Return the objects that no reference and no index has, and that hold something or lead to an object that does."""
    found: dict[str, list[str]] = {}
    bad: list[str] = []
    for oid, kind, raw in contents(place, unreferenced(place)):
        if is_in(raw):
            bad.append(oid)
        for below in _named_in(kind, raw, len(oid) // 2):
            found.setdefault(below, []).append(oid)
    wanted: set[str] = set()
    while bad:
        if (oid := bad.pop()) not in wanted:
            wanted.add(oid)
            bad += found.get(oid, ())
    return Leftovers(frozenset(wanted))


def unreferenced(place: Place) -> list[str]:
    """Return the objects that no reference and no index has; the logs of references may still name them."""
    there = _reachable(place)
    return [oid for oid in _every(place) if oid not in there]


def forget(place: Place, those: Leftovers) -> Forgotten:
    """Remove objects, and what the logs of references say of them; nothing else goes.

    Raises: GitFailed, DiskRefused.
    """
    entries = _forget_in_logs(place, those.oids)
    for name in _LEFT_BY_GIT:
        with suppress(OSError, IndexError):
            if (place.git_dir / name).read_text("ascii", "replace").split()[0] in those.oids:
                (place.git_dir / name).unlink()
    gone = those.oids - _reachable(place)
    if any(not _file(place, oid).exists() for oid in gone):
        place.write("repack", "-A", "-d", "-q")  # what no reference has comes out of the packs, and lies loose
    for oid in gone:
        with suppress(OSError):
            _file(place, oid).unlink()
    for graph, how in _GRAPHS.items():  # a list of commits that git made, and believes
        if gone and (place.common_dir / "objects/info" / graph).exists():
            place.write("commit-graph", "write", "--reachable", *how)
    left = len(set(_every(place)) & those.oids)
    return Forgotten(len(those.oids) - left, entries, left)


def holders(place: Place, is_in: Callable[[bytes], bool], but: str) -> list[str]:
    """Return the references that have what shall go in commits that neither `but` nor a remote has."""
    names = place.read("for-each-ref", "--format=%(refname)").text.split("\n")
    others = {name: [name] for name in names if name and not name.startswith(("refs/remotes/", _STASH))}
    if stashes := _stashes(place):
        others[_STASH] = stashes
    return [name for name, roots in others.items() if _holds(place, roots, is_in, but)]


def _holds(place: Place, roots: Sequence[str], is_in: Callable[[bytes], bool], but: str) -> bool:
    oids = [oid for oid, _ in listed(place, *roots, "--not", but, "--remotes")]
    return any(is_in(raw) for _, _, raw in contents(place, oids))


def _every(place: Place) -> Iterator[str]:
    args = (RAW, "cat-file", "--batch-all-objects", "--unordered", "--batch-check=%(objectname)")
    yield from filter(None, place.read(*args).text.split("\n"))


def _reachable(place: Place) -> frozenset[str]:
    """Return every object that a reference, an index, a stash or HEAD of any work tree has behind it."""
    return frozenset(oid for oid, _ in listed(place, *_ALL, *_stashes(place)))


def _stashes(place: Place) -> list[str]:
    """Return all stashes: but for the last one, only the log of their reference has them."""
    return [oid for oid in place.read("log", "-g", "--format=%H", _STASH, "--", check=False).text.split("\n") if oid]


def _named_in(kind: str, raw: bytes, oid_size: int) -> Iterator[str]:
    """Yield the objects that another one names."""
    if kind == "tree":
        start = 0
        while start < len(raw):
            end = raw.index(b"\0", start)
            yield raw[end + 1 : end + 1 + oid_size].hex()
            start = end + 1 + oid_size
    elif kind in ("commit", "tag"):
        for line in raw.partition(b"\n\n")[0].split(b"\n"):
            key, _, oid = line.decode("ascii", "replace").partition(" ")
            if key in ("tree", "parent", "object") and FULL_OID.fullmatch(oid):
                yield oid


def _forget_in_logs(place: Place, oids: frozenset[str]) -> int:
    """Take the entries that name these objects out of the logs of all references."""
    walk = place.read("log", "--walk-reflogs", "--all", "-z", "--format=%H %gD").fields
    wanted = [name for oid, _, name in (field.partition(" ") for field in walk) if oid in oids and _ENTRY.match(name)]
    for name in reversed(wanted):  # the oldest first: those before it keep their numbers
        place.write("reflog", "delete", "--rewrite", name)
    return len(wanted)


def _file(place: Place, oid: str) -> Path:
    return place.common_dir / "objects" / oid[:2] / oid[2:]
