"""What is seen in a cause: a condition that somebody can change."""

from __future__ import annotations

import pytest

from rcalog.interview import engine
from rcalog.interview.state import State
from tests.helpers.interview import begin, question, remarks, tell


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (
            "The on-call engineer should have seen it",
            {
                "phrase": "the on-call engineer should have",
                "reason": "measures people against what is known now",
                "offer": "What was done, and what was known and visible at that moment?",
            },
        ),
        (
            "值班人员没有及时发现告警",
            {
                "phrase": "值班人员没有及时发现",
                "reason": "拿现在才知道的事要求当时的人",
                "offer": "当时做了什么？那一刻知道什么、看得到什么？",
            },
        ),
    ],
)
def test_words_that_blame_are_hinted_at(text: str, values: dict[str, str]) -> None:
    """In the language of the words, once, beside the next question; the answer stands."""
    state = tell(begin(), "18 h without service", text)
    (hint,) = [remark for remark in question(state).remarks if remark.key == "remark.blame"]
    assert hint.values == values
    assert "remark.blame" not in remarks(tell(state, ""))


@pytest.mark.parametrize(
    "text", ["The mail server failed to accept it", "Human error", "The dump failed @@ Ana: we should have looked", "?"]
)
def test_what_blames_nobody_is_left_alone(text: str) -> None:
    """A machine, evidence; and an end that is advised against says enough."""
    state = begin()
    moved = engine.answer(tell(state, "18 h without service"), text)
    assert not isinstance(moved, State) or "remark.blame" not in remarks(moved)


@pytest.mark.parametrize(
    ("text", "advice"),
    [
        ("没有检查配置的步骤", "advice.stated"),
        ("监控没有覆盖小时级备份", "advice.stated"),
        ("小王没有检查配置", "advice.further"),
        ("值班同事没有核对主机名", "advice.further"),
        ("Nothing compares the two settings", "advice.stated"),
        ("The engineer did not check the host name", "advice.further"),
    ],
)
def test_what_somebody_left_out_is_no_condition(text: str, advice: str) -> None:
    """An absence is a good end where it is one of the system; at a person's omission the digging goes on."""
    state = tell(begin(), "18 h without service", "The removal ran on the primary", "", "", text, "")
    assert advice in remarks(state)
