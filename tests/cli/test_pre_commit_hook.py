"""The hook that .pre-commit-hooks.yaml offers, run by git as pre-commit runs it: the entry, on the staged files it is for."""

from __future__ import annotations

import shlex
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.contract.source import ROOT
from tests.helpers.cli import PROGRAM, spawn
from tests.helpers.git import hook, run, write_file
from tests.helpers.logbooks import make_logbook, record_text

(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))

GOOD = ("2026/11/20261120-k7f3q-数据库 deleted.yaml", record_text("20261120-k7f3q", status="ongoing"))
BAD = ("2026/11/20261121-paydn-payments.yaml", record_text("20261121-paydn").replace("sev2", "bad"))


def staged(repo: Path, below: str, *files: tuple[str, str]) -> subprocess.CompletedProcess[str]:
    """Stage files of a logbook and commit them, and return how `git commit` ended."""
    for path, text in files:
        write_file(repo / below / "incidents", path, text)
    run("git", "add", "--all", cwd=repo)
    return subprocess.run(["git", "commit", "-m", "by hand"], cwd=repo, capture_output=True, text=True, check=False)


def install(repo: Path) -> None:
    """Let git run the hook's entry before each commit, with the rcalog of these tests found first."""
    entry = f"PATH={shlex.quote(str(Path(PROGRAM).parent))}:$PATH xargs -0 -r {HOOK['entry']}"
    names = "git diff --cached --name-only --diff-filter=ACMRT -z"
    hook(repo, "pre-commit", f"{names} | grep -zE {shlex.quote(HOOK['files'])} | {entry}")


@pytest.fixture(params=[".", "on call/日志"])
def below(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Make a repository with the hook, and return where the logbook is in it."""
    folder: str = request.param
    make_logbook(tmp_path, folder)
    install(tmp_path)
    return folder


def test_a_good_record_is_committed(tmp_path: Path, below: str) -> None:
    """Nothing stands in its way, wherever the logbook is in the repository."""
    done = staged(tmp_path, below, GOOD)
    assert (done.returncode, run("git", "status", "--porcelain", cwd=tmp_path)) == (0, "")


def test_a_bad_record_is_refused(tmp_path: Path, below: str) -> None:
    """The commit is not made, and the file, the line and the rule are named."""
    before = run("git", "rev-parse", "HEAD", cwd=tmp_path)
    done = staged(tmp_path, below, GOOD, BAD)
    place = (Path(below) / "incidents" / BAD[0]).as_posix()
    assert (done.returncode, run("git", "rev-parse", "HEAD", cwd=tmp_path)) == (1, before)
    assert f"{place}:6:11: error F202 severity cannot be bad" in done.stdout + done.stderr
    assert GOOD[0] not in done.stdout + done.stderr


def test_other_files_are_none_of_its_business(tmp_path: Path, below: str) -> None:
    """A commit without a record runs nothing, whatever is wrong elsewhere."""
    write_file(tmp_path / below / "incidents", *BAD)
    write_file(tmp_path, "src/main.yaml", "a: [")
    run("git", "add", "src", cwd=tmp_path)
    done = subprocess.run(["git", "commit", "-m", "code"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, "rcalog" in done.stdout + done.stderr) == (0, False)


def test_it_checks_the_commits_of_rcalog_too(tmp_path: Path, below: str) -> None:
    """A hook that reads the logbook while a command writes it waits for nothing."""
    ran = spawn("new", "Payments down", "--started", "2026-11-20T14:05Z", "--json", cwd=tmp_path / below)
    head = run("git", "log", "-1", "--format=%H", cwd=tmp_path)
    assert (ran.code, ran.json["commit"]) == (0, head)
