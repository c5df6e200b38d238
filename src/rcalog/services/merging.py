"""What git wants of rcalog during its own merges."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import atomic
from rcalog.logbook.joining import join
from rcalog.logbook.rawfile import read_bytes

if TYPE_CHECKING:
    from rcalog.logbook.joining import Joined


class SideUnreadable(RcalogError):
    """One of the three files of a merge cannot be read."""

    code = "side-unreadable"

    def __init__(self, path: Path, error: OSError) -> None:
        super().__init__(f"{path} cannot be read: {error.strerror}")


def merge_files(base: Path, ours: Path, theirs: Path, *, name: str) -> Joined:
    """Merge a record out of three files into that of our side; on any failure that is as it was.

    Raises:
        RecordError, InvalidRecord, DifferentRecords, AmbiguousIds, SpliceFailed, UnwritableRecord, DiskRefused,
        SideUnreadable.
    """
    texts = _read(base), _read(ours), _read(theirs)
    joined = join(*texts, name=name, folder=Path.cwd())
    atomic.replace(ours.absolute(), joined.raw)
    return joined


def _read(path: Path) -> bytes:
    try:
        return read_bytes(path)
    except OSError as error:
        raise SideUnreadable(path, error) from error
