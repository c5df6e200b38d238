"""`rcalog show --at`: what a record said then."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import Desk
from tests.helpers.git import git_commit, run, write_file
from tests.helpers.logbooks import ID, record_text

FILE = f"incidents/2026/11/{ID}-mail.yaml"
OTHER = "incidents/mail.yaml"
ACTION = ("actions:", "  - {action: Look, id: alook, owner: ana, due: 2026-11-05}")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """A record that was made, worked on, moved, spoilt, mended and removed, a day for each."""
    desk = Desk(tmp_path / "log")
    story: dict[str, dict[str, str | bytes | None]] = {
        "2026-11-03T10:00:00Z": {FILE: record_text(ID, "Mail", *ACTION, status="ongoing")},
        "2026-11-04T10:00:00Z": {FILE: record_text(ID, "Mail is down", *ACTION, status="ongoing")},
        "2026-11-06T10:00:00Z": {FILE: None, OTHER: record_text(ID, "Mail is down", *ACTION)},
        "2026-11-07T10:00:00Z": {OTHER: "title: [\n"},
        "2026-11-08T10:00:00Z": {OTHER: record_text(ID, "Mail was down", *ACTION)},
        "2026-11-09T10:00:00Z": {OTHER: None},
    }
    for number, (at, files) in enumerate(story.items()):
        git_commit(desk.root, files, f"step {number}", at=at)
    return desk


@pytest.mark.parametrize(
    ("at", "title", "status", "late"),
    [
        ("2026-11-03T10:00Z", "Mail", "ongoing", []),
        ("2026-11-04T09:59Z", "Mail", "ongoing", []),
        ("2026-11-04T17:59+08:00", "Mail", "ongoing", []),
        ("~2026-11-04 09:59", "Mail", "ongoing", []),
        ("2026-11-04", "Mail is down", "ongoing", []),
        ("2026-11-05 09:00", "Mail is down", "ongoing", []),
        ("2026-11-06 09:00", "Mail is down", "ongoing", ["alook"]),
        ("2026-11-06", "Mail is down", "resolved", ["alook"]),
        ("2026-11-08T10:00Z", "Mail was down", "resolved", ["alook"]),
        ("HEAD~5", "Mail", "ongoing", []),
        ("HEAD^", "Mail was down", "resolved", ["alook"]),
    ],
)
def test_what_it_said(at: str, title: str, status: str, late: list[str], desk: Desk) -> None:
    """The newest revision up to then, under whatever name, though it is gone today; what was late then is late."""
    data = desk(f"show {ID} --at '{at}' --json").json["data"]["incident"]
    assert (data["title"], data["status"], data["derived"]["overdue"]) == (title, status, late)


def test_the_page_and_the_file(desk: Desk) -> None:
    """It is said which revision it is; the file is printed byte for byte."""
    ran = desk(f"show {ID} --at 2026-11-04")
    assert (ran.code, ran.out.splitlines()[:2]) == (0, [f"{ID}  Mail is down", f"ongoing  sev2  incident  {FILE}"])
    short = desk.git("rev-parse --short HEAD~4")
    assert ran.err.splitlines()[-1] == f"as it was from {short}, 2026-11-04 10:00, Ana Silva: step 1"
    assert desk(f"show {ID} --at {short} --yaml").out == desk.git(f"show {short}:{FILE}") + "\n"


@pytest.mark.parametrize(
    ("at", "code", "message", "hint"),
    [
        (
            "2026-11-02",
            1,
            "was not there yet: {0}, 2026-11-03 10:00, Ana Silva: step 0",
            "rcalog show 20261120-paydn --at {0}",
        ),
        (
            "2026-11-10",
            1,
            "had been removed by then: {5}, 2026-11-09 10:00, Ana Silva: step 5",
            "rcalog show 20261120-paydn --at {5}^",
        ),
        ("2026-11-07 12:00", 1, "incidents/mail.yaml", ""),
        ("nonsense", 2, "nonsense", ""),
        ("unknown", 2, "unknown", ""),
    ],
)
def test_what_cannot_be_shown(at: str, code: int, message: str, hint: str, desk: Desk) -> None:
    """Before it was there, after it was removed, while it could not be read; and what is no time and no commit."""
    commits = desk.git("log --reverse --format=%h -- incidents").split()
    ran = desk(f"show {ID} --at '{at}'")
    said = ran.err.partition("error: ")[2]
    assert (ran.code, ran.out, message.format(*commits) in said, hint.format(*commits) in said) == (
        code,
        "",
        True,
        True,
    )
    if hint:
        again = hint.format(*commits).removeprefix("rcalog ")
        assert desk(again).code == 0


def test_neither_a_time_nor_a_commit(desk: Desk) -> None:
    """Both may be typed, and the answer says so."""
    ran = desk(f"show {ID} --at nosuch --json")
    (error,) = ran.json["errors"]
    assert (ran.code, error["code"]) == (2, "moment-not-understood")
    assert error["message"] == "cannot read “nosuch” as a time, and no commit is called so"
    assert error["hint"].startswith("accepted: a commit (2f04c1a, HEAD~3, a tag), or 14:05, ")


@pytest.mark.parametrize("command", [f"show {ID} --at", f"history {ID} --since"])
@pytest.mark.parametrize("ahead", ["tomorrow", "2030-01-01", "2030"])
def test_what_lies_ahead(command: str, ahead: str, desk: Desk) -> None:
    """Nobody knows what will be said, however the day is written; today goes on, and may be asked for."""
    ran = desk(f"{command} {ahead} --json")
    assert (ran.code, [each["code"] for each in ran.json["errors"]]) == (2, ["time-in-future"])
    assert desk(f"history {ID} --since 2026").code == 0


@pytest.mark.parametrize("command", [f"show {ID} --at", f"history {ID} --since"])
def test_a_time_that_nobody_knows(command: str, desk: Desk) -> None:
    """It is refused, and not among what can be typed instead."""
    (error,) = desk(f"{command} unknown --json").json["errors"]
    assert ("unknown" in error["message"], "unknown" in error["hint"], "未知" in error["hint"]) == (True, False, False)


def test_what_was_never_committed(desk: Desk) -> None:
    """A record that somebody wrote just now has no past."""
    desk.git("checkout -q HEAD^")
    desk.git(f"rm -q --cached {OTHER}")
    desk.write(record_text("20261119-abcde", "New"), "incidents/2026/11/20261119-abcde-new.yaml")
    ran = desk("show abcde --at today")
    assert (ran.code, ran.err.splitlines()[-2:]) == (
        1,
        ["error: 20261119-abcde is in no commit yet", "hint: rcalog save"],
    )


def test_nothing_but_the_newest(desk: Desk) -> None:
    """Without a reference it is the one that `show` means."""
    desk.git("checkout -q HEAD~4")
    assert desk("show --at 2026-11-03T12:00Z --json").json["data"]["incident"]["title"] == "Mail"


def rebased(root: Path, title: str, written: str, committed: str) -> None:
    """Commit another title with the dates of a commit that was taken over later."""
    write_file(root, FILE, record_text(ID, title))
    dates = ["env", f"GIT_AUTHOR_DATE={written}", f"GIT_COMMITTER_DATE={committed}"]
    run(*dates, "git", "commit", "--quiet", "-a", "-m", title, cwd=root)


def title_at(desk: Desk, at: str) -> str | None:
    """Return the title that the record had then, None where it was not there."""
    data = desk(f"show {ID} --at {at} --json").json["data"]
    return str(data["incident"]["title"]) if data else None


@pytest.mark.parametrize("first", ["list", "search --history mail"])
def test_a_commit_with_an_older_date(tmp_path: Path, first: str) -> None:
    """Nothing was said before what it changes; what was rebased was said when it was written, and came later."""
    desk = Desk(tmp_path / "log")
    git_commit(desk.root, {FILE: record_text(ID, "Mail")}, "made", at="2026-11-03T10:00:00Z")
    rebased(desk.root, "Old", "2021-01-01T10:00:00Z", "2026-11-05T10:00:00Z")
    rebased(desk.root, "Rebased", "2026-11-04T10:00:00Z", "2026-11-06T10:00:00Z")
    rebased(desk.root, "Ahead", "2027-01-01T10:00:00Z", "2026-11-07T10:00:00Z")
    git_commit(desk.root, {FILE: record_text(ID, "Last")}, "last", at="2026-11-08T10:00:00Z")
    desk(first)  # with an index of the past, or without
    asked = ("2021-06-01", "2026-11-03T12:00Z", "2026-11-04T12:00Z", "2026-11-07T12:00Z", "2026-11-09")
    assert [title_at(desk, at) for at in asked] == [None, "Old", "Rebased", "Ahead", "Last"]
    items = desk(f"history {ID} --since 2026-11-05 --json").json["data"]["items"]
    assert [each["subject"] for each in items] == ["last", "Ahead", "Rebased", "Old"]
    assert "2021-01-01 10:00 (committed 2026-11-05 10:00)" in desk(f"history {ID}").out
    assert "(committed" not in desk(f"history {ID} --limit 1").out


def titled(desk: Desk, title: str, at: str, file: str = FILE) -> None:
    """Commit another title of a record on some day of November."""
    git_commit(desk.root, {file: record_text(file.rpartition("/")[2][:14], title)}, title, at=f"2026-11-{at}T10:00:00Z")


@pytest.fixture
def merged(tmp_path: Path) -> Desk:
    """A record that both branches worked on, and one that only the other branch had."""
    desk = Desk(tmp_path / "log")
    titled(desk, "Mail", "02")
    titled(desk, "Till", "02", TILL)
    desk.git("switch -q -c side")
    titled(desk, "Mail on side", "04")
    titled(desk, "Till on side", "04", TILL)
    titled(desk, "New on side", "04", NEW)
    desk.git("switch -q main")
    titled(desk, "Mail on main", "03")
    desk.git("merge -q --no-commit -s ours side")
    desk.git("checkout -q side -- incidents")
    return desk


TILL, NEW = (f"incidents/2026/11/202611{rest}.yaml" for rest in ("21-hv4et-till", "22-abcde-new"))


def titles(desk: Desk, name: str, *days: str) -> list[str]:
    """Return which titles a record had at the end of some days of November."""
    ran = [desk(f"show {name} --at 2026-11-{day} --json").json["data"] for day in days]
    return [each["incident"]["title"] for each in ran]


def test_a_branch_that_was_merged_later(merged: Desk) -> None:
    """What counts is what the branch said that is checked out; its merges count when they were made."""
    git_commit(merged.root, message="Merge side", at="2026-11-06T10:00:00Z")
    assert titles(merged, "paydn", "02", "05", "06") == ["Mail", "Mail on main", "Mail on side"]
    assert titles(merged, "hv4et", "02", "05", "06") == ["Till", "Till", "Till on side"]
    assert titles(merged, "abcde", "05", "06") == ["New on side"] * 2  # only there was anything by then
    assert "had been removed" not in merged("show abcde --at 2026-11-05").err
    merged.git("checkout -q side")
    assert titles(merged, "hv4et", "05") == ["Till on side"]


def test_a_branch_that_sync_merged(merged: Desk) -> None:
    """Both sides were the branch, as two clones had it."""
    git_commit(merged.root, message="Merge origin/main\n\nOperation: sync", at="2026-11-06T10:00:00Z")
    assert titles(merged, "paydn", "03", "05", "06") == ["Mail on main", "Mail on side", "Mail on side"]
