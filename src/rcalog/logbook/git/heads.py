"""What is read of a repository without what commits need: the commit that is checked out, and what files hold."""

from __future__ import annotations

import os
from contextlib import suppress

from rcalog.logbook.git.spawn import Started

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.git.place import Place

BRANCH = "refs/heads/"
_DIGITS = frozenset("0123456789abcdef")


def head(place: Place) -> str | None:
    """Return the commit that is checked out, None before the first one.

    Raises: GitFailed.
    """
    found = head_file(place)
    if found and found.startswith(BRANCH):
        found = _tip(place, found)
    if found and len(found) in (40, 64) and _DIGITS.issuperset(found):
        return found
    return look_up(place, ["HEAD^{commit}"])[0]


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


def texts(place: Place, commit: str, paths: Sequence[str]) -> dict[str, str]:
    """Return what those of these files hold that are in a commit; bytes that are no text are replaced.

    Raises: GitFailed.
    """
    names = [os.fsencode(f"{commit}:{path}") for path in paths]
    asked = b"".join(name + b"\0" for name in names)
    out = Started(("cat-file", "--batch", "-z"), place.folder, asked=asked).result().out if names else b""
    found: dict[str, str] = {}
    start = 0
    for path, name in zip(paths, names, strict=True):
        if out.startswith(name + b" missing\n", start):
            start += len(name) + len(b" missing\n")
            continue
        end = out.index(b"\n", start)
        _, kind, size = out[start:end].split(b" ")
        start = end + 1 + int(size) + 1
        if kind == b"blob":
            found[path] = out[end + 1 : start - 1].decode("utf-8", "replace")
    return found


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
