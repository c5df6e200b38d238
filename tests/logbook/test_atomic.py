"""Replacing files wholly, and journals line by line."""

from __future__ import annotations

import errno
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rcalog.logbook.atomic import DiskRefused, SymlinkInPath, append_line, refuse_symlinks, replace

LIMITED = """
import resource, sys
from pathlib import Path
from rcalog.logbook.atomic import DiskRefused, append_line, replace
resource.setrlimit(resource.RLIMIT_FSIZE, (20, 20))
try:
    {"replace": lambda path: replace(path, b"x" * 100), "append": lambda path: append_line(path, "y" * 100)}[sys.argv[1]](
        Path(sys.argv[2])
    )
except DiskRefused as error:
    print(error.reason)
"""


def limited(action: str, path: Path) -> str:
    """Run one action in a process that may write 20 bytes to a file, and return the reason that it was refused for."""
    command = [sys.executable, "-c", LIMITED, action, str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


def mode(path: Path) -> int:
    """Return the permissions of a file."""
    return stat.S_IMODE(path.stat().st_mode)


def names(folder: Path) -> list[str]:
    """List a folder."""
    return sorted(path.name for path in folder.iterdir())


def test_replace_makes_folders_and_file(tmp_path: Path) -> None:
    """A new file appears with its folders, with the permissions of any new file."""
    path = tmp_path / "a/b/c.yaml"
    replace(path, b"one\n", root=tmp_path)
    (tmp_path / "any").touch()
    assert (path.read_bytes(), mode(path), names(path.parent)) == (b"one\n", mode(tmp_path / "any"), ["c.yaml"])


@pytest.mark.parametrize("wanted", [0o600, 0o644, 0o755])
def test_replace_keeps_the_mode(tmp_path: Path, wanted: int) -> None:
    """An existing file keeps its permissions."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    path.chmod(wanted)
    replace(path, b"")
    assert (path.read_bytes(), mode(path)) == (b"", wanted)


def test_replace_leaves_readers_alone(tmp_path: Path) -> None:
    """Who has the old file open reads the old file to its end."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    with path.open("rb") as reader:
        replace(path, b"new")
        assert (reader.read(), path.read_bytes()) == (b"old", b"new")


def test_a_full_disk_changes_nothing(tmp_path: Path) -> None:
    """When the new bytes do not fit, the old ones stay and no other file does."""
    path = tmp_path / "file"
    path.write_bytes(b"old")
    assert limited("replace", path) == "File too large"
    assert (path.read_bytes(), names(tmp_path)) == (b"old", ["file"])


def test_a_full_disk_leaves_no_half_line(tmp_path: Path) -> None:
    """A line that does not fit is not in the journal at all."""
    path = tmp_path / "journal"
    path.write_bytes(b"first\n")
    assert limited("append", path) == "File too large"
    assert path.read_bytes() == b"first\n"


@pytest.mark.parametrize("name", ["file/x", "folder"])
def test_what_the_disk_refuses(tmp_path: Path, name: str) -> None:
    """A file in the place of a folder, or a folder in the place of the file, is one kind of error with the path in it."""
    (tmp_path / "file").touch()
    (tmp_path / "folder").mkdir()
    with pytest.raises(DiskRefused, match=name):
        replace(tmp_path / name, b"x")
    assert names(tmp_path) == ["file", "folder"]


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    """Nothing is written through a symbolic link below the root; above the root a link is the user's business."""
    (tmp_path / "real/incidents").mkdir(parents=True)
    (tmp_path / "real/linked").symlink_to("incidents")
    (tmp_path / "top").symlink_to("real")
    replace(tmp_path / "top/incidents/a", b"x", root=tmp_path / "top")
    with pytest.raises(SymlinkInPath, match="linked"):
        replace(tmp_path / "top/linked/a", b"x", root=tmp_path / "top")


@pytest.mark.parametrize("target", ["target", "nowhere"])
def test_a_linked_file_is_refused(tmp_path: Path, target: str) -> None:
    """A link in the place of the file is neither followed nor replaced, even when it leads nowhere."""
    (tmp_path / "target").write_bytes(b"mine")
    (tmp_path / "link").symlink_to(target)
    with pytest.raises(SymlinkInPath):
        replace(tmp_path / "link", b"x")
    with pytest.raises(SymlinkInPath):
        append_line(tmp_path / "link", "x")
    assert ((tmp_path / "target").read_bytes(), (tmp_path / "link").is_symlink()) == (b"mine", True)


def test_a_path_stays_below_its_root(tmp_path: Path) -> None:
    """A path that climbs out of the root, or lies elsewhere, is a mistake of the caller."""
    for path in (tmp_path / "a/../../x", Path("/etc/x")):
        with pytest.raises(ValueError, match="x"):
            refuse_symlinks(path, tmp_path)


def test_append_line(tmp_path: Path) -> None:
    """Lines are added to a file that only its owner can read."""
    path = tmp_path / "drafts/journal"
    append_line(path, '{"answer": "数据库"}')
    append_line(path, "")
    assert (path.read_text(encoding="utf-8"), mode(path)) == ('{"answer": "数据库"}\n\n', 0o600)


def test_append_takes_one_line(tmp_path: Path) -> None:
    """Two lines in one are a mistake of the caller."""
    with pytest.raises(ValueError, match="two"):
        append_line(tmp_path / "journal", "one\ntwo")


@pytest.mark.parametrize(
    ("number", "hint"),
    [
        (errno.ENOSPC, "make room on the disk"),
        (errno.EACCES, "see who may write there: ls -ld '{}'"),
        (errno.EROFS, None),
    ],
)
def test_what_to_do_about_a_disk_that_refuses(number: int, hint: str | None, tmp_path: Path) -> None:
    """The nearest folder that is there is named, in a form that a shell takes."""
    there = tmp_path / "my log"
    there.mkdir()
    refused = DiskRefused(there / "not there/file", os.strerror(number))
    assert refused.hint == (hint.format(there) if hint else None)
