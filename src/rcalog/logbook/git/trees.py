"""The folders of a commit, read by one process, and the tree of the next commit, written by one."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook.atomic import disk_refusals
from rcalog.logbook.git.objects import TreeEntry, UnknownRevision
from rcalog.logbook.git.spawn import Started
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place

TOP = PurePosixPath()
_FOLDER_MODE = b"40000"
_READING = ("cat-file", "--use-mailmap", "--batch")
"""--use-mailmap changes nothing here; it came with the oldest git that rcalog works with: an older one fails."""

_HEADER = pattern(rb"[0-9a-f]{40,64} (\w+) (\d+)")


class Node(Value):
    """What a folder has under one name."""

    mode: bytes
    oid: str

    @property
    def is_folder(self) -> bool:
        """Whether it is a folder itself."""
        return self.mode == _FOLDER_MODE


Folder = dict[bytes, Node]


def entries_at(place: Place, commit: str, paths: Collection[str]) -> dict[str, TreeEntry | None]:
    """Return what a commit holds at these paths, folders too; None for nothing.

    Raises: UnknownRevision.
    """
    known = _folders(place, commit, {folder for path in paths for folder in PurePosixPath(path).parents})
    if known[TOP] is None:
        raise UnknownRevision(commit)
    found = {path: _node(known, PurePosixPath(path)) for path in paths}
    return {
        path: TreeEntry(path, node.mode.decode().zfill(6), node.oid) if node else None for path, node in found.items()
    }


def ask_ahead(place: Place, commit: str, paths: Collection[str]) -> None:
    """Have git read the folders of these paths, for who asks what a commit holds there."""
    asked = _unknown(_known(place, commit), {folder for path in paths for folder in PurePosixPath(path).parents})
    if asked:
        _begun(place, commit).append((asked, Started(_READING, place.folder, asked=_named(commit, asked))))


def write_changed(place: Place, scratch: Path, commit: str, entries: Mapping[str, TreeEntry | None]) -> str | None:
    """Write the tree of a commit with other entries at some paths (None removes one), and return its id.

    None where a file stands in the place of a folder or a folder in that of a file: an index knows what then holds.
    """
    folders = _folders(place, commit, {folder for path in entries for folder in PurePosixPath(path).parents})
    if "\n" in f"{scratch}" or any("\n" in path or _is_in_the_way(folders, PurePosixPath(path)) for path in entries):
        return None
    new = {folder: dict(nodes or {}) for folder, nodes in folders.items()}
    for path, entry in entries.items():
        _set(new, PurePosixPath(path), Node(_file_mode(entry), entry.oid) if entry else None)
    written = list(_trees(new, "sha256" if len(commit) == 64 else "sha1"))
    for oid, raw in written:
        with disk_refusals(scratch / oid):
            (scratch / oid).write_bytes(raw)
    # Not by mktree, which says nothing when the disk takes no object.
    names = os.fsencode("".join(f"{scratch / oid}\n" for oid, _ in written))
    place.write("hash-object", "-w", "-t", "tree", "--stdin-paths", stdin=names)
    return written[-1][0]


def _trees(folders: dict[PurePosixPath, Folder], digest: str) -> Iterator[tuple[str, bytes]]:
    """Yield id and bytes of every folder, each after those in it, which it is told of."""
    for path in sorted(folders, key=lambda each: -len(each.parts)):
        nodes = folders[path]
        raw = b"".join(b"%b %b\0%b" % (node.mode, name, bytes.fromhex(node.oid)) for name, node in _ordered(nodes))
        oid = hashlib.new(digest, b"tree %d\0%b" % (len(raw), raw), usedforsecurity=False).hexdigest()
        if nodes or path == TOP:
            yield oid, raw
        if path != TOP:
            _set(folders, path, Node(_FOLDER_MODE, oid) if nodes else None)


def _set(folders: dict[PurePosixPath, Folder], path: PurePosixPath, node: Node | None) -> None:
    names = folders[path.parent]
    names.pop(os.fsencode(path.name), None)
    if node:
        names[os.fsencode(path.name)] = node


def _ordered(nodes: Folder) -> list[tuple[bytes, Node]]:
    """Return what a folder has as git orders it: a folder as if a slash followed its name."""
    return sorted(nodes.items(), key=lambda item: item[0] + b"/" * item[1].is_folder)


def _file_mode(entry: TreeEntry) -> bytes:
    return b"100755" if int(entry.mode, 8) & 0o100 else b"100644"


def _is_in_the_way(folders: Mapping[PurePosixPath, Folder | None], path: PurePosixPath) -> bool:
    node = _node(folders, path)
    over = (_node(folders, folder) for folder in path.parents if folder != TOP)
    return bool(node and node.is_folder) or any(each and not each.is_folder for each in over)


def _node(folders: Mapping[PurePosixPath, Folder | None], path: PurePosixPath) -> Node | None:
    return (folders[path.parent] or {}).get(os.fsencode(path.name))


def _folders(place: Place, commit: str, wanted: Collection[PurePosixPath]) -> Mapping[PurePosixPath, Folder | None]:
    """Return these folders of a commit, None where there is none; what a commit holds is asked for once."""
    known, begun = _known(place, commit), _begun(place, commit)
    while begun:
        asked, started = begun.pop()
        known.update(zip(asked, _answers(started.result().out, len(commit) // 2), strict=True))
    if asked := _unknown(known, wanted):
        answer = place.read(*_READING, stdin=_named(commit, asked))
        known.update(zip(asked, _answers(answer.out, len(commit) // 2), strict=True))
    return {folder: known.get(folder) for folder in {TOP, *wanted}}


def _unknown(known: Collection[PurePosixPath], wanted: Collection[PurePosixPath]) -> list[PurePosixPath]:
    return [folder for folder in {TOP, *wanted} if folder not in known and "\n" not in str(folder)]


def _named(commit: str, folders: Iterable[PurePosixPath]) -> bytes:
    """Return the folders of a commit as git is asked for them."""
    names = (f"{commit}^{{tree}}" if each == TOP else f"{commit}:{each}" for each in folders)
    return b"".join(os.fsencode(f"{name}\n") for name in names)


@lru_cache(maxsize=8)
def _begun(_place: Place, _commit: str) -> list[tuple[list[PurePosixPath], Started]]:
    """Return the folders of a commit that git is still reading."""
    return []


@lru_cache(maxsize=8)
def _known(_place: Place, _commit: str) -> dict[PurePosixPath, Folder | None]:
    """Return the folders of a commit that were read so far."""
    return {}


def _answers(out: bytes, oid_size: int) -> Iterator[Folder | None]:
    """Yield what cat-file says about each name that it was asked for."""
    start = 0
    while start < len(out):
        end = out.index(b"\n", start)
        header = _HEADER.fullmatch(out, start, end)
        start = end + 1
        if header is None:
            yield None
            continue
        size = int(header[2])
        yield dict(_nodes(out[start : start + size], oid_size)) if header[1] == b"tree" else None
        start += size + 1


def _nodes(raw: bytes, oid_size: int) -> Iterator[tuple[bytes, Node]]:
    """Yield the names of a folder and what stands under them."""
    start = 0
    while start < len(raw):
        blank, end = raw.index(b" ", start), raw.index(b"\0", start)
        yield raw[blank + 1 : end], Node(raw[start:blank], raw[end + 1 : end + 1 + oid_size].hex())
        start = end + 1 + oid_size
