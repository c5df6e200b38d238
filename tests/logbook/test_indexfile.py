"""What is read off git's own index, and what is left to git."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from rcalog.logbook.git import indexfile
from rcalog.logbook.git.indexfile import looks_at_all
from tests.helpers.git import git_commit, make_repo, open_repo, run

NAMES = ["a", "bb/ccc", "连接池", *(f"incidents/{'x' * size}" for size in range(1, 17))]


@pytest.fixture
def top(tmp_path: Path) -> Path:
    """A repository with names of many lengths, all of them committed."""
    top = make_repo(tmp_path / "repo")
    git_commit(top, dict.fromkeys(NAMES, "text"), "all")
    return top


@pytest.mark.parametrize("block", [1, 7, 100, 1 << 17])
def test_an_index_as_git_leaves_it(top: Path, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the lengths of the paths are, what git has noted behind the entries, and how much is read at once."""
    monkeypatch.setattr(indexfile, "BLOCK", block)
    assert looks_at_all(open_repo(top).place)
    for note in (["update-index", "--untracked-cache"], ["rm", "--quiet", "--cached", "a"], ["read-tree", "HEAD"]):
        run("git", *note, cwd=top)
        assert looks_at_all(open_repo(top).place)


@pytest.mark.parametrize(
    "change",
    [
        ["update-index", "--assume-unchanged", "连接池"],
        ["update-index", "--skip-worktree", "bb/ccc"],
        ["add", "--intent-to-add", "new"],
        ["update-index", "--index-version", "4"],
        ["update-index", "--split-index"],
        ["mv", "a", "y" * 255 + "/" + "z"],
    ],
)
def test_what_is_left_to_git(top: Path, change: Sequence[str]) -> None:
    """A file that git passes over, and each index that is not plain."""
    (top / "new").write_text("new")
    (top / ("y" * 255)).mkdir()
    run("git", *change, cwd=top)
    assert not looks_at_all(open_repo(top).place)


def test_an_index_that_is_cut_off_or_gone(top: Path) -> None:
    """Nothing is sure of it, wherever among the entries it ends."""
    file = top / ".git/index"
    raw = file.read_bytes()
    for end in range(raw.rindex("连接池".encode())):
        file.write_bytes(raw[:end])
        assert not looks_at_all(open_repo(top).place)
    file.write_bytes(raw + bytes(8))
    assert not looks_at_all(open_repo(top).place)
    file.unlink()
    assert not looks_at_all(open_repo(top).place)
