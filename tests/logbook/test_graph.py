"""The paths that each commit changed, remembered by git."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.git import graph
from rcalog.logbook.repository import Repository
from tests.helpers.git import git_commit, make_repo, run


def repository(folder: Path, commits: int) -> Repository:
    """Return a repository with so many commits."""
    top = make_repo(folder)
    for number in range(commits):
        git_commit(top, {"file": str(number)})
    found = Repository.find(top)
    assert found is not None
    return found


def test_a_long_history_is_remembered_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Git knows the paths from then on, also where it keeps its graph in parts; a graph without paths is no help."""
    monkeypatch.setattr(graph, "LONG", 3)
    repo = repository(tmp_path / "repo", 3)
    run("git", "commit-graph", "write", "--reachable", cwd=repo.top)
    assert (repo.remember_paths(), repo.remember_paths()) == (True, False)
    run("git", "commit-graph", "verify", cwd=repo.top)
    run("rm", "-f", ".git/objects/info/commit-graph", cwd=repo.top)
    run("git", "commit-graph", "write", "--reachable", "--changed-paths", "--split", cwd=repo.top)
    assert not repo.remember_paths()


def test_what_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short history, an endless one, and one that has not begun."""
    assert not repository(tmp_path / "none", 0).remember_paths()
    repo = repository(tmp_path / "repo", 2)
    assert not repo.remember_paths()
    monkeypatch.setattr(graph, "LONG", 1)
    monkeypatch.setattr(graph, "TOO_LONG", 1)
    assert not repo.remember_paths()


def test_a_graph_that_cannot_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands in its way stays there, and nothing fails."""
    monkeypatch.setattr(graph, "LONG", 1)
    repo = repository(tmp_path / "repo", 1)
    (repo.common_dir / "objects/info/commit-graph").mkdir()
    assert not repo.remember_paths()
