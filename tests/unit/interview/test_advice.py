"""What is seen in an answer: a guess, a condition that somebody can change."""

from __future__ import annotations

import pytest

from rcalog.interview.advice import ABSENCE, STANDING, is_inference


@pytest.mark.parametrize(("text", "guess"), [("I think the cache was cold", True), ("可能是缓存", True), ("the cache was cold", False), ("不知道", False)])  # fmt: skip
def test_guesses_say_so(text: str, *, guess: bool) -> None:
    """What sounds like a guess wants evidence."""
    assert is_inference(text) is guess


@pytest.mark.parametrize(
    "text",
    [
        "No restore had ever been run",
        "Nobody owns the runbook",
        "Nothing compares the two lists",
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
    assert ABSENCE.search(text)


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
    assert not ABSENCE.search(text)


@pytest.mark.parametrize(
    "text", ["The prompts differed by one character", "The key is hard-coded", "两台机器共用一个密码", "归档默认关闭"]
)
def test_a_standing_condition_is_seen(text: str) -> None:
    """It was so before anything happened."""
    assert STANDING.search(text)
