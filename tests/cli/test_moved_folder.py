"""A logbook whose folder was renamed: what its records were before is told all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import Desk
from tests.helpers.git import git_commit, make_repo, run
from tests.helpers.logbooks import ID, record_text

FILE = f"incidents/2026/11/{ID}-mail.yaml"
OTHER = "20261104-other"
OTHER_FILE = f"incidents/2026/11/{OTHER}-disk.yaml"


def at(day: int) -> str:
    """Return when something is committed."""
    return f"2026-11-{day:02}T10:00:00Z"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Two records beside some code, whose folder was renamed twice, the second time while one of them was edited."""
    top = make_repo(tmp_path / "top")
    git_commit(top, {"main.py": "print()\n"}, "code", at=at(1))
    git_commit(top, {"log/.rcalog/config.toml": "", f"log/{FILE}": record_text(ID, "Mail")}, "made", at=at(3))
    git_commit(top, {f"log/{OTHER_FILE}": record_text(OTHER, "Disk is full")}, "other", at=at(4))
    git_commit(top, {f"log/{FILE}": record_text(ID, "Mail is late")}, "late", at=at(5))
    run("git", "mv", "log", "docs", cwd=top)
    git_commit(top, {"main.py": "pass\n"}, "first move", at=at(6))
    git_commit(top, {f"docs/{FILE}": record_text(ID, "Mail is down")}, "down", at=at(7))
    run("git", "mv", "docs", "postmortems", cwd=top)
    git_commit(top, {f"postmortems/{FILE}": record_text(ID, "Mail was down")}, "second move", at=at(8))
    git_commit(top, {f"postmortems/{OTHER_FILE}": record_text(OTHER, "Disk was full")}, "was", at=at(9))
    return Desk.at(top / "postmortems")


def told(desk: Desk, line: str) -> list[str]:
    """Return the subjects of what is told, and what it was that happened to the file."""
    items = desk(f"{line} --json").json["data"]["items"]
    return [" ".join([item["subject"], *(["made"] if item.get("created") else [])]) for item in items]


def test_its_history(desk: Desk) -> None:
    """It goes through both moves, told by git as by the index of the past, which finds words from before, too."""
    expected = ["second move", "down", "first move", "late", "made made"]
    of_all = ["was", "second move", "second move", "down", "first move", "first move", "late", "other made"]
    assert told(desk, f"history {ID}") == expected
    assert told(desk, "history") == [*of_all, "made made"]
    assert told(desk, "history --since 2026-11-06") == of_all[:-2]
    assert told(desk, "search --history late") == ["down", "late"]
    assert told(desk, f"history {ID}") == expected
    git_commit(desk.root, {FILE: record_text(ID, "Mail is late again")}, "again", at=at(10))
    assert told(desk, f"history {ID}") == ["again", *expected]
    assert told(desk, "search --history late") == ["again", "down", "late"]


@pytest.mark.parametrize(
    ("when", "title"), [("2026-11-05", "Mail is late"), (":/made", "Mail"), (":/down", "Mail is down")]
)
def test_a_record_then(when: str, title: str, desk: Desk) -> None:
    """What it said before the moves is shown, at a time or at a commit."""
    assert desk(f"show {ID} --at '{when}' --json").json["data"]["incident"]["title"] == title


def test_a_record_that_went_alone(desk: Desk) -> None:
    """Where another logbook stays where it is, its records have not become those of this one."""
    top = desk.root.parent
    (top / "notes" / FILE).parent.mkdir(parents=True)
    run("git", "mv", f"postmortems/{FILE}", f"notes/{FILE}", cwd=top)
    git_commit(top, {"notes/.rcalog/config.toml": ""}, "one moved", at=at(11))
    notes = Desk.at(top / "notes")
    assert told(notes, "history") == ["one moved made"]
    assert told(notes, "search --history disk") == []
