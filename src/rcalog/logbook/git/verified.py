"""Objects of a repository, each held against its id: what a commit says cannot be other than what was committed.

Nothing that git keeps beside the objects is asked: no replacement, no graft, no commit-graph, no index of anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from subprocess import DEVNULL, PIPE
from typing import IO, TYPE_CHECKING, cast

from rcalog.logbook.git.oids import object_id
from rcalog.logbook.git.overlays import BARE_TRUTH
from rcalog.logbook.git.run import begun
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place

_AT_ONCE = 100
"""How many objects are asked for before the answers are read: fewer than fill a pipe."""

_KEPT = 50_000
"""How many folders are remembered."""

_ENTRY = {
    20: pattern(rb"([0-7]+) ([^\0]+)\0(.{20})", re.DOTALL),
    32: pattern(rb"([0-7]+) ([^\0]+)\0(.{32})", re.DOTALL),
}
FOLDER = "40000"

Folder = Mapping[bytes, tuple[str, str]]
"""What a folder holds: the mode and the object of each name."""

NOTHING: Folder = {}


class UnreadableError(Exception):
    """An object is not here, or is not what its id says, so that nothing follows from it."""


@dataclass(frozen=True)
class Entry:
    """A file in a commit: what kind of file, and the object that it holds."""

    mode: str
    oid: str


@dataclass
class Verified:
    """Reads objects; `altered` are those whose content is another than their id says, `missing` those not here."""

    _asks: IO[bytes]
    _answers: IO[bytes]
    altered: set[str] = field(default_factory=set)
    missing: set[str] = field(default_factory=set)
    _folders: dict[str, Folder] = field(default_factory=dict)

    def read(self, oids: Sequence[str], kind: str) -> dict[str, bytes]:
        """Return the content of objects of a kind; without those that are altered or missing."""
        found: dict[str, bytes] = {}
        for start in range(0, len(oids), _AT_ONCE):
            some = oids[start : start + _AT_ONCE]
            try:
                self._asks.write("".join(f"{oid}\n" for oid in some).encode())
                self._asks.flush()
            except BrokenPipeError:  # git gave up on an object that it cannot unpack
                self.missing |= {*some}
                continue
            for oid in some:
                if (raw := self._answer(oid, kind)) is not None:
                    found[oid] = raw
        return found

    def one(self, oid: str, kind: str) -> bytes | None:
        """Return the content of an object; None where it is altered or missing."""
        return self.read([oid], kind).get(oid)

    def sure(self, oid: str, kind: str) -> bytes:
        """Return the content of an object.

        Raises: UnreadableError.
        """
        raw = self.one(oid, kind)
        if raw is None:
            raise UnreadableError(oid)
        return raw

    def folder(self, oid: str | None) -> Folder:
        """Return what a folder holds; nothing where there is none.

        Raises: UnreadableError.
        """
        if oid is None:
            return NOTHING
        if oid not in self._folders:
            self.fetch([oid])
        if oid not in self._folders:
            raise UnreadableError(oid)
        return self._folders[oid]

    def fetch(self, oids: Iterable[str | None]) -> None:
        """Read many folders at once, to be asked for soon."""
        wanted = [oid for oid in dict.fromkeys(oids) if oid and oid not in self._folders]
        if len(self._folders) + len(wanted) > _KEPT:
            self._folders.clear()
        for oid, raw in self.read(wanted, "tree").items():
            found = _ENTRY[len(oid) // 2].findall(raw)
            self._folders[oid] = {name: (mode.decode(), digest.hex()) for mode, name, digest in found}

    def below(self, tree: str | None, steps: Sequence[str]) -> str | None:
        """Return the folder that a tree has at the end of these steps; None where there is none."""
        for step in steps:
            mode, tree = self.folder(tree).get(step.encode("utf-8", "surrogateescape"), ("", None))
            if mode != FOLDER:
                return None
        return tree

    def entry(self, tree: str | None, path: str) -> Entry | None:
        """Return the file that a tree has at a path; None where there is none."""
        *steps, name = path.split("/")
        found = self.folder(self.below(tree, steps)).get(name.encode("utf-8", "surrogateescape"))
        return Entry(found[0].zfill(6), found[1]) if found and found[0] != FOLDER else None

    def differences(
        self, old: str | None, new: str | None, within: str = ""
    ) -> Iterator[tuple[str, Entry | None, Entry | None]]:
        """Yield each path below two folders whose files differ, with the file in either (None: there is none)."""
        if old == new:
            return
        before, after = self.folder(old), self.folder(new)
        for name in sorted({*before, *after}):
            was, now = before.get(name), after.get(name)
            if was == now:
                continue
            path = within + name.decode("utf-8", "surrogateescape")
            folders = [each[1] if each and each[0] == FOLDER else None for each in (was, now)]
            yield from self.differences(folders[0], folders[1], f"{path}/")
            files = [Entry(each[0].zfill(6), each[1]) if each and each[0] != FOLDER else None for each in (was, now)]
            if files != [None, None]:
                yield path, files[0], files[1]

    def _answer(self, oid: str, kind: str) -> bytes | None:
        header = self._answers.readline().split()
        if len(header) != 3 or not header[2].isdigit():
            self.missing.add(oid)
            return None
        raw = self._answers.read(int(header[2]))
        self._answers.read(1)
        if len(raw) != int(header[2]):
            self.missing.add(oid)
            return None
        if header[1].decode() != kind or object_id(header[1], raw, oid) != oid:
            self.altered.add(oid)
            return None
        return raw


@contextmanager
def verified(place: Place) -> Iterator[Verified]:
    """Give what reads objects of a repository and holds each against its id.

    Raises: GitMissing.
    """
    process = begun(["cat-file", "--batch"], place.top, DEVNULL, asked=PIPE, env=BARE_TRUTH)
    asks, answers = cast("IO[bytes]", process.stdin), cast("IO[bytes]", process.stdout)
    try:
        yield Verified(asks, answers)
    finally:
        process.kill()
        process.wait()
        answers.close()
        with suppress(BrokenPipeError):
            asks.close()


@dataclass(frozen=True)
class RawCommit:
    """A commit as its object says it."""

    oid: str
    tree: str
    parents: tuple[str, ...]
    headers: tuple[tuple[str, str], ...]
    message: str

    @property
    def signature(self) -> str | None:
        """The signature, if there is one."""
        return next((value for key, value in self.headers if key.startswith("gpgsig")), None)

    def header(self, name: str) -> str:
        """Return the first header of a name, nothing where there is none."""
        return next((value for key, value in self.headers if key == name), "")


def read_commit(oid: str, raw: bytes) -> RawCommit:
    """Return what the object of a commit says."""
    head, _, message = raw.partition(b"\n\n")
    headers: list[tuple[str, str]] = []
    for line in head.decode("utf-8", "replace").split("\n"):
        if line.startswith(" ") and headers:
            headers[-1] = (headers[-1][0], f"{headers[-1][1]}\n{line[1:]}")
        else:
            key, _, value = line.partition(" ")
            headers.append((key, value))
    tree = next((value for key, value in headers if key == "tree"), "")
    parents = tuple(value for key, value in headers if key == "parent")
    return RawCommit(oid, tree, parents, tuple(headers), message.decode("utf-8", "replace"))


def walk(objects: Verified, tips: Iterable[str], known: Iterable[str] = ()) -> Iterator[RawCommit]:
    """Yield the commits behind these tips as they are found; not the `known` ones, nor what is behind those."""
    seen = {*known}
    frontier = [tip for tip in dict.fromkeys(tips) if tip not in seen]
    seen |= {*frontier}
    while frontier:
        found = [read_commit(oid, raw) for oid, raw in objects.read(frontier, "commit").items()]
        yield from found
        frontier = list(dict.fromkeys(parent for each in found for parent in each.parents if parent not in seen))
        seen |= {*frontier}


def parents_first(commits: Mapping[str, RawCommit]) -> list[RawCommit]:
    """Return commits in an order in which each stands behind its parents."""
    order: list[RawCommit] = []
    children: dict[str, list[str]] = {}
    waits: dict[str, int] = {}
    for oid, commit in commits.items():
        inside = {parent for parent in commit.parents if parent in commits}
        waits[oid] = len(inside)
        for parent in inside:
            children.setdefault(parent, []).append(oid)
    ready = [oid for oid, count in waits.items() if not count]
    while ready:
        oid = ready.pop()
        order.append(commits[oid])
        for child in children.get(oid, ()):
            waits[child] -= 1
            if not waits[child]:
                ready.append(child)
    return order
