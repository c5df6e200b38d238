"""The record files of a work tree, as they lie on the disk."""

from __future__ import annotations

import hashlib
import os
import stat
import time
from functools import cache

from rcalog.logbook.rawfile import read_bytes
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

SETTLED_NS = 3_000_000_000
"""How old a file must be for its times to tell that nobody has written it since; no clock of a disk is coarser."""

UNREADABLE = "unreadable:"


class Content(Value):
    """What a file held: the id that git gives these bytes, and the marks by which to know the file again.

    `mark` is empty where the file is so new that it may change once more without a trace.
    """

    blob: str
    mark: str
    raw: bytes | OSError


class Disk:
    """The files below the folder of the records. Paths are relative to the top of the repository."""

    def __init__(self, top: str | PathLike[str], folder: str) -> None:
        self.folder = folder
        self._start = os.path.join(top, "")  # a thousand joined texts cost as much as a hundred joined paths
        self._is_real = cache(self._look_at_folder)

    def is_record(self, path: str) -> bool:
        """Return whether a record may lie there."""
        below = path.removeprefix(f"{self.folder}/")
        return below != path and path.endswith(".yaml") and not any(name[:1] == "." for name in below.split("/"))

    def walk(self, folder: str | None = None) -> Iterator[str]:
        """Yield every file that may be a record; links to other folders are not followed."""
        for place, folders, files in os.walk(self._start + (folder or self.folder)):
            folders[:] = [name for name in folders if not name.startswith(".")]
            below = os.path.relpath(place, self._start).replace(os.sep, "/")
            yield from (f"{below}/{name}" for name in files if self.is_record(f"{below}/{name}"))

    def mark(self, path: str) -> str | None:
        """Return the marks by which a file is known again, None where there is no file."""
        if not self._is_real(path.rpartition("/")[0]):
            return None
        try:
            found = os.lstat(self._start + path)
            if stat.S_ISLNK(found.st_mode):
                return None if os.path.isdir(self._start + path) else ""
        except OSError:
            return None
        if stat.S_ISDIR(found.st_mode):
            return None
        is_settled = max(found.st_mtime_ns, found.st_ctime_ns) < time.time_ns() - SETTLED_NS
        return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}" if is_settled else ""

    def read(self, path: str, algorithm: str, mark: str | None) -> Content | None:
        """Return what a file holds, None where there is none; `mark` was looked at before."""
        if mark is None:
            return None
        try:
            raw = read_bytes(self._start + path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            return Content(f"{UNREADABLE}{error.errno}", "", error)
        return Content(blob_id(raw, algorithm), mark, raw)

    def _look_at_folder(self, folder: str) -> bool:
        if folder in (self.folder, ""):
            return True
        return not os.path.islink(self._start + folder) and self._is_real(folder.rpartition("/")[0])


def blob_id(raw: bytes, algorithm: str) -> str:
    """Return the id that git gives bytes, where no filter changes them."""
    return hashlib.new(algorithm, b"blob %d\0%b" % (len(raw), raw), usedforsecurity=False).hexdigest()
