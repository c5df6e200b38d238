"""Evidence that is looked up, as `rcalog check` and `rcalog review` tell it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.desk import GOLDEN_FILE, Desk, golden_desk

GONE = "logs/db1.log#L9"


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    """Return a desk whose record names a line that is not there, and a repository that is not here."""
    desk = golden_desk(tmp_path / "log")
    desk.write("one\n", "logs/db1.log")
    text = desk.text().replace("- shell history of db1", f"- {GONE}")
    desk.write(text.replace("https://example.org/postmortem#mail", "git:ops@1a2b3c4:cron/dump"))
    return desk


def place(desk: Desk, text: str) -> str:
    """Return where a text begins in the record, as a finding tells it."""
    before, _, _ = desk.text().partition(text)
    return f"{GOLDEN_FILE}:{before.count(chr(10)) + 1}:{len(before) - before.rfind(chr(10))}"


def test_check_says_where(desk: Desk) -> None:
    """A warning for what is not there, a hint for what is not at hand; without --strict neither fails."""
    ran = desk("check")
    told = [line for line in ran.out.splitlines() if " F116 " in line or " F117 " in line]
    assert (ran.code, told) == (
        0,
        [
            f"{place(desk, GONE)}: warning F116 logs/db1.log ends with line 1, before line 9",
            f"{place(desk, 'git:ops')}: hint F117 not verified: no clone of ops is known here",
        ],
    )
    assert "    hint: where it is cloned: git config rcalog.ops.clone ../ops\n" in ran.out
    assert desk("check --strict").code == 1


def test_review_says_it_too(desk: Desk) -> None:
    """The findings stand among the remarks; what is not there does not count as evidence."""
    ran = desk("review k7f3q")
    assert "  F116 logs/db1.log ends with line 1, before line 9" in ran.out
    assert "  F117 not verified: no clone of ops is known here" in ran.out
    assert "  evidence: 1 of 4 causes (1 B not verified, 1 not there)\n" in ran.out
    counted = desk("review k7f3q --json").json["data"]["questions"]["evidence"]
    assert (counted["not_verified"], counted["absent"]) == ({"B": 1}, 1)


def test_it_can_be_waived_or_weighed_otherwise(desk: Desk) -> None:
    """Like any other finding."""
    desk.write('[rules]\nF116 = "error"\nF117 = "off"\n', ".rcalog/config.toml")
    ran = desk("check")
    assert (ran.code, "error F116" in ran.out, "F117" in ran.out) == (1, True, False)
    desk("save")
    desk.write(desk.text().replace("waivers:\n", "waivers:\n  - rule: F116\n    because: lost\n    by: ana\n"))
    assert "F116" not in desk("check").out
