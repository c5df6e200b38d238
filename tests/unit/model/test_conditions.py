"""Which causes are conditions: a stated absence, and what stood before anything happened."""

from __future__ import annotations

import pytest

from rcalog.model.conditions import is_absence, is_standing


@pytest.mark.parametrize(
    "text",
    [
        "No restore had ever been run",
        "Nobody owns the runbook",
        "Nothing compares the two lists",
        "No check looked at its age",
        "no check looks at the age of the dump",
        "The retry loop has no limit",
        "The probe does not check the body",
        "The list was not part of the review",
        "没有人负责恢复手册",
        "恢复演练从未做过",
        "健康检查不校验内容",
        "新机房未纳入监控",
    ],
)
def test_a_stated_absence_is_seen(text: str) -> None:
    """What never was, nobody does and nothing checks is a condition."""
    assert is_absence(text)


@pytest.mark.parametrize(
    "text",
    [
        "The dump failed each night",
        "Nobody noticed the alert",
        "No one knew of it",
        "没有人注意到告警",
        "The disk was full",
    ],
)
def test_an_event_is_no_stated_absence(text: str) -> None:
    """Least of all what somebody did not see."""
    assert not is_absence(text)


@pytest.mark.parametrize(
    "text", ["The prompts differed by one character", "The key is hard-coded", "两台机器共用一个密码", "归档默认关闭"]
)
def test_a_standing_condition_is_seen(text: str) -> None:
    """It was so before anything happened."""
    assert is_standing(text)
