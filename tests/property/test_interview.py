"""Laws of the interview, whatever is answered."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.interview import engine, tree
from rcalog.interview.state import State
from rcalog.model.base import record_data
from rcalog.model.causes import LegName
from rcalog.model.reading import read_incident
from tests.helpers.interview import begin, incident, setup, texts

SAID = st.sampled_from(
    [
        "", "", "", "?", "<", "=", "-", "~", ".", "/", "h", "e", "n", "y", "no", "是", "？", "《", "1", "2", "9", "0",
        "The disk was full", "human error", "logs grew and nobody looked", "磁盘满了；告警被静音", "a @@ b @@ c", "@@",
        "300 GB were removed at 23:27", "down because of the disk", "ops", "ops since 2016-04", "ops since ever",
        "outside", "unknown", "accepted", "@ana 2w", "2w", "@cto 2018-01-01 costs more", "one / two / three",
        ". database team", "。数据库组", "- @ana 2w", "~ 1", "二", "#process", "a fact ＃技术 @@ df", ". @cto 2018-01-01 so",
        "quit", "nothing", "没有", "不知道", "是",
        "Restore nightly @ana 2w", "Watch it every 1d", "strong detect @li 3w", "14:05 alert on db1", "2017-02-01 18:00",
    ]
) | st.text(max_size=12)  # fmt: skip
ANSWERS = st.lists(SAID, max_size=40)


def held(state: State, answers: list[str]) -> State:
    """Return the state after those answers that are taken."""
    for text in answers:
        moved = engine.answer(state, text)
        state = moved if isinstance(moved, State) else state
    return state


def whole() -> State:
    """Return the beginning of an interview about everything."""
    return engine.begin(incident(status="ongoing", ladder=[], timeline=[]), setup())


@settings(max_examples=120)
@given(ANSWERS)
def test_any_answers_leave_a_valid_record(answers: list[str]) -> None:
    """Whatever is typed, the outcome is a record, and what is asked or open can be worded in both languages."""
    state = held(whole(), answers)
    outcome = engine.record(state)
    assert read_incident(record_data(outcome.incident)) == outcome.incident
    found = engine.question(state)
    keys = [point.key for point in outcome.open]
    keys += [found.line, f"help.{found.ask}", *(remark.key for remark in found.remarks)] if found else []
    assert [key for key in keys if key not in texts("en") or key not in texts("zh")] == []


@settings(max_examples=60)
@given(ANSWERS, SAID)
def test_back_is_an_exact_inverse(answers: list[str], last: str) -> None:
    """Back after any answer that was taken gives the state before it."""
    state = held(whole(), answers)
    after = engine.answer(state, last)
    if isinstance(after, State) and len(after.given) > len(state.given):
        assert engine.back(after) == state


@settings(max_examples=60)
@given(ANSWERS)
def test_a_replay_rebuilds_the_state(answers: list[str]) -> None:
    """The transcript alone gives the state again."""
    state = held(whole(), answers)
    assert engine.replay(whole(), state.given) == state


@settings(max_examples=40)
@given(ANSWERS)
def test_a_replay_in_another_language_says_the_same(answers: list[str]) -> None:
    """What was taken by Enter stays in the words in which it was proposed."""
    state = held(whole(), answers)
    chinese = engine.replay(engine.begin(state.origin, setup(lang="zh")), state.given)
    assert (chinese.given, chinese.legs) == (state.given, state.legs)


@settings(max_examples=60)
@given(ANSWERS)
def test_enter_alone_comes_to_an_end(answers: list[str]) -> None:
    """However an interview went, Enter and at worst `-` lead out of it."""
    state = held(begin(LegName.OCCURRENCE, me=None), answers)
    for _ in range(200):
        if engine.question(state) is None:
            break
        moved = engine.answer(state, "")
        state = moved if isinstance(moved, State) else state
    assert engine.question(state) is None


@settings(max_examples=60)
@given(ANSWERS)
def test_links_never_close_a_circle(answers: list[str]) -> None:
    """No cause leads to itself."""
    legs = held(whole(), ["-", "", *answers]).legs
    for effect in tree.every(legs):
        assert not any(tree.leads_to(legs, str(cause.id), str(effect.id)) for cause in effect.because)
