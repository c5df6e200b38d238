"""A branch's newest commits once more, with other contents: the same authors, times, messages and merges."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rcalog.logbook.atomic import disk_refusals
from rcalog.logbook.git.commits import Stamp, write_commit
from rcalog.logbook.git.oids import object_id
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from pathlib import Path

    from rcalog.logbook.git.place import Place

RAW = "--no-replace-objects"
"""What git has, and not what `git replace` shows in its place."""

AT_ONCE = 200
"""So many objects are read by one process."""

SIGNED = pattern(rb"^gpgsig(?:-sha256)? [^\n]*\n(?: [^\n]*\n)*", re.MULTILINE)
MERGETAG = pattern(rb"^mergetag [^\n]*\n(?: [^\n]*\n)*", re.MULTILINE)
PERSON = pattern(rb"^(author|committer) (.*) <(.*)> (\d+ [+-]\d+)$", re.MULTILINE)
FOLDER = b"40000"


@dataclass(frozen=True)
class Cleaner:
    """What becomes of the contents of a file, of a file's name and of a message; each is returned as it is, if good."""

    file: Callable[[bytes, str], bytes]
    name: Callable[[bytes], bytes]
    message: Callable[[bytes], bytes]


@dataclass
class Rewritten:
    """New objects for old ones: by id what each commit, folder and file became, and what is still to be written."""

    cleaner: Cleaner
    files: dict[str, str] = field(default_factory=dict)
    folders: dict[str, str] = field(default_factory=dict)
    commits: dict[str, str] = field(default_factory=dict)
    made: dict[str, tuple[str, bytes]] = field(default_factory=dict)
    unsigned: list[str] = field(default_factory=list)
    """The commits whose signature does not hold any more."""
    signs: bool = False
    """Whether they are signed anew."""

    def renamed(self, path: str) -> str:
        """Return what the path of a file becomes."""
        return os.fsdecode(b"/".join(self.cleaner.name(part) for part in os.fsencode(path).split(b"/")))

    def put(self, kind: str, raw: bytes, like: str) -> str:
        """Return the id of an object that is to be written."""
        oid = object_id(kind.encode(), raw, like)
        self.made[oid] = kind, raw
        return oid


def listed(place: Place, *which: str) -> list[tuple[str, str]]:
    """Return the objects that commits have, each with a path that it stands at ("" for commits), parents first."""
    args = (RAW, "-c", "core.quotePath=false", "rev-list", "--objects", "--topo-order", "--reverse", *which)
    lines = place.read(*args).text.split("\n")
    return [(line.partition(" ")[0], line.partition(" ")[2]) for line in lines if line]


def contents(place: Place, oids: Sequence[str]) -> Iterator[tuple[str, str, bytes]]:
    """Yield id, kind and bytes of these objects; those that are not in this clone are left out."""
    for first in range(0, len(oids), AT_ONCE):
        asked = "".join(f"{oid}\n" for oid in oids[first : first + AT_ONCE]).encode()
        out, start = place.read(RAW, "cat-file", "--batch", stdin=asked).out, 0
        while start < len(out):
            end = out.index(b"\n", start)
            oid, kind, *size = out[start:end].decode().split(" ")
            start = end + 1
            if size:
                yield oid, kind, out[start : start + int(size[0])]
                start += int(size[0]) + 1


def kinds(place: Place, oids: Sequence[str]) -> dict[str, str]:
    """Return what each of these objects is; those that are not in this clone are left out."""
    asked = "".join(f"{oid}\n" for oid in oids).encode()
    lines = place.read(RAW, "cat-file", "--batch-check=%(objectname) %(objecttype)", stdin=asked).text.split("\n")
    answers = (line.split(" ") for line in lines if line)
    return {oid: kind for oid, kind in answers if kind != "missing"}


def rewrite(place: Place, objects: Sequence[tuple[str, str]], cleaner: Cleaner) -> Rewritten:
    """Work out what commits become whose files, names or messages a cleaner changes, and all that stand on them."""
    found, paths = Rewritten(cleaner), dict(objects)
    kind = kinds(place, list(paths))
    for oid, _, raw in contents(place, [oid for oid in paths if kind.get(oid) == "blob"]):
        if (clean := cleaner.file(raw, paths[oid])) != raw:
            found.files[oid] = found.put("blob", clean, oid)
    trees = _concerned(place, [oid for oid in paths if kind.get(oid) == "tree"], found, cleaner)
    for oid, _, raw in contents(place, [oid for oid in paths if kind.get(oid) == "commit"]):
        folder = raw[5 : 5 + len(oid)].decode()
        _commit(found, oid, raw, _folder(found, folder, trees, cleaner), cleaner)
    return found


def _concerned(place: Place, oids: Sequence[str], found: Rewritten, cleaner: Cleaner) -> dict[str, bytes]:
    """Return the folders that hold what changes, or other folders; a large history has many that do neither."""
    changing = [bytes.fromhex(oid) for oid in found.files]
    return {
        oid: raw
        for oid, _, raw in contents(place, oids)
        if FOLDER in raw or any(each in raw for each in changing) or cleaner.name(raw) != raw
    }


