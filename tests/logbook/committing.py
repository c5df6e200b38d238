"""What the tests of committing share: a busy repository and a short way to commit."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from rcalog.logbook.repository import CommitResult, Repository
from tests.helpers.git import git_commit, make_repo, open_repo, run, write_file
from tests.helpers.stock import stocked

RECORD = "incidents/2026/11/20261120-k7f3q-两 个.yaml"


def commit(
    repo: Repository,
    files: Mapping[str, bytes | None] | None = None,
    message: str = "note: 20261120-k7f3q\n\nOperation: note",
    check_content: Callable[[str, bytes], None] | None = None,
) -> CommitResult:
    """Commit files (RECORD when none are given) as an edit of what HEAD holds."""
    wanted = files or {RECORD: b"title: new\n"}
    expect = {path: repo.blob_at("HEAD", path) for path in wanted}
    return repo.commit_paths(wanted, message=message, expect=expect, check_content=check_content)


def in_head(repo: Repository, path: str = RECORD) -> str:
    """Return what HEAD holds at a path."""
    return run("git", "show", f"HEAD:{path}", cwd=repo.top)


def changed_by_head(repo: Repository) -> list[str]:
    """List what the last commit changed."""
    return run("git", "show", "-z", "--format=", "--name-only", "HEAD", cwd=repo.top).rstrip("\0").split("\0")


def busy_repo(path: Path, *options: str) -> Repository:
    """Make a repository with a record, in which the user is in the middle of other work of every sort."""
    return open_repo(stocked(path, ("busy", *options), lambda folder: _make_busy(folder, *options)))


def _make_busy(path: Path, *options: str) -> None:
    make_repo(path, *options)
    start = {
        "staged": "1\n",
        "changed": "1\n",
        "both": "1\n",
        "gone": "1\n",
        "unstaged gone": "1\n",
        "moved": "m\n" * 9,
    }
    git_commit(path, {**start, RECORD: "title: old\n", ".gitignore": "*.log\n"}, "before")
    for name in ("staged", "both"):
        write_file(path, name, "2\n")
    run("git", "add", "staged", "both", cwd=path)
    run("git", "rm", "-q", "--cached", "gone", cwd=path)
    run("git", "mv", "moved", "moved away", cwd=path)
    write_file(path, "both", "3\n")
    write_file(path, "changed", "2\n")
    write_file(path, "unstaged gone", None)
    write_file(path, "未跟踪", "new\n")
    write_file(path, "promised", "soon\n")
    run("git", "add", "--intent-to-add", "promised", cwd=path)
