"""The record files of a work tree, as they lie on the disk."""

from __future__ import annotations

import os
import stat
import time
from functools import cache

from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping
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


class Listing(Value):
    """The folders that there are, with their marks, and the files of those that are not as they were."""

    marks: Mapping[str, str]
    files: list[str]


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

    def look(self, known: Mapping[str, str] | None = None) -> Listing:
        """List the files that may be records, in each folder whose marks are not those that are known.

        A file comes and goes in no folder without a trace on that. Links to other folders are not followed.
        """
        known, marks, files = known or {}, dict[str, str](), list[str]()
        waiting = sorted({self.folder, *known})  # each after the one that it lies in
        for folder in waiting:
            mark = self._folder_mark(folder) if folder not in marks else None
            if mark is None or not (folder == self.folder or folder.rpartition("/")[0] in marks):
                continue
            marks[folder] = mark
            if mark == "" or mark != known.get(folder):
                try:
                    entries = self._entries(folder)
                except OSError:
                    entries, marks[folder] = [], ""
                waiting += [f"{folder}/{each.name}" for each in entries if each.is_dir(follow_symlinks=False)]
                files += [f"{folder}/{each.name}" for each in entries if _is_file(each)]
                if any(each.is_symlink() and not _is_file(each) for each in entries):  # it may come to lead to a file
                    marks[folder] = ""
        return Listing(marks, files)

    def _folder_mark(self, folder: str) -> str | None:
        """Return the marks of a folder, None where there is none, or a link."""
        try:
            found = os.stat(self._start + folder, follow_symlinks=folder == self.folder)
        except OSError:
            return None
        return _mark(found) if stat.S_ISDIR(found.st_mode) else None

    def _entries(self, folder: str) -> list[os.DirEntry[str]]:
        with os.scandir(self._start + folder) as entries:
            return [each for each in entries if not each.name.startswith(".")]

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
        return _mark(found)

    def read(self, path: str, like: str | None, mark: str | None) -> Content | None:
        """Return what a file holds, None where there is none; `mark` was looked at before, `like` is an id of git's."""
        if mark is None:
            return None
        from rcalog.logbook.git.oids import object_id
        from rcalog.logbook.rawfile import read_bytes

        try:
            raw = read_bytes(self._start + path)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            return Content(f"{UNREADABLE}{error.errno}", "", error)
        return Content(object_id(b"blob", raw, like), mark, raw)

    def _look_at_folder(self, folder: str) -> bool:
        if folder in (self.folder, ""):
            return True
        return not os.path.islink(self._start + folder) and self._is_real(folder.rpartition("/")[0])


def _mark(found: os.stat_result) -> str:
    is_settled = max(found.st_mtime_ns, found.st_ctime_ns) < time.time_ns() - SETTLED_NS
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}" if is_settled else ""


def _is_file(entry: os.DirEntry[str]) -> bool:
    """Return whether something in a folder may be a record by its name, and is no folder, nor a link to one."""
    is_folder = os.path.isdir(entry.path) if entry.is_symlink() else entry.is_dir()
    return entry.name.endswith(".yaml") and not is_folder
