"""The bytes of a record file, whatever they are."""

from __future__ import annotations

import os

TYPE_CHECKING = False

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = 256 * 1024
"""Bytes that a record may have."""


def read_bytes(file: Path | str, most: int = LARGEST + 1) -> bytes:
    """Return what a file holds, no more of it than shows that it is too large, and nothing through a link."""
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    try:  # several times as fast as a stream
        raw = b""
        while len(raw) < most and (more := os.read(descriptor, most - len(raw))):
            raw += more
        return raw
    finally:
        os.close(descriptor)
