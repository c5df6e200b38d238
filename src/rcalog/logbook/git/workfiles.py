"""The files of one commit in the work tree: put in place, and put back when the commit fails."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from rcalog.logbook.atomic import disk_refusals, refuse_symlinks, replace, sync_folder

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def read_file(top: Path, path: str) -> bytes | None:
    """Return the bytes of a file below a folder, None where there is none.

    Raises: DiskRefused, SymlinkInPath.
    """
    target = top / path
    refuse_symlinks(target, top)
    with disk_refusals(target):
        try:
            return target.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None


def remove_file(top: Path, path: str) -> None:
    """Remove a file below a folder for good, if it is there.

    Raises: DiskRefused, SymlinkInPath.
    """
    target = top / path
    refuse_symlinks(target, top)
    with disk_refusals(target):
        target.unlink(missing_ok=True)
        if target.parent.is_dir():
            sync_folder(target.parent)


def _unset_executable(target: Path) -> None:
    """Take away what would make a record a program: that is not committed, and git would call it changed for ever."""
    mode = target.stat().st_mode
    if mode & 0o111:
        target.chmod(mode & 0o666)


class WorkFiles:
    """Files that are changed together and can be put back as they were."""

    def __init__(self, top: Path, scratch: Path) -> None:
        self._top, self._scratch = top, scratch
        self._backups: dict[str, Path | None] = {}
        self._ours: dict[str, bytes | None] = {}
        self._meant: dict[str, bytes | None] = {}
        self._folders: list[Path] = []

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a file, None where there is none.

        Raises: DiskRefused, SymlinkInPath.
        """
        return read_file(self._top, path)

    def put(self, path: str, raw: bytes | None, *, is_plain: bool = False) -> None:
        """Replace one file, or remove it (None); one that `is_plain` stays no program, where somebody made it one.

        Raises: DiskRefused, SymlinkInPath.
        """
        target = self._top / path
        refuse_symlinks(target, self._top)
        with disk_refusals(target):
            if path not in self._backups:
                self._backups[path] = self._back_up(target)
            self._ours[path] = raw  # from now on it may stand there, whatever fails
            self._meant.setdefault(path, raw)
            if raw == self.read(path):
                pass  # edited by hand and now committed
            elif raw is None:
                remove_file(self._top, path)
            else:
                self._folders += [each for each in reversed(target.parents) if not each.exists()]
                replace(target, raw, root=self._top)
                if is_plain:
                    _unset_executable(target)

    def adopt(self) -> None:
        """Take what the files hold now as ours: a hook has just been let at them."""
        self._ours = {path: self.read(path) for path in self._ours}

    @property
    def texts(self) -> dict[str, tuple[bytes | None, bytes | None]]:
        """What was meant to stand in each file, and what a hook may have made of it."""
        return {path: (self._meant[path], raw) for path, raw in self._ours.items()}

    def restore(self, staying: Mapping[str, bytes | None]) -> None:
        """Put back every file that nobody else has changed since, but for those that stay as they were written."""
        for path, raw in self._ours.items():
            if self.read(path) != raw:
                continue
            if path not in staying:
                with disk_refusals(self._top / path):
                    self._put_back(self._top / path, self._backups[path])
            elif (text := staying[path]) != raw and text is not None:
                replace(self._top / path, text, root=self._top)
        for folder in reversed(self._folders):
            with suppress(OSError):
                folder.rmdir()

    def _back_up(self, target: Path) -> Path | None:
        """Keep the file itself: putting it back needs no room on the disk, and git sees that nothing changed."""
        backup = self._scratch / f"before-{len(self._backups)}"
        try:
            os.link(target, backup)
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError:  # another file system, or one without hard links
            shutil.copy2(target, backup)
        return backup

    @staticmethod
    def _put_back(target: Path, backup: Path | None) -> None:
        if backup is None:
            target.unlink(missing_ok=True)
            return
        try:
            backup.replace(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            replace(target, backup.read_bytes())
        sync_folder(target.parent)
