"""How many git processes a command starts: each costs milliseconds, so one more is added on purpose or not at all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.cli import run as rcalog
from tests.helpers.git import git_commit, hook
from tests.helpers.logbooks import ID, incident, logbook_of

COMMANDS = {
    "new": (11, ["new", "Payments are down"]),
    "note": (11, ["note", "we looked at it", "-i", ID]),
    "mark": (11, ["mark", "mitigated", "error rate at 0", "-i", ID]),
    "action add": (11, ["action", "add", "Alert on lag", "--owner", "ana", "--due", "2026-12-01", "-i", ID]),
    "set": (11, ["set", "severity=sev1", "-i", ID]),
    "show": (4, ["show", ID]),
    "list": (2, ["list"]),
}


@pytest.fixture
def logbook(tmp_path: Path) -> Path:
    """A logbook with one incident, in a repository without hooks; its index is made."""
    root = logbook_of(tmp_path / "repo", incident()).root
    rcalog("list", cwd=root)
    return root


def started(folder: Path, arguments: list[str], trace: Path) -> list[str]:
    """Run a command and return the git commands that it started itself."""
    ran = rcalog(*arguments, cwd=folder, env={"GIT_TRACE2_EVENT": str(trace)})
    assert (ran.code, ran.err) == (0, ran.err)
    events = [json.loads(line) for line in trace.read_text().splitlines()]
    return [" ".join(each["argv"]) for each in events if each["event"] == "start" and "/" not in each["sid"]]


@pytest.mark.parametrize("name", COMMANDS)
def test_no_more_than(name: str, logbook: Path, tmp_path: Path) -> None:
    """Each command starts so many, and no more."""
    most, arguments = COMMANDS[name]
    found = started(logbook, arguments, tmp_path / "trace")
    assert len(found) <= most, "\n".join(found)


def test_as_many_in_a_large_logbook(logbook: Path, tmp_path: Path) -> None:
    """A write starts as many in a logbook of many folders as in a small one, once the index has seen what others did."""
    git_commit(logbook, {f"incidents/20{year}/0{month}/notes": "x" for year in range(10, 26) for month in range(1, 10)})
    rcalog("list", cwd=logbook)
    assert len(started(logbook, COMMANDS["note"][1], tmp_path / "trace")) <= COMMANDS["note"][0]


def test_a_list_after_a_commit_of_others(logbook: Path, tmp_path: Path) -> None:
    """Git is asked what the commit changed, how its index stands to it, and what that hides; and only once."""
    git_commit(logbook, {"incidents/2026/11/notes": "x"})
    assert len(started(logbook, ["list"], tmp_path / "first")) <= COMMANDS["list"][0] + 3
    assert len(started(logbook, ["list"], tmp_path / "second")) <= COMMANDS["list"][0]


def test_hooks_are_worth_their_processes(logbook: Path, tmp_path: Path) -> None:
    """With a hook that looks at what is committed, there is an index to look at; nothing else is started twice."""
    hook(logbook, "pre-commit", "exit 0")
    found = started(logbook, COMMANDS["note"][1], tmp_path / "trace")
    assert len(found) <= COMMANDS["note"][0] + 3, "\n".join(found)
