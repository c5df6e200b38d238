"""The machine itself: back, replay, keys everywhere, the outcome, one leg, quick."""

from __future__ import annotations

from datetime import timedelta

import pytest

from rcalog.interview import engine
from rcalog.interview.state import Given, Refusal, State
from rcalog.model.base import record_data
from rcalog.model.causes import LegName
from rcalog.model.reading import read_incident, with_item_ids
from tests.helpers.interview import NOW, asked, begin, incident, refused, remarks, setup, tell

CHAIN = (
    "",  # the proposed problem
    "The removal was run in a shell on db1", "",
    "Both shells were open side by side", "",
    "The re-sync is done by hand", "",
    "Nobody had run it before", "",
    "The runbook has no owner", "", "", "database team",
    "",  # since when
    "",  # read back
    "Restore every night into an empty host @ana 2w", "",
    "",  # where else
)  # fmt: skip
"""The way that the questions lead along: each is answered as it is put, by Enter wherever Enter will do."""
CHAIN_ZH = (
    "",
    "在 db1 上执行了删除", "",
    "两个终端并排开着", "",
    "重新同步靠手工", "",
    "以前没有人做过", "",
    "手册没有负责人", "", "", "数据库组",
    "",
    "",
    "每晚恢复到一台空机器 @ana 2w", "",
    "",
)  # fmt: skip


@pytest.mark.parametrize(("lang", "chain"), [("en", CHAIN), ("zh", CHAIN_ZH)])
def test_a_leg_of_five_causes_takes_eighteen_answers_most_of_them_enter(lang: str, chain: tuple[str, ...]) -> None:
    """Problem, causes, ends, read-back, the action and where else included; no key and no second thing on a line."""
    state = tell(engine.begin(incident(), setup(leg=LegName.OCCURRENCE, lang=lang)), *chain)
    assert (asked(state), engine.record(state).open) == (None, ())
    assert (len(chain), chain.count("")) == (18, 11)
    assert sum(1 for _ in state.incident.causes()) == 5


def test_back_is_an_exact_inverse() -> None:
    """`<` at every point of an interview gives the state before."""
    state = begin()
    for text in CHAIN:
        after = tell(state, text)
        assert [engine.back(after), engine.answer(after, "＜"), engine.answer(after, "《")] == [state] * 3
        state = after


def test_there_is_nothing_before_the_first_question() -> None:
    """Back is refused there."""
    assert refused(begin(), "<") == "refuse.first"


def test_a_replay_rebuilds_the_state() -> None:
    """The transcript is the state; steps back and answers that were refused may be in it."""
    state = tell(begin(), *CHAIN)
    noisy = [Given(text, NOW) for text in ("", "/", "a wrong turn", "<", *CHAIN[1:])]
    assert [engine.replay(begin(), state.given), engine.replay(begin(), noisy)] == [state, state]


@pytest.mark.parametrize("key", ["?", "？", "=", "＝"])
def test_what_a_face_answers_is_no_answer(key: str) -> None:
    """Help and the tree are shown, and nothing changes."""
    assert refused(begin(), key) == "refuse.key"


def test_after_the_last_question_nothing_is_taken() -> None:
    """Only back still works."""
    state = tell(begin(), *CHAIN)
    assert [refused(state, text) for text in ("", "more", "?")] == ["refuse.over"] * 3
    assert asked(tell(state, "<")) == "elsewhere"


def test_ids_that_are_stored_follow_from_content() -> None:
    """They are those that a record without ids would be given, references included."""
    stored = engine.record(tell(begin(), *CHAIN)).incident
    leg, (action,) = stored.whys[0], stored.actions
    by_hand = record_data(stored)
    legs = [{"leg": "occurrence", "problem": leg.problem, "because": [{"cause": leg.because[0].cause}]}]
    again = with_item_ids(read_incident({**by_hand, "whys": legs, "actions": []}))
    assert (again.whys[0].id, again.whys[0].because[0].id) == (leg.id, leg.because[0].id)
    assert action.for_ == (list(leg.walk())[-1].id,)


def test_links_keep_their_other_end() -> None:
    """A same-as link names the stored id."""
    state = tell(begin(), "", "one fact", "two facts", "", ".", "~", "1")
    (one, two) = engine.record(state).incident.whys[0].because
    assert one.same_as == two.id


