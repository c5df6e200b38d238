"""Git's own index as it lies on the disk, in the form that is soon passed through: see gitformat-index."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place

_PLAIN = b"DIRC\0\0\0\2"
"""Signature and version. In others a file may be left out, and paths are shortened."""

_COUNTED = 12
"""Before the first entry stand these, and how many there are."""

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
            raw = file.read()
        return raw[: len(_PLAIN)] == _PLAIN and _is_plain(raw)
    except (OSError, IndexError):
        return False


def _is_plain(raw: bytes) -> bool:
    """Return whether no entry has a flag (each is looked at, its path is short), and nothing but notes follows them."""
    at = _COUNTED + _FLAGS
    for _ in range(int.from_bytes(raw[len(_PLAIN) : _COUNTED], "big")):
        if raw[at]:
            return False
        at += _EMPTY + raw[at + 1] & -8
    at -= _FLAGS
    while (left := len(raw) - _CHECKSUM - at) > 0:
        if not raw[at : at + 4].isupper():  # what must be understood: the rest of an index that is split, for one
            return False
        at += 8 + int.from_bytes(raw[at + 4 : at + 8], "big")
    return left == 0
