"""Blobs, trees and revisions, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git import heads
from rcalog.logbook.git.oids import object_id
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from rcalog.logbook.git.place import Place

FULL_OID = pattern(r"[0-9a-f]{40}|[0-9a-f]{64}")

_BLOB = pattern(r"([0-9a-f]+) blob ([0-9]+)")


class UnknownRevision(RcalogError):
    """What was typed names no commit."""

    code = "unknown-revision"

    def __init__(self, text: str) -> None:
        self.text = text
        super().__init__(f"{text!r} names no commit in this repository", hint="git log --oneline")


class TreeEntry(Value):
    """One file of a tree."""

    path: str
    mode: str
    oid: str

    @property
    def is_file(self) -> bool:
        """Whether this is a file, and no link, submodule or folder."""
        return self.mode.startswith("100")

    @property
    def is_folder(self) -> bool:
        """Whether this is a folder."""
        return self.mode == "040000"


def resolve(place: Place, text: str) -> str:
    """Return the commit that the user's words name.

    Raises: UnknownRevision.
    """
    named = place.read("rev-parse", "--verify", "--quiet", "--end-of-options", text, check=False)
    commit = heads.look_up(place, [f"{named.text}^{{commit}}"])[0] if FULL_OID.fullmatch(named.text) else None
    if named.code or commit is None:
        raise UnknownRevision(text)
    return commit


def entries(place: Place, rev: str, paths: Sequence[str] = (), *, recursive: bool = False) -> list[TreeEntry]:
    """Return what a commit holds at these paths (everywhere when none are given).

    Raises: UnknownRevision.
    """
    oid = rev if FULL_OID.fullmatch(rev) else resolve(place, rev)
    answer = place.read("ls-tree", "-z", "--full-tree", *(["-r"] if recursive else []), oid, "--", *paths)
    return [_tree_entry(field) for field in answer.fields]


def is_whole(place: Place) -> bool:
    """Say whether every object of the history is here: the clone is neither shallow nor partial."""
    shallow = place.read("rev-parse", "--is-shallow-repository").text == "true"
    partial = place.read("config", "--get-regexp", r"^(remote\..*\.promisor|extensions\.partialclone)$", check=False)
    return not shallow and partial.code != 0


def _tree_entry(field: str) -> TreeEntry:
    facts, path = field.split("\t", 1)
    mode, _, oid = facts.split(" ")
    return TreeEntry(path, mode, oid)


def changes(place: Place, base: str | None, tree: str, paths: Sequence[str] = ()) -> dict[str, TreeEntry | None]:
    """Return what a tree changes against a commit (None: everything is new), by path; None is a removed file."""
    if base is None:
        return {entry.path: entry for entry in entries(place, tree, paths, recursive=True)}
    answer = place.read("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff", base, tree, "--", *paths)
    found: dict[str, TreeEntry | None] = {}
    for facts, path in zip(answer.fields[::2], answer.fields[1::2], strict=True):
        _, mode, _, oid, _ = facts.split(" ")
        found[path] = TreeEntry(path, mode, oid) if mode != "000000" else None
    return found


def read_blob(place: Place, oid: str) -> bytes:
    """Return the bytes of a blob as git stores them."""
    return place.read("cat-file", "blob", oid).out


def blob_sizes(place: Place, oids: Collection[str]) -> dict[str, int]:
    """Return how many bytes each of these blobs has; those that are not in this clone are left out."""
    asked = "".join(f"{oid}\n" for oid in dict.fromkeys(oids)).encode()
    kinds = place.read("cat-file", "--batch-check", stdin=asked).text.split("\n") if oids else []
    return {match[1]: int(match[2]) for kind in kinds if (match := _BLOB.fullmatch(kind))}


def read_filtered(place: Place, oid: str, path: str) -> bytes:
    """Return the bytes that a checkout of this blob at this path would write."""
    return place.read("cat-file", "--filters", f"--path={path}", oid).out


def blob_oid(place: Place, raw: bytes, path: str) -> str:
    """Return the id that these bytes get when they are added at this path, filters applied."""
    return place.read("hash-object", "--stdin", f"--path={path}", stdin=raw).text


def is_stored_as(place: Place, raw: bytes, path: str, oid: str | None) -> bool:
    """Say whether adding these bytes at this path gives this blob."""
    return oid == object_id(b"blob", raw, oid) or oid == blob_oid(place, raw, path)


def store_blob(place: Place, raw: bytes, path: str) -> str:
    """Store these bytes as git would at this path, filters applied, and return the blob's id."""
    return place.write("hash-object", "-w", "--stdin", f"--path={path}", stdin=raw).text
