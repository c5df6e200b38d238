"""Real repositories in a few words."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path

from rcalog.logbook.repository import Repository


def run(*args: str, cwd: Path, check: bool = True, stdin: bytes | None = None) -> str:
    """Run a command and return its output as text, without the last end of line."""
    done = subprocess.run(args, cwd=cwd, input=stdin, capture_output=True, check=False)
    if check and done.returncode:
        raise AssertionError(f"{' '.join(args)} failed: {done.stdout.decode()}{done.stderr.decode()}")
    return done.stdout.decode().removesuffix("\n")


def make_repo(path: Path, *options: str) -> Path:
    """Make an empty repository (`options` go to git init) and return its folder."""
    path.mkdir(parents=True, exist_ok=True)
    run("git", "init", "--quiet", *options, cwd=path)
    return path


def git_commit(
    repo: Path, files: Mapping[str, str | bytes | None] | None = None, message: str = "a change", at: str | None = None
) -> str:
    """Write these files (None removes one), commit them and return the commit's id; `at` is its date."""
    for name, content in (files or {}).items():
        write_file(repo, name, content)
    if files:
        run("git", "add", "--all", "--force", "--", *files, cwd=repo)
    dates = ["env", f"GIT_AUTHOR_DATE={at}", f"GIT_COMMITTER_DATE={at}"] if at else []
    run(*dates, "git", "commit", "--quiet", "--no-verify", "--allow-empty", "-m", message, cwd=repo)
    return run("git", "rev-parse", "HEAD", cwd=repo)


def write_file(repo: Path, name: str, content: str | bytes | None) -> Path:
    """Write one file below a folder, or remove it (None), and return its path."""
    path = repo / name
    if content is None:
        path.unlink()
        return path
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def open_repo(path: Path) -> Repository:
    """Return the repository that must be at a path."""
    repo = Repository.find(path)
    assert repo is not None
    return repo


def snapshot(repo: Path, *but: str) -> tuple[str, ...]:
    """Return all that a user could miss afterwards, but for some paths: HEAD, status, staged and unstaged changes."""
    paths = ("--", ".", *(f":(exclude){path}" for path in but))
    head = "" if but else run("git", "rev-parse", "--quiet", "--verify", "HEAD", cwd=repo, check=False)
    status = run("git", "status", "--porcelain", "--untracked-files=all", *paths, cwd=repo)
    staged = run("git", "diff", "--cached", *paths, cwd=repo)
    return head, status, staged, run("git", "diff", *paths, cwd=repo)


def hook(repo: Path, name: str, script: str) -> None:
    """Install a hook that is a shell script."""
    path = repo / ".git/hooks" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