def _folder(found: Rewritten, oid: str, trees: Mapping[str, bytes], cleaner: Cleaner) -> str:
    """Return what a folder becomes, with all that is in it; one that is not listed is of the commits before."""
    if oid in found.folders or oid not in trees:
        return found.folders.get(oid, oid)
    nodes = list(_nodes(trees[oid], len(oid) // 2))
    new = [(mode, cleaner.name(name), _node(found, mode, node, trees, cleaner)) for mode, name, node in nodes]
    if new != nodes:
        new.sort(key=lambda node: node[1] + b"/" * (node[0] == FOLDER))
        raw = b"".join(b"%b %b\0%b" % (mode, name, bytes.fromhex(node)) for mode, name, node in new)
        found.folders[oid] = found.put("tree", raw, oid)
    else:
        found.folders[oid] = oid
    return found.folders[oid]


def _node(found: Rewritten, mode: bytes, oid: str, trees: Mapping[str, bytes], cleaner: Cleaner) -> str:
    return _folder(found, oid, trees, cleaner) if mode == FOLDER else found.files.get(oid, oid)


def _nodes(raw: bytes, oid_size: int) -> Iterator[tuple[bytes, bytes, str]]:
    start = 0
    while start < len(raw):
        blank, end = raw.index(b" ", start), raw.index(b"\0", start)
        yield raw[start:blank], raw[blank + 1 : end], raw[end + 1 : end + 1 + oid_size].hex()
        start = end + 1 + oid_size


def _commit(found: Rewritten, oid: str, raw: bytes, folder: str, cleaner: Cleaner) -> None:
    head, _, message = raw.partition(b"\n\n")
    lines = [_mapped(found, line, folder) for line in head.split(b"\n")]
    new = b"\n".join(lines) + b"\n\n" + cleaner.message(message)
    if new == raw:
        return
    bare = SIGNED.sub(b"", MERGETAG.sub(b"", b"\n".join(lines) + b"\n"))
    if SIGNED.search(head + b"\n"):
        found.unsigned.append(oid)
    found.commits[oid] = found.put("commit", bare + b"\n" + cleaner.message(message), oid)


def _mapped(found: Rewritten, line: bytes, folder: str) -> bytes:
    if line.startswith(b"tree "):
        return b"tree " + folder.encode()
    if line.startswith(b"parent "):
        parent = line[7:].decode()
        return b"parent " + found.commits.get(parent, parent).encode()
    return line


def write(place: Place, scratch: Path, found: Rewritten) -> None:
    """Write the new objects, so that they are on the disk; commits that had been signed are signed anew.

    Raises: SigningFailed, DiskRefused, GitFailed.
    """
    for kind in ("blob", "tree", "commit"):
        if kind == "commit":
            _sign(place, found)
        files = [scratch / oid for oid, (of_kind, _) in found.made.items() if of_kind == kind]
        for file in files:
            with disk_refusals(file):
                file.write_bytes(found.made[file.name][1])
        names = os.fsencode("".join(f"{file}\n" for file in files))
        if files:
            place.write("hash-object", "-w", "-t", kind, "--no-filters", "--stdin-paths", stdin=names)


def _sign(place: Place, found: Rewritten) -> None:
    """Sign those commits anew that had been signed, and make all that stand on them once more."""
    signed: dict[str, str] = {}
    for old, new in list(found.commits.items()) if found.signs else ():
        raw = found.made[new][1]
        for before, after in signed.items():
            raw = raw.replace(b"\nparent " + before.encode(), b"\nparent " + after.encode())
        del found.made[new]
        found.commits[old] = signed[new] = _signed(place, raw) if old in found.unsigned else _stored(place, raw)


def _stored(place: Place, raw: bytes) -> str:
    return place.write("hash-object", "-w", "-t", "commit", "--stdin", stdin=raw).text


def _signed(place: Place, raw: bytes) -> str:
    head, _, message = raw.partition(b"\n\n")
    env: dict[str, str] = {}
    for role, name, email, date in PERSON.findall(head):
        names = f"GIT_{role.decode().upper()}"
        env |= {f"{names}_NAME": os.fsdecode(name), f"{names}_EMAIL": os.fsdecode(email)}
        env |= {f"{names}_DATE": f"@{date.decode()}"}
    parents = [line[7:].decode() for line in head.split(b"\n") if line.startswith(b"parent ")]
    return write_commit(place, head[5:].split(b"\n", 1)[0].decode(), parents, message, Stamp(env, signs=True))


def people(place: Place, commits: Iterable[str]) -> set[str]:
    """Return the addresses of all authors and committers of commits, as the mailmap has them."""
    args = ("log", "--no-walk=unsorted", "--stdin", "-z", "--format=%aE%n%cE")
    asked = "".join(f"{oid}\n" for oid in commits).encode()
    return {line for field in place.read(*args, stdin=asked).fields for line in field.split("\n") if line}
