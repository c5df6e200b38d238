"""What is read of a repository without what commits need: the commit that is checked out, and what files hold."""

from __future__ import annotations

import os
from contextlib import suppress

from rcalog.logbook.git.spawn import Started

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rcalog.logbook.git.place import Place

BRANCH = "refs/heads/"
_WHICH = ("ls-tree", "-z", "--full-tree")
_AT_ONCE = 500
"""So many paths are on one command line."""

_DIGITS = frozenset("0123456789abcdef")


def head(place: Place) -> str | None:
    """Return the commit that is checked out, None before the first one.

    Raises: GitFailed.
    """
    found = head_file(place)
    if found and found.startswith(BRANCH):
        found = _tip(place, found)
    if found and is_object_id(found):
        return found
    return look_up(place, ["HEAD^{commit}"])[0]


def is_object_id(text: str) -> bool:
    """Return whether a text is an object id, whole."""
    return len(text) in (40, 64) and _DIGITS.issuperset(text)


def cut_off(place: Place) -> frozenset[str]:
    """Return the commits that look like first ones only because a shallow clone begins there."""
    with suppress(OSError):
        return frozenset(_read(f"{place.common_folder}/shallow").split())
    return frozenset()


def look_up(place: Place, names: Sequence[str]) -> list[str | None]:
    """Return the object id behind each of these names of our own, None where there is none.

    Raises: GitFailed.
    """
    asked = "".join(f"{name}\n" for name in names).encode()
    lines = Started(("cat-file", "--batch-check"), place.folder, asked=asked).result().text.split("\n")
    return [None if line.endswith((" missing", " ambiguous")) else line.split(" ")[0] for line in lines]


def head_file(place: Place) -> str | None:
    """Return the branch or the commit that HEAD names, None where only git can tell."""
    file = f"{place.git_folder}/HEAD"
    if os.path.isdir(f"{place.common_folder}/reftable") or os.path.islink(file):
        return None
    return _read(file).removeprefix("ref: ").removesuffix("\n")


class Held:
    """What a commit has at some paths, which git looks up while there is something else to do."""

    def __init__(self, place: Place, commit: str, paths: Sequence[str]) -> None:
        self._place, self._commit = place, commit
        self._rest = list(paths)
        self._said = self._asked()

    def texts(self) -> dict[str, str]:
        """Return what those of the files hold that are there; bytes that are no text are replaced.

        Most of them lie in the work tree as they are, where they are read far faster; their ids show that.

        Raises: GitFailed.
        """
        oids = dict(self._oids())
        near = {path: _lying(self._place, path, oid) for path, oid in oids.items()}
        far = blobs(self._place, sorted({oid for path, oid in oids.items() if near[path] is None}))
        return {path: _text(far[oids[path]] if raw is None else raw) for path, raw in near.items()}

    def _asked(self) -> Started | None:
        paths, self._rest = self._rest[:_AT_ONCE], self._rest[_AT_ONCE:]
        return Started((*_WHICH, self._commit, "--", *paths), self._place.folder) if paths else None

    def _oids(self) -> Iterator[tuple[str, str]]:
        while self._said:
            for field in self._said.result().fields:
                told, _, path = field.partition("\t")
                _, kind, oid = told.split(" ")
                if kind == "blob":
                    yield path, oid
            self._said = self._asked()


def _lying(place: Place, path: str, oid: str) -> bytes | None:
    """Return the bytes of a file of the work tree where they are those of a blob."""
    from rcalog.logbook.git.oids import object_id
    from rcalog.logbook.rawfile import read_bytes

    try:
        raw = read_bytes(f"{place.folder}/{path}")
    except OSError:
        return None
    return raw if object_id(b"blob", raw, oid) == oid else None


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")


def blobs(place: Place, oids: Sequence[str]) -> dict[str, bytes]:
    """Return the bytes of several blobs as git stores them, read by one process.

    Raises: GitFailed.
    """
    args = ("cat-file", "--batch")
    asked = "".join(f"{oid}\n" for oid in oids).encode()
    out = Started(args, place.folder, asked=asked).result().out if oids else b""
    found: dict[str, bytes] = {}
    start = 0
    for oid in oids:
        end = out.index(b"\n", start)
        if out[start:end].endswith(b" missing"):  # in a partial clone, or a damaged one
            from rcalog.logbook.git.run import GitFailed

            raise GitFailed(args, 1, out[start:end].decode())
        size = int(out[start:end].rsplit(b" ", 1)[1])
        found[oid] = out[end + 1 : end + 1 + size]
        start = end + size + 2
    return found


def _tip(place: Place, branch: str) -> str:
    """Return what the file of a branch says, else the list of those that are packed; nothing where it is not born."""
    with suppress(OSError):
        return _read(f"{place.common_folder}/{branch}").strip()
    with suppress(OSError):
        before, found, _ = _read(f"{place.common_folder}/packed-refs").partition(f" {branch}\n")
        return before.rpartition("\n")[2] if found else ""
    return ""


def _read(file: str) -> str:
    with open(file, encoding="utf-8", errors="surrogateescape") as text:
        return text.read()
