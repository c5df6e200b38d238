"""Clones that do not have all of the history: what is not there is said, and what to type."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import Desk
from tests.helpers.git import git_commit, run
from tests.helpers.logbooks import ID, record_text

FILE = f"incidents/2026/11/{ID}-mail.yaml"
WHOLE = "git fetch --unshallow"
WARNING = f"this shallow clone does not have the whole history: {WHOLE}"


@pytest.fixture
def origin(tmp_path: Path) -> Desk:
    """A record that was made and changed twice, a day for each."""
    desk = Desk(tmp_path / "origin")
    for day, title in enumerate(("Mail", "Mail is late", "Mail is down"), start=3):
        git_commit(desk.root, {FILE: record_text(ID, title)}, f"say {title}", at=f"2026-11-0{day}T10:00:00Z")
    return desk


def cloned(origin: Desk, *options: str) -> Desk:
    """Return a desk at a clone that leaves something out."""
    origin.git("config uploadpack.allowFilter true")
    folder = origin.root.parent / "clone"
    run("git", "clone", "--quiet", *options, f"file://{origin.root}", str(folder), cwd=origin.root)
    return Desk.at(folder)


def test_history_of_a_shallow_clone(origin: Desk) -> None:
    """The commit that it begins with has made nothing; with an index of the past or without one."""
    desk = cloned(origin, "--depth=2")
    by_git = desk(f"history {ID}")
    assert [line.strip() for line in by_git.out.split("\n\n")[1].splitlines()[1:]] == [
        f"{ID}  Mail is late",
        f"history begins here (shallow clone): {FILE}",
    ]
    assert by_git.err.splitlines()[-1] == f"warning: {WARNING}"
    said = desk("search --history late --json").json  # makes the index of the past
    assert desk(f"history {ID}").out == by_git.out
    assert (said["warnings"], [each["cut"] for each in said["data"]["items"]]) == ([WARNING], [False, True])
    data = desk("history --json").json
    assert (data["warnings"], len(data["data"]["items"])) == ([WARNING], 2)
    first = data["data"]["items"][-1]
    assert (first["created"], first["cut"], first["changes"]) == (False, True, [])
    desk.git("fetch --quiet --unshallow")
    whole = desk(f"history {ID}")
    assert ("made: " in whole.out, "begins here" in whole.out, whole.err) == (True, False, "")


def test_a_record_then_in_a_shallow_clone(origin: Desk) -> None:
    """Where the history was cut nothing is known, and a commit that it begins with may not be the first to say so."""
    desk = cloned(origin, "--depth=2")
    short = desk.git("rev-parse --short HEAD~1")
    before = desk(f"show {ID} --at 2026-11-03")
    begins = f"it begins with {short}, 2026-11-04 10:00"
    assert (before.code, before.err.splitlines()) == (
        1,
        [f"error: {ID}: this shallow clone does not go back that far: {begins}", f"hint: {WHOLE}"],
    )
    at = desk(f"show {ID} --at 2026-11-04")
    assert at.err.splitlines() == [
        f"warning: history begins with {short} (shallow clone): {WHOLE}",
        f"as it was in {short}, 2026-11-04 10:00, Ana Silva: say Mail is late",
    ]
    assert desk(f"show {ID} --at 2026-11-04 --json").json["warnings"] == [at.err.splitlines()[0][9:]]
    assert desk(f"show {ID} --at 2026-11-05").err.splitlines() == [
        f"as it was from {desk.git('rev-parse --short HEAD')}, 2026-11-05 10:00, Ana Silva: say Mail is down"
    ]


def test_what_a_partial_clone_leaves_out(origin: Desk) -> None:
    """It is said what to type, and that makes the clone whole."""
    desk = cloned(origin, "--filter=blob:none")
    said = [
        "error: this is a partial clone, which leaves out what is asked for here",
        "hint: git fetch --refetch --no-filter",
    ]
    lines = (f"history {ID}", "history", "search --history late", f"show {ID} --at 2026-11-03")
    found = [desk(line) for line in lines]
    assert [(ran.code, ran.err.splitlines()) for ran in found] == [(1, said)] * 4
    desk.git("fetch --quiet --refetch --no-filter")
    assert [desk(line).code for line in lines] == [0] * 4
