"""A disk that refuses: everything is as it was, and the next commit works."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rcalog.logbook.repository import DiskRefused, GitFailed, Repository
from tests.helpers.git import run, snapshot, write_file
from tests.logbook.committing import RECORD, busy_repo, commit, in_head

LIMITED = """
import resource, sys
from pathlib import Path
from rcalog.logbook.repository import DiskRefused
from tests.helpers.git import open_repo
from tests.logbook.committing import RECORD, commit
repo = open_repo(Path("."))
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), int(sys.argv[1])))
try:
    print(*commit(repo, {RECORD: b"title: new " + sys.argv[2].encode() + b"x" * 300}).warnings)
except DiskRefused as error:
    print("refused:", error.reason)
"""


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A repository in which the user is in the middle of other work."""
    return busy_repo(tmp_path / "repo")


def limited(repo: Repository, limit: int) -> str:
    """Commit in a process of which no file may outgrow `limit` bytes, and return what it says."""
    command = ["env", f"PYTHONPATH={Path(__file__).parents[2]}", sys.executable, "-c", LIMITED, str(limit), str(limit)]
    return subprocess.run(command, cwd=repo.top, capture_output=True, text=True, check=True).stdout.strip()


def test_a_full_disk_at_any_moment(repo: Repository) -> None:
    """Wherever in the commit the disk is full, it is refused with everything as it was, or done."""
    outcomes = []
    for limit in (0, 20, 60, 130, 150, 330, 500, 800, 100_000):
        before = snapshot(repo.top)
        outcomes.append(limited(repo, limit))
        if outcomes[-1]:
            assert (outcomes[-1], snapshot(repo.top)) == ("refused: File too large", before)
        assert [path.name for path in repo.top.rglob("*") if path.suffix in {".lock", ".tmp"}] == []
    assert (outcomes[0], outcomes[-1]) == ("refused: File too large", "")
    assert run("git", "fsck", "--no-dangling", cwd=repo.top) == ""


def a_file_for_a_folder(repo: Repository) -> str:
    """Put a file where a folder is needed."""
    write_file(repo.top, "incidents/2027", "a file\n")
    return "incidents/2027/a.yaml"


def a_folder_for_a_file(repo: Repository) -> str:
    """Put a folder where the file is needed."""
    write_file(repo.top, "incidents/a.yaml/b", "a file\n")
    return "incidents/a.yaml"


@pytest.mark.parametrize("prepare", [a_file_for_a_folder, a_folder_for_a_file])
def test_a_place_that_takes_no_file(repo: Repository, prepare: Callable[[Repository], str]) -> None:
    """Where the file cannot be written, the disk is said to refuse it."""
    path = prepare(repo)
    before = snapshot(repo.top)
    with pytest.raises(DiskRefused):
        commit(repo, {path: b"x\n"})
    assert snapshot(repo.top) == before


@contextmanager
def no_new_objects(repo: Repository) -> Iterator[None]:
    """Put a file in the place of every folder for objects that does not exist yet: root, too, cannot write there."""
    folders = [repo.git_dir / "objects" / f"{number:02x}" for number in range(256)]
    blocked = [folder for folder in folders if not folder.exists()]
    for folder in blocked:
        folder.touch()
    yield
    for folder in blocked:
        folder.unlink()


@pytest.mark.parametrize("refused", ["blob", "tree"])
def test_a_store_that_takes_no_object(repo: Repository, refused: str) -> None:
    """When git can store nothing, before or after the file was replaced, everything is as it was and then works."""
    raw = "".join(f"line {number}\n" for number in range(9)).encode()
    if refused == "tree":
        run("git", "hash-object", "-w", "--stdin", cwd=repo.top, stdin=raw)
    before = snapshot(repo.top)
    with no_new_objects(repo), pytest.raises(DiskRefused):
        commit(repo, {RECORD: raw})
    assert snapshot(repo.top) == before
    commit(repo, {RECORD: raw})
    assert in_head(repo) == raw.decode().strip()


def test_no_place_for_the_lock(repo: Repository) -> None:
    """When the git folder takes no files of rcalog's, nothing is committed."""
    write_file(repo.git_dir, "rcalog", "a file\n")
    with pytest.raises(DiskRefused):
        commit(repo)


def test_no_place_for_the_reflog(repo: Repository) -> None:
    """When git cannot move HEAD for a reason of its own, its words are passed on and everything is as it was."""
    (repo.git_dir / "logs/HEAD").unlink()
    write_file(repo.git_dir, "logs/HEAD/x", "in the way")
    before = snapshot(repo.top)
    with pytest.raises(GitFailed, match=r"git update-ref failed: .*logs/HEAD"):
        commit(repo)
    assert snapshot(repo.top) == before
