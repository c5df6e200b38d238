"""The text of a long list, kept beside the index until that changes: to lay it out takes longer than all else."""

from __future__ import annotations

import os
from contextlib import suppress

from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping


class Told(Value):
    """What a list has said, and the offsets of a zone that it hangs on, by moments."""

    text: str
    offsets: Mapping[int, int]


def recall(path: str, about: str) -> Told | None:
    """Return what was kept, where that is about the same."""
    from zlib import crc32

    try:
        with open(path, "rb") as file:
            if file.readline() != _line(about):
                return None
            zone, checked, text = file.readline(), file.readline(), file.read()
        pairs = [pair.split(b":") for pair in zone.split()]
        if int(checked) != crc32(text, crc32(zone)):  # a disk that lost its power has not written all of it
            return None
        return Told(text.decode(), {int(at): int(offset) for at, offset in pairs})
    except (OSError, ValueError):
        return None


def keep(path: str, about: str, told: Told) -> None:
    """Keep what a list has said; a disk that does not take it is no failure."""
    from zlib import crc32

    zone = b"%s\n" % b" ".join([b"%d:%d" % pair for pair in told.offsets.items()])
    temporary = f"{path}.{os.getpid()}.tmp"
    with suppress(OSError, UnicodeEncodeError):
        text = told.text.encode()
        with open(temporary, "wb") as file:
            file.writelines([_line(about), zone, b"%d\n" % crc32(text, crc32(zone)), text])
        os.replace(temporary, path)


def _line(about: str) -> bytes:
    return f"{about!a}\n".encode()