def test_what_the_record_has_keeps_its_ids() -> None:
    """Ids that a person or an earlier session gave are never changed."""
    legs = [
        {"leg": "occurrence", "id": "mine", "problem": "503 for 42 min", "because": [{"cause": "Full", "id": "c9"}]}
    ]
    stored = engine.record(tell(begin(whys=legs), "The logs were never rotated")).incident.whys[0]
    assert (stored.id, stored.because[0].id) == ("mine", "c9")


def test_an_interview_that_asks_nothing_changes_nothing() -> None:
    """The record comes back as it was, with ids for what had none."""
    assert engine.record(begin()).incident == with_item_ids(incident())


def test_one_leg_is_asked_without_the_rest() -> None:
    """`leg` goes straight to it, required or not, and ends after it."""
    state = begin(LegName.SYSTEMIC, severity="sev5", status="ongoing", ladder=[], times={}, timeline=[])
    assert (asked(state), asked(tell(state, "-"))) == ("problem", None)


def test_a_quick_interview_asks_for_causes_and_ends_only() -> None:
    """What else, the read-back and actions stay open."""
    state = engine.begin(incident(severity="sev3", ladder=[]), setup(quick=True))
    kinds = []
    for text in ("", "The disk was full", ".", "-", "-"):
        kinds.append(asked(state))
        state = tell(state, text)
    assert kinds == ["problem", "cause", "cause", "problem", "problem"]
    assert asked(state) is None
    assert {"open.how", "open.read-back", "open.action", "open.end"} <= {
        point.key for point in engine.record(state).open
    }


def test_a_quick_interview_takes_a_name_and_asks_no_more_about_it() -> None:
    """Not even since when a condition is so."""
    state = engine.begin(incident(severity="sev3", ladder=[]), setup(quick=True))
    state = tell(state, "", "The logs were never rotated", ". ops")
    assert (asked(state), state.legs[0].because[0].changeable_by) == ("problem", "ops")


def test_open_points_name_the_leg_and_the_words() -> None:
    """What is left is said in words, not in ids."""
    (cause, *_) = engine.record(tell(begin(), "", "The disk was full", "", "-", "@ana 1w", "-")).open
    assert (cause.key, cause.values) == ("open.read-back", {"leg": "occurrence", "what": "Production database deleted, from 2017-01-31 23:27 +00:00"})  # fmt: skip


def later(state: State, *answers: tuple[str, int]) -> State:
    """Return the state after answers that each came some minutes after the one before."""
    for text, minutes in answers:
        moved = engine.answer(state, text, state.now + timedelta(minutes=minutes))
        assert not isinstance(moved, Refusal)
        state = moved
    return state


def test_after_45_minutes_a_break_is_proposed_once() -> None:
    """A long break counts as ten minutes at most."""
    state = later(begin(), ("", 600), ("one fact", 10), ("two facts", 10), ("three", 10))
    assert remarks(state) == []
    state = later(state, ("", 9))
    assert "remark.time-box" in remarks(state)
    assert "remark.time-box" not in remarks(later(state, ("", 9)))


def test_dates_are_read_by_the_moment_of_their_answer() -> None:
    """Two weeks from tomorrow, when it is typed tomorrow."""
    state = later(begin(), ("", 1), ("The disk was full", 1), ("", 1), ("-", 1), ("@ana 2w", 24 * 60))
    parked = state.legs[0].because[0].later
    assert parked is not None
    assert parked.due.text == "2017-02-18"


@pytest.mark.parametrize("word", ["q", ":q", "quit", "exit", "退出"])
def test_who_wants_to_leave_is_told_how(word: str) -> None:
    """It is no answer to anything."""
    assert {refused(begin(), word), refused(tell(begin(), ""), word)} == {"refuse.leaving"}


def test_yes_takes_what_is_proposed() -> None:
    """As Enter does, in both languages: the problem, the reading, who can change it, the action."""
    plan = "Give the runbook an owner @ana 2w"
    cause = ("The dump had failed", "", ".", "ops")
    enters = tell(begin(), "", *cause, "", plan, "", "", "")
    assert tell(begin(), "y", *cause, "是", plan, "yes", "nothing", "没有").incident == enters.incident


def test_nothing_is_no_cause_and_no_action() -> None:
    """Where Enter means nothing, so does the word."""
    state = tell(begin(), "", "The disk was full", "nothing")
    assert asked(state) == "cause"
    assert tell(state, "e", "none").legs[0].because[0].evidence == ()
    assert tell(state, ". ops", "", "no").incident.actions == ()
