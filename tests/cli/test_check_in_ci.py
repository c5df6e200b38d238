"""`rcalog check` in CI: only what changed, and in the form that a service shows beside the lines."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.cli import Ran
from tests.helpers.desk import Desk
from tests.helpers.logbooks import record_text

OLD = "incidents/2026/11/20261101-aaaaa-old.yaml"
NEW = "incidents/2026/11/20261102-bbbbb-new.yaml"


def bad(name: str) -> str:
    """Return a record with a wrong word in it."""
    return record_text(name).replace("sev2", "P1")


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk where the branch work left main, which has a bad record, and both went on."""
    desk = Desk(tmp_path, {OLD: bad("20261101-aaaaa")})
    desk.git("branch -M main")
    desk.git("checkout -q -b work")
    return desk


def checked(ran: Ran) -> tuple[int, list[str]]:
    """Return how a check ended, and which files it looked at and found something in."""
    data = ran.json["data"]
    return data["files"], [each["path"] for each in data["items"]]


def test_only_what_changed(desk: Desk) -> None:
    """Since the branch left main: committed, staged or not even known to git; what main did meanwhile is not ours."""
    assert checked(desk("check --since main --json")) == (0, [])
    desk.write(bad("20261102-bbbbb"), NEW)
    assert checked(desk("check --since main --json")) == (1, [NEW])
    desk.git(f"add {NEW}")
    desk.git("commit -q -m new")
    desk.git("checkout -q main")
    desk.write(record_text("20261101-aaaaa"), OLD)
    desk.git("commit -q -a -m mended")
    desk.git("checkout -q work")
    assert checked(desk("check --since main --json")) == (1, [NEW])
    assert checked(desk("check --since HEAD --json")) == (0, [])
    desk.write(bad("20261101-aaaaa") + "x_a: b\n", OLD)
    assert checked(desk("check --since HEAD --format json")) == (1, [OLD])
    assert checked(desk("check --since main --json incidents/2026")) == (2, [OLD, NEW])
    assert desk(f"check --since HEAD {NEW}").out == "0 records: 0 errors, 0 warnings, 0 hints\n"


def test_a_revision_that_is_none(desk: Desk) -> None:
    """It is named; an option is no revision."""
    for name in ("nowhere", "--all"):
        ran = desk(f"check --since={name}")
        assert (ran.code, ran.out, ran.err.splitlines()[0]) == (
            1,
            "",
            f"error: {name!r} names no commit in this repository",
        )


def test_for_github(desk: Desk) -> None:
    """Commands of a workflow alone on stdout, paths from the top of the repository, the exit code as ever."""
    ran = desk("check --format github", below="incidents")
    assert (ran.code, ran.err) == (1, "")
    assert ran.out == (
        f"::error file={OLD},line=6,col=11,title=F202::severity cannot be P1%0A"
        "hint: one of sev1, sev2, sev3, sev4, sev5, unrated\n"
    )


def test_sarif(desk: Desk) -> None:
    """One document, whatever is found."""
    ran = desk("check --format sarif")
    (run,) = json.loads(ran.out)["runs"]
    assert (ran.code, [each["ruleId"] for each in run["results"]]) == (1, ["F202"])
    assert desk("check --format sarif --since HEAD").code == 0


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("--format xml", "'xml' is not a format here"),
        ("--format sarif --questions", "--questions and --format sarif do not go together"),
    ],
)
def test_a_form_that_is_none(desk: Desk, line: str, told: str) -> None:
    """It is refused before anything is read."""
    ran = desk(f"check {line}")
    assert (ran.code, ran.out, told in ran.err) == (2, "", True), ran.err
