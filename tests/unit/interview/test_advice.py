"""What is seen in a cause: a condition that somebody can change."""

from __future__ import annotations

import pytest

from rcalog.interview import engine
from rcalog.interview.state import State
from rcalog.model.causes import Level
from tests.helpers.interview import begin, question, remarks, sentence, tell


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


ABOUT_THE_SYSTEM = """
没有检查配置的步骤
监控没有覆盖小时级备份
周期任务没有检查文件大小
Nothing compares the two settings
The ana service did not check the size
Jenkins did not check the size
Oscar dumps are not checked
"""
ABOUT_SOMEBODY = """
小王没有检查配置
值班同事没有核对主机名
张伟没有检查手册
李晓明把主库删了
ana 没有检查手册
The engineer did not check the host name
Ana did not check the runbook
Li Wei did not check the runbook
Peter Novak never tested it
Joe restarted db1 without a check
li.wei thought that it was db2
"""
PEOPLE = {"lead": "li.wei", "scribe": "Li Wei"}


def at_decision(text: str) -> State:
    """Return a state after a cause that is deep enough to end at."""
    return tell(begin(roles=PEOPLE), "18 h without service", "The removal ran on the primary", "", text, "")


@pytest.mark.parametrize("text", ABOUT_THE_SYSTEM.strip().splitlines())
def test_what_the_system_lacks_is_a_condition(text: str) -> None:
    """An absence that is stated as a fact is a good end."""
    assert remarks(at_decision(text)) == ["advice.stated"]


@pytest.mark.parametrize("text", ABOUT_SOMEBODY.strip().splitlines())
def test_what_somebody_did_or_left_out_is_no_condition(text: str) -> None:
    """By a role, a common name, or one that the record knows: the digging goes on from where they stood."""
    state = at_decision(text)
    assert remarks(state) == ["advice.human"]
    for on in (state, tell(state, ".", "")):
        assert sentence(on) == f"«{text}»: what were you seeing at that moment?"
    assert sentence(tell(state, "h")) == f"«{text}»: what did you expect to happen?"
    assert tell(state, "Both shells were open").legs[0].because[0].because[0].level is Level.HUMAN


@pytest.mark.parametrize("text", ["nobody looked at the dashboards", "No one noticed the alert"])
def test_below_what_nobody_did_no_seat_is_asked_from(text: str) -> None:
    """But for what was meant to call somebody."""
    state = at_decision(text)
    assert (remarks(state), question(state).line) == (["advice.nobody"], "ask.cause")
    assert remarks(tell(state, ".")) == ["advice.nobody"]


def test_a_level_that_was_given_counts_more_than_the_words() -> None:
    """Whoever says that it is about the process is believed."""
    assert remarks(tell(at_decision("Ana did not check the runbook"), "#process")) == ["remark.level", "advice.stated"]
