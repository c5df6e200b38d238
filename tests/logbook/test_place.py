"""Where a repository lies: what is read off the folders is what git says, and where it is not plain git is asked."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from rcalog.logbook.git import place
from rcalog.logbook.git.place import locate
from tests.helpers.git import make_repo, run


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """A repository with a folder in it."""
    top = make_repo(tmp_path / "服务 repo")
    (top / "a" / "b").mkdir(parents=True)
    return top


def test_a_plain_repository_is_found_without_git(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """From its top, from below, through a link to it, and from a folder that is not there, it is what git says."""
    (repo.parent / "link").symlink_to(repo / "a")
    starts = [repo, repo / "a/b", repo.parent / "link/b", repo / "a/missing/more"]
    asked = [place._asked(str(start if start.exists() else repo)) for start in starts]  # noqa: SLF001 (git's own answer)
    monkeypatch.setenv("PATH", "")
    assert [locate(str(start)) for start in starts] == asked


def _bare(repo: Path) -> Path:
    run("git", "init", "--quiet", "--bare", str(repo / "a/bare"), cwd=repo)
    return repo / "a/bare"


def _linked(repo: Path) -> Path:
    run("git", "worktree", "add", "--quiet", str(repo.parent / "linked"), cwd=repo)
    return repo.parent / "linked"


def _elsewhere(repo: Path) -> Path:
    run("git", "config", "core.worktree", str(repo / "a"), cwd=repo)
    return repo / "a/b"


def _told_to_be_bare(repo: Path) -> Path:
    run("git", "config", "core.bare", "true", cwd=repo)
    return repo


def _broken(repo: Path) -> Path:
    (repo / ".git/HEAD").unlink()
    return repo


def _of_somebody_else(repo: Path) -> Path:
    (repo / ".git").rename(repo / "real")
    (repo / ".git").symlink_to("real")
    return repo


@pytest.mark.parametrize(
    "make", [_bare, _linked, _elsewhere, _told_to_be_bare, _broken, _of_somebody_else, lambda repo: repo / ".git"]
)
def test_elsewhere_git_decides(make: Callable[[Path], Path], repo: Path) -> None:
    """Bare, linked, moved, broken: where a repository is not plain, nothing is read off its folders."""
    run("git", "commit", "--quiet", "--allow-empty", "-m", "x", cwd=repo)
    assert place._plain(os.path.realpath(make(repo))) is None  # noqa: SLF001 (that it leaves it to git)


def test_ceilings_are_kept(repo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder above which git does not look is none of ours either."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repo / "a"))
    here = place._asked(str(repo))  # noqa: SLF001 (git's own answer)
    assert (locate(str(repo / "a/b")), locate(str(repo / "a")), locate(str(repo))) == (None, here, here)
