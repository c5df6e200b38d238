"""The text of a long list, kept beside the index until that changes: to lay it out takes longer than all else."""

from __future__ import annotations

import os
from contextlib import suppress

from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_DIGITS = 10
"""At the end stands a sum of all but the first line, in as many digits."""


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
            zone, rest = file.readline(), memoryview(file.read())
        text, check = rest[:-_DIGITS], rest[-_DIGITS:]
        if int(bytes(check)) != crc32(text, crc32(zone)):  # a disk that lost its power has not written all of it
            return None
        pairs = [pair.split(b":") for pair in zone.split()]
        return Told(str(text, "utf-8"), {int(at): int(offset) for at, offset in pairs})
    except (OSError, ValueError):
        return None


def keep(path: str, about: str, parts: Iterable[str], offsets: Mapping[int, int]) -> None:
    """Keep what a list has said part by part, and with which offsets; a disk that does not take it is no failure."""
    from zlib import crc32

    zone = b"%s\n" % b" ".join([b"%d:%d" % pair for pair in offsets.items()])
    temporary, check = f"{path}.{os.getpid()}.tmp", crc32(zone)
    with suppress(OSError, UnicodeEncodeError):
        with open(temporary, "wb") as file:
            file.write(_line(about) + zone)
            for part in parts:
                raw = part.encode()
                check = crc32(raw, check)
                file.write(raw)
            file.write(b"%0*d" % (_DIGITS, check))
        os.replace(temporary, path)


def _line(about: str) -> bytes:
    return f"{about!a}\n".encode()
