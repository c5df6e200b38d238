"""Git's own index as it lies on the disk, in the form that is soon passed through: see gitformat-index."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import BinaryIO

    from rcalog.logbook.git.place import Place

_PLAIN = b"DIRC\0\0\0\2"
"""Signature and version. In others a file may be left out, and paths are shortened."""

BLOCK = 128 * 1024
"""So many bytes are read at once: in little memory, which is used again for the next ones."""

DIGITS = 40
"""How long the object ids are of a repository whose index is read here."""

_FLAGS = 60
"""In an entry, before two bytes of flags: times, kind, owner, size, and an object id."""

_EMPTY = 70
"""What an entry takes whose path has no letters; all take a multiple of eight bytes."""

_CHECKSUM = 20


def looks_at_all(place: Place) -> bool:
    """Return whether git's index surely passes over no file; where that is not sure git says it, which takes longer."""
    try:
        with open(f"{place.git_folder}/index", "rb") as file:
            return file.read(len(_PLAIN)) == _PLAIN and _is_plain(file)
    except OSError:
        return False


def _is_plain(file: BinaryIO) -> bool:
    """Return whether no entry has a flag (each is looked at, its path is short), and nothing but notes follows them."""
    left = int.from_bytes(file.read(4), "big")
    raw, at, done = file.read(BLOCK), _FLAGS, 0
    while True:
        try:
            for done in range(left):  # noqa: B007 (how many it was when the block ended)
                if raw[at]:
                    return False
                at += _EMPTY + raw[at + 1] & -8
            return _are_notes((raw + file.read())[at - _FLAGS :])
        except IndexError:
            if not (more := file.read(BLOCK)):
                return False
        left -= done
        start = min(at - _FLAGS, len(raw))
        raw, at = raw[start:] + more, at - start


def _are_notes(raw: bytes) -> bool:
    """Return whether nobody must understand these parts, as with an index that is split; at last stands a sum."""
    at = 0
    while (left := len(raw) - _CHECKSUM - at) > 0:
        if not raw[at : at + 4].isupper():
            return False
        at += 8 + int.from_bytes(raw[at + 4 : at + 8], "big")
    return left == 0
