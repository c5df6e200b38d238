"""`rcalog check --questions`: what a reviewer would ask, when somebody wants it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import GOLDEN, Desk, golden_desk
from tests.helpers.logbooks import record_text


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk with the golden record and one without causes."""
    desk = golden_desk(tmp_path / "log")
    desk.write(record_text("20261101-aaaaa", "Mail down"), "incidents/2026/11/20261101-aaaaa-mail-down.yaml")
    return desk


def test_only_when_asked(desk: Desk) -> None:
    """Check alone says what is wrong."""
    assert "reviewer" not in desk("check").out
    assert "questions" not in desk("check --json").json["data"]


def test_a_block_for_each_analysis(desk: Desk) -> None:
    """Below the findings, and no reason to fail; a record without causes has none."""
    ran = desk("check --questions")
    blocks = ran.out.split("\n\n")
    assert (ran.code, len(blocks)) == (desk("check").code, 2)
    assert blocks[1].splitlines()[:3] == [
        f"{GOLDEN}  Production database deleted; no backup could be restored",
        "What a reviewer would ask",
        "  evidence: 2 of 4 causes (1 A, 1 B)",
    ]


def test_for_programs(desk: Desk) -> None:
    """An object for each record, with what is asked."""
    found = desk("check --questions --json").json["data"]["questions"]
    assert [(each["incident_id"], len(each["items"])) for each in found] == [(GOLDEN, 7), ("20261101-aaaaa", 0)]
    assert found[1]["evidence"] == {
        "causes": 0,
        "shown": 0,
        "grades": {},
        "ungraded": 0,
        "not_verified": {},
        "absent": 0,
    }
