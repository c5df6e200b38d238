"""Where a branch may not end: whole clauses only, English and Chinese, with what must not fire."""

from __future__ import annotations

import pytest

from rcalog.interview.advice import facts, is_inference
from rcalog.interview.stops import stop_clause


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("human error", "human-error"),
        ("It was a human mistake.", "human-error"),
        ("人为失误", "human-error"),
        ("误操作。", "human-error"),
        ("The engineer forgot", "forgot"),
        ("someone forgot about it", "forgot"),
        ("值班人员疏忽", "forgot"),
        ("没注意", "forgot"),
        ("The procedure was not followed", "procedure"),
        ("They did not follow the runbook", "procedure"),
        ("没有按照流程操作", "procedure"),
        ("lack of training", "training"),
        ("缺乏相关培训", "training"),
        ("意识薄弱", "training"),
        ("The monitoring was inadequate", "judgement"),
        ("poor communication", "judgement"),
        ("测试不到位", "judgement"),
        ("there was no alert", "missing-fix"),
        ("No monitoring", "missing-fix"),
        ("没有告警", "missing-fix"),
        ("the on-call engineer", "person"),
        ("新人", "person"),
    ],
)
def test_what_is_no_end(text: str, reason: str) -> None:
    """Each stands for the whole answer."""
    assert stop_clause(text) == reason


@pytest.mark.parametrize(
    "text",
    [
        "No restore had ever been run",
        "The runbook has no owner",
        "Last tested: never",
        "The mail server failed to accept the mails",
        "The alert had been muted for 40 days",
        "No alert reached anybody between 23:27 and 23:52",
        "The user table was locked",
        "Lack of disk space",
        "The human error rate of this form is 3 %",
        "The weak reference was collected",
        "The engineer saw two identical prompts",
        "磁盘空间不足",
        "缺少索引",
        "新人礼包接口超时",
        "大意是说配置没有生效",
        "提醒服务没有发出消息",
        "恢复流程从未演练过",
        "监控只覆盖 NFS 服务器",
    ],
)
def test_what_may_be_an_end(text: str) -> None:
    """An absence stated as a fact is a good cause, and words inside a clause mean something else."""
    assert stop_clause(text) is None


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("disk full and alert muted", ("disk full", "alert muted")),
        ("磁盘满了；告警被静音", ("磁盘满了", "告警被静音")),
        ("磁盘满了，并且没有人看", ("磁盘满了", "没有人看")),
        ("disk full, alert muted.", ("disk full", "alert muted")),
        ("5,000 rows were lost", ("5,000 rows were lost",)),
        ("the brand was android", ("the brand was android",)),
        ("", ()),
    ],
)
def test_facts_of_an_answer(text: str, parts: tuple[str, ...]) -> None:
    """Conjunctions part facts; numbers and words that contain them do not."""
    assert facts(text) == parts


@pytest.mark.parametrize(("text", "guess"), [("I think the cache was cold", True), ("可能是缓存", True), ("the cache was cold", False), ("不知道", False)])  # fmt: skip
def test_guesses_say_so(text: str, *, guess: bool) -> None:
    """What sounds like a guess wants evidence."""
    assert is_inference(text) is guess
