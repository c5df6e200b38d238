"""`rcalog actions`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import GOLDEN, Desk, golden_desk
from tests.helpers.logbooks import record_text

MAIL = "20261101-abcde"
HAND_WRITTEN = """\
actions:
  - action: 每周演练恢复
    owner: 李伟
    due: 2026-11-19
  - action: Write the runbook
  - action: Alert when the queue grows
    id: alert
    owner: ana
    due: 2026-11-20
"""


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with actions of two incidents, some without ids."""
    desk = golden_desk(tmp_path / "log")
    desk.write(record_text(MAIL, "Mail down", HAND_WRITTEN.rstrip()), f"incidents/2026/11/{MAIL}-mail.yaml")
    return desk


def names(desk: Desk, flags: str) -> list[str]:
    """Return the texts of the actions that a command line finds."""
    return [item["action"].split()[0] for item in desk(f"actions {flags} --json").json["data"]["items"]]


def test_the_most_pressing_first(desk: Desk) -> None:
    """Columns for people: what is late first, what is over last; ids also where nobody wrote one."""
    ran = desk("actions")
    assert (ran.code, ran.err) == (0, "")
    assert [line.rstrip() for line in ran.out.splitlines()] == [
        "incident        action  due                 owner   status            what",
        "20170131-k7f3q  am3x7   2017-02-15 overdue  ana     running every 1d  Restore the dump of last night into an empty host and compare row counts",
        "20261101-abcde  a2nmq   2026-11-19 overdue  李伟    todo              每周演练恢复",
        "20261101-abcde  alert   2026-11-20          ana     todo              Alert when the queue grows",
        "20261101-abcde  app2r   no date             ?       todo              Write the runbook",
        "20170131-k7f3q  ap9d2   2017-02-20          li.wei  verified          Show environment and role of the host in every production prompt",
        "20170131-k7f3q  aq4w8   2017-03-01          li.wei  dropped           Put recursive removal on database hosts behind a check by two people",
    ]


@pytest.mark.parametrize(
    ("flags", "found"),
    [
        ("--open", ["Restore", "每周演练恢复", "Alert", "Write"]),
        ("--overdue", ["Restore", "每周演练恢复"]),
        ("--owner ANA", ["Restore", "Alert"]),
        ("--open --owner 李伟", ["每周演练恢复"]),
        ("--due 2026-11-20", ["Restore", "每周演练恢复", "Alert"]),
        ("--due today", ["Restore", "每周演练恢复", "Alert"]),
        ("-i abcde", ["每周演练恢复", "Alert", "Write"]),
        ("-i k7f3q --open", ["Restore"]),
        ("severity:sev1 --open", ["Restore"]),
        ("演练", ["每周演练恢复"]),
        ("runbook", ["Write"]),
        ("owner:ana", ["Restore", "Alert"]),
        ("overdue:true title:mail", ["每周演练恢复"]),
        ("--owner nobody", []),
    ],
)
def test_filters(flags: str, found: list[str], desk: Desk) -> None:
    """Flags and filters narrow it down; words look at the action's own text, and at the title of its incident."""
    assert names(desk, flags) == found


def test_due_is_a_day_to_come(desk: Desk) -> None:
    """Whoever asks for what was due is told how to ask for what is late."""
    ran = desk("actions --due yesterday")
    said = "cannot read “yesterday” as a due date: a day that is past is given as a date"
    assert (ran.code, ran.err.splitlines()[0]) == (2, f"error: {said}")
    assert "hint: what is late: rcalog actions --overdue; --due takes a day to come: 2026-12-01, " in ran.err


def test_for_programs(desk: Desk) -> None:
    """The action's own keys, its incident, and what is derived."""
    data = desk("actions --owner ana -i abcde --json").json["data"]
    assert data == {
        "items": [
            {
                "incident_id": MAIL,
                "title": "Mail down",
                "action": "Alert when the queue grows",
                "id": "alert",
                "owner": "ana",
                "due": "2026-11-20",
                "status": "todo",
                "unknown": [],
                "approximate": [],
                "overdue": False,
                "due_on": "2026-11-20",
            }
        ],
        "total": 1,
        "truncated": False,
        "unreadable": 0,
    }


def test_none(desk: Desk) -> None:
    """Nothing to do is a good answer."""
    ran = desk("actions --owner nobody")
    assert (ran.code, ran.out, ran.err) == (0, "no actions\n", "")


@pytest.mark.parametrize(
    ("flags", "code"), [("--due whenever", 2), ("colour:red", 2), ("-i nowhere", 1), ("--nonsense", 2)]
)
def test_refused(flags: str, code: int, desk: Desk) -> None:
    """What cannot be understood is named, with a hint."""
    ran = desk(f"actions {flags}")
    assert (ran.code, ran.out, "\nhint: " in ran.err) == (code, "", True)


def test_a_broken_record_hides_nothing(desk: Desk) -> None:
    """Its actions are missing, and that is said."""
    desk.write("title: [\n", "incidents/2026/11/20261119-xxxxx-broken.yaml")
    ran = desk("actions --overdue")
    assert (ran.code, len(ran.out.splitlines())) == (0, 3)
    assert ran.err.startswith("warning: incidents/2026/11/20261119-xxxxx-broken.yaml:2:1: cannot be read: ")


def test_the_drill_is_late_when_it_is_silent(desk: Desk) -> None:
    """A pass today makes it quiet for a period; a fail does not."""
    desk("action prove am3x7 --fail")
    assert names(desk, "--overdue") == ["Restore", "每周演练恢复"]
    desk("action prove am3x7 --pass")
    assert names(desk, "--overdue") == ["每周演练恢复"]
    item = desk("actions -i k7f3q --json").json["data"]["items"][0]
    assert (item["id"], item["due_on"], item["overdue"], item["incident_id"]) == ("am3x7", "2026-11-21", False, GOLDEN)
