"""Replace a file wholly or not at all, and make it last."""

from __future__ import annotations

import errno
import fcntl
import os
import secrets
import shlex
import stat
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError

if TYPE_CHECKING:
    from collections.abc import Iterator


class DiskRefused(RcalogError):
    """The disk would not take what had to be written."""

    code = "disk-refused"

    def __init__(self, path: Path | str, reason: str) -> None:
        self.path, self.reason = Path(path), reason
        super().__init__(f"cannot write {path}: {reason}", hint=_hint(self.path, reason))


class SymlinkInPath(RcalogError):
    """A path that must be plain leads through a symbolic link."""

    code = "symlink-in-path"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(f"{path} is a symbolic link; rcalog does not write through links")


def replace(path: Path, raw: bytes, *, root: Path | None = None) -> None:
    """Put `raw` in the place of `path` in one step that survives a power cut; the mode is kept, folders are made.

    No component below `root` (the file's own folder when absent) may be a symbolic link.

    Raises: DiskRefused, SymlinkInPath.
    """
    refuse_symlinks(path, root or path.parent)
    with disk_refusals(path):
        make_folder(path.parent)
        temporary = path.with_name(f".{path.name}.{secrets.token_hex(4)}.tmp")
        try:
            _write_new(temporary, raw, like=path)
            temporary.replace(path)
        except BaseException:
            with suppress(OSError):
                temporary.unlink()
            raise
        sync_folder(path.parent)


def clear_torn(path: Path) -> None:
    """Remove what processes that died have left of a file that they were about to replace. No other may do so now."""
    with suppress(OSError):
        for left in path.parent.iterdir():
            if left.name.startswith(f".{path.name}.") and left.suffix == ".tmp":
                left.unlink()


def append_line(path: Path, text: str) -> None:
    """Add one line to a private file (mode 0600) and wait until it is on the disk.

    Raises: DiskRefused, SymlinkInPath, ValueError (the text has an end of line in it).
    """
    if "\n" in text:
        raise ValueError(text)
    refuse_symlinks(path, path.parent)
    with disk_refusals(path):
        make_folder(path.parent)
        is_new = not path.exists()
        descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
        size = os.fstat(descriptor).st_size
        try:
            _write_all(descriptor, text.encode() + b"\n")
            sync(descriptor)
        except OSError:
            os.ftruncate(descriptor, size)  # half a line would spoil the next one
            raise
        finally:
            os.close(descriptor)
        if is_new:
            sync_folder(path.parent)


def refusal(folder: Path) -> str | None:
    """Return why nothing can be written into a folder, None where it can; nothing is left there."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
            file.flush()
    except OSError as error:
        return error.strerror or str(error)
    return None


def refuse_symlinks(path: Path, root: Path) -> None:
    """Make sure that no component of `path` below `root` is a symbolic link.

    Raises: SymlinkInPath, ValueError (the path is not below the root).
    """
    below = path.relative_to(root)
    if ".." in below.parts:
        raise ValueError(path)
    step = root
    for part in below.parts:
        step = step / part
        with suppress(OSError):  # what is not there yet, or not a folder, is no link; writing it will say the rest
            if stat.S_ISLNK(step.lstat().st_mode):
                raise SymlinkInPath(step)


def make_folder(folder: Path) -> list[Path]:
    """Make a folder and its parents; return those that were new, deepest last."""
    missing = [each for each in (folder, *folder.parents) if not each.exists()]
    folder.mkdir(parents=True, exist_ok=True)
    for each in missing:
        sync_folder(each.parent)
    return missing[::-1]


def sync(descriptor: int) -> None:
    """Wait until a file is on the disk, and not merely in its cache."""
    if hasattr(fcntl, "F_FULLFSYNC"):
        fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)
    else:
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Wait until a folder's list of names is on the disk."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in (errno.EINVAL, errno.ENOTSUP):  # some network file systems cannot sync a folder
            raise
    finally:
        os.close(descriptor)


@contextmanager
def disk_refusals(path: Path) -> Iterator[None]:
    """Turn what the operating system refuses into one error.

    Raises: DiskRefused.
    """
    try:
        yield
    except OSError as error:
        raise DiskRefused(path, error.strerror or str(error)) from error


def _write_new(path: Path, raw: bytes, *, like: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
    try:
        with suppress(FileNotFoundError):
            os.fchmod(descriptor, stat.S_IMODE(like.stat().st_mode))
        _write_all(descriptor, raw)
        sync(descriptor)
    finally:
        os.close(descriptor)


def _write_all(descriptor: int, raw: bytes) -> None:
    rest = memoryview(raw)
    while rest:
        rest = rest[os.write(descriptor, rest) :]


def _hint(path: Path, reason: str) -> str | None:
    if reason in (os.strerror(errno.ENOSPC), os.strerror(errno.EDQUOT)):
        return "make room on the disk"
    if reason in (os.strerror(errno.EACCES), os.strerror(errno.EPERM)):
        there = next((each for each in (path, *path.parents) if os.path.lexists(each)), path)
        return f"see who may write there: ls -ld {shlex.quote(str(there))}"
    return None
