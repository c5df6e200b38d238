"""The leg as a whole: proposed problems, the gate, nothing to explain, the read-back, another line of inquiry."""

from __future__ import annotations

import pytest

from rcalog.interview import engine
from rcalog.interview.state import State
from rcalog.model.causes import LegName
from tests.helpers.interview import asked, begin, incident, question, refused, remarks, setup, tell

STARTED = "2017-01-31T23:27:00+00:00"
PROBLEM = "300 GB were removed at 23:27"


def whole(**fields: object) -> State:
    """Return the beginning of an interview about every leg."""
    return engine.begin(incident(**fields), setup())


def test_the_problem_is_proposed_from_title_and_start() -> None:
    """Enter takes the proposal."""
    state = begin()
    assert question(state).default == "Production database deleted, from 2017-01-31 23:27 +00:00"
    assert tell(state, "").legs[0].problem == "Production database deleted, from 2017-01-31 23:27 +00:00"


def test_without_a_start_the_title_alone_is_proposed() -> None:
    """The gate then misses a number; a second Enter keeps the title all the same."""
    state = tell(begin(times={}), "")
    assert (asked(state), remarks(state)) == ("gate", ["gate.number"])
    assert tell(state, "").legs[0].problem == "Production database deleted"


def test_a_problem_with_a_cause_and_a_fix_is_doubted() -> None:
    """What fails is said; another wording goes through the gate again."""
    state = tell(begin(), "we need to be faster because of the disk")
    assert remarks(state) == ["gate.number", "gate.cause", "gate.fix"]
    state = tell(state, "slow for 18 h due to the disk")
    assert remarks(state) == ["gate.cause"]
    assert tell(state, PROBLEM).legs[0].problem == PROBLEM


def test_the_systemic_leg_has_no_gate() -> None:
    """What we let stay has no number."""
    state = tell(begin(LegName.SYSTEMIC), "Restores were nobody's work")
    assert state.legs[0].problem == "Restores were nobody's work"


def test_the_systemic_leg_is_fed_by_the_root_causes() -> None:
    """The proposal names what the other legs came down to."""
    root = {"cause": "Restores were never run", "end": "root-cause", "changeable_by": "ops"}
    legs = [{"leg": "defence", "problem": PROBLEM, "because": [root]}]
    assert question(begin(LegName.SYSTEMIC, whys=legs)).default == (
        "Until 2017-01-31 23:27 +00:00 this stayed as it was: Restores were never run"
    )
    assert question(begin(LegName.SYSTEMIC, whys=legs, times={})).default == (
        "Until this incident this stayed as it was: Restores were never run"
    )


def test_of_many_root_causes_the_first_stands_in_the_problem() -> None:
    """Whole, for it is stored so; all of them stand beside the question."""
    roots = [{"cause": f"Condition {number} " + "x" * 80, "end": "root-cause"} for number in range(3)]
    state = begin(LegName.SYSTEMIC, whys=[{"leg": "defence", "problem": PROBLEM, "because": roots}])
    assert question(state).default == (
        f"Until 2017-01-31 23:27 +00:00 3 root causes stayed as they were, the first: Condition 0 {'x' * 80}"
    )
    assert remarks(state) == ["remark.root"] * 3


def test_the_systemic_leg_proposes_nothing_by_itself() -> None:
    """Without root causes there is nothing to be fed by."""
    assert question(begin(LegName.SYSTEMIC)).default is None


def test_a_leg_without_a_proposal_may_be_skipped() -> None:
    """Enter and `-` leave it for later."""
    assert [asked(tell(begin(LegName.DEFENCE), key)) for key in ("", "-")] == [None, None]


def test_nothing_to_explain_needs_a_reason() -> None:
    """`.` asks why; Enter goes back to the problem."""
    state = tell(begin(LegName.DEFENCE), "。")
    assert (asked(state), asked(tell(state, ""))) == ("none", "problem")
    assert tell(state, "The check stopped it").legs[0].none == "The check stopped it"


def test_what_was_noticed_in_time_proposes_to_be_left_out() -> None:
    """Under the limit, Enter declares the leg empty with the measured time."""
    state = begin(LegName.DETECTION)
    assert question(state).default == "none: Noticed 30 s after the start, within the limit of 15 min"
    assert tell(state, "").legs[0].none == "Noticed 30 s after the start, within the limit of 15 min"


@pytest.mark.parametrize(
    ("leg", "times", "proposal"),
    [
        (LegName.DETECTION, {"detected": "2017-01-31T23:52:00+00:00"}, "Noticed 25 min after the start"),
        (LegName.DETECTION, {"detected": "2017-02-07T23:27:00+00:00"}, "Noticed 7 d after the start"),
        (LegName.RECOVERY, {"detected": STARTED, "resolved": "2017-02-01T18:00:00+00:00"}, "Restored 18 h 33 min after it was noticed"),
        (LegName.DETECTION, {"detected": "~2017-01-31T23:52:00+00:00"}, "Noticed about 25 min after the start"),
        (LegName.DETECTION, {"detected": "2017-01-31"}, None),
        (LegName.DETECTION, {"detected": "2017-01-30T00:00:00+00:00"}, None),
        (LegName.RECOVERY, {"resolved": "2017-02-01T18:00:00+00:00"}, None),
        (LegName.DEFENCE, {}, None),
    ],
)  # fmt: skip
def test_proposals_come_from_measured_times(leg: LegName, times: dict[str, str], proposal: str | None) -> None:
    """Only what is known to the second, and in order, is measured."""
    assert question(begin(leg, times={"started": STARTED, **times})).default == proposal


def test_which_legs_are_asked() -> None:
    """Required ones, and those whose time was measured; the rest is on offer at the end."""
    asked_for = []
    state = whole()
    while asked(state) == "problem":
        asked_for.append(str(question(state).leg))
        state = tell(state, "-")
    assert asked_for == ["occurrence", "defence", "detection", "recovery", "systemic"]
    assert asked(state) == "more"


def test_a_small_incident_is_asked_for_nothing_but_what_took_too_long() -> None:
    """Sev5 requires no leg; a restore over the limit is asked for all the same."""
    state = whole(severity="sev5")
    assert (asked(state), question(state).leg) == ("problem", LegName.RECOVERY)


def test_another_line_of_inquiry_is_picked_by_number_or_name() -> None:
    """What is not there yet is listed; what was skipped may be taken up again."""
    state = tell(whole(severity="sev5"), "-")
    assert [line.partition(":")[0] for line in question(state).choices] == [name.value for name in LegName]
    assert refused(state, "6") == refused(state, "other") == "refuse.number"
    for pick in ("4", "Recovery"):
        assert question(tell(state, pick)).leg is LegName.RECOVERY


def test_the_interview_ends_at_more() -> None:
    """Enter, `.` and `-` all end it."""
    state = tell(whole(severity="sev5"), "-")
    assert [asked(tell(state, key)) for key in ("", ".", "-")] == [None, None, None]


def test_when_all_lines_are_taken_up_no_other_is_asked_for() -> None:
    """A question with nothing to pick from is none."""
    assert asked(whole(whys=[{"leg": name, "none": "Not needed"} for name in LegName])) is None


def leg_of_two() -> State:
    """Return a state in which a chain of two causes waits to be read back."""
    state = tell(begin(), PROBLEM, "The removal was run on db1", "", "The prompts look alike", "", ".", "database team")
    assert asked(state) == "read-back"
    return state


def test_a_chain_is_read_back_upwards() -> None:
    """The deepest arrow comes first; Enter says that it is true."""
    state = leg_of_two()
    assert question(state).choices == (
        "The prompts look alike → The removal was run on db1",
        f"The removal was run on db1 → {PROBLEM}",
    )
    assert tell(state, "").legs[0].reads_true is True


def test_a_missing_step_is_put_in() -> None:
    """The number of an arrow opens it; the new step is read back with the others."""
    state = tell(leg_of_two(), "１", "Both shells were open @@ screenshot")
    assert list(question(state).choices)[:2] == [
        "The prompts look alike → Both shells were open",
        "Both shells were open → The removal was run on db1",
    ]
    assert tell(state, "").legs[0].because[0].because[0].evidence == ("screenshot",)


def test_no_step_is_missing_after_all() -> None:
    """Enter at the missing step goes back to reading."""
    assert tell(leg_of_two(), "2", "").legs == leg_of_two().legs


def test_a_link_is_no_missing_step() -> None:
    """`~ 1` is what links to a cause elsewhere: where it cannot, it is no text either."""
    assert [refused(tell(leg_of_two(), "2"), text) for text in ("~ 1", "～１")] == ["refuse.key"] * 2
    assert asked(tell(leg_of_two(), "2", "~ 1 host answered")) == "read-back"


def test_only_arrows_have_numbers() -> None:
    """Anything else is refused."""
    assert [refused(leg_of_two(), text) for text in ("0", "3", "the first")] == ["refuse.number"] * 3


def test_reading_back_may_wait() -> None:
    """`-` leaves the leg unconfirmed, and that stays open."""
    state = tell(leg_of_two(), "-")
    assert (asked(state), state.legs[0].reads_true) == ("action", None)
    assert "open.read-back" in [point.key for point in engine.record(state).open]


def test_a_leg_of_the_record_without_a_problem_is_asked_for_it() -> None:
    """The leg keeps its id and its causes."""
    state = tell(begin(whys=[{"leg": "occurrence", "id": "w7np2", "because": ["Disk full"]}]), PROBLEM)
    assert [(leg.id, leg.problem, leg.because[0].cause) for leg in state.legs] == [("w7np2", PROBLEM, "Disk full")]


def test_a_whole_leg_of_the_record_is_left_alone() -> None:
    """Nothing is asked about what is complete or declared empty."""
    root = {"cause": "Disk full", "id": "c1", "end": "root-cause", "changeable_by": "ops"}
    legs = [{"leg": "occurrence", "problem": PROBLEM, "reads_true": True, "because": [root]}]
    assert asked(begin(whys=legs, actions=[{"action": "Grow it", "for": ["c1"]}])) is None
    assert asked(begin(whys=[{"leg": "occurrence", "none": "Known"}])) is None


@pytest.mark.parametrize("text", ["none: seen at once", "None：seen at once", "没有：seen at once", "无: seen at once"])
def test_a_leg_is_declared_empty_in_the_words_of_the_proposal(text: str) -> None:
    """On one line; the word alone is asked for its reason."""
    (leg,) = tell(begin(LegName.DETECTION), text).legs
    assert (leg.none, leg.problem) == ("seen at once", None)
    assert [asked(tell(begin(LegName.DETECTION), word)) for word in ("none", "没有")] == ["none", "none"]


@pytest.mark.parametrize("text", [". 不知道", ". unknown", "none: unknown", "unknown", "不知道"])
def test_unknown_is_not_nothing_to_explain(text: str) -> None:
    """Nor is it a problem; `-` leaves the leg open."""
    state = begin(LegName.DEFENCE)
    assert (refused(state, text), refused(tell(state, "."), "不清楚")) == ("refuse.none", "refuse.none")


def test_a_leg_may_turn_out_to_have_nothing_to_explain() -> None:
    """`.` where its first cause is asked for; Enter at the reason asks for the cause again."""
    state = tell(begin(LegName.DETECTION), "25 min to the first page", "。")
    assert (asked(state), asked(tell(state, ""))) == ("none", "cause")
    (leg,) = tell(state, "a page after 25 min is within what we promise").legs
    assert (leg.problem, leg.none) == (None, "a page after 25 min is within what we promise")


@pytest.mark.parametrize("answers", [(".", "seen within 30 s"), ("none: seen within 30 s",), ("无：seen within 30 s",)])
def test_a_problem_that_is_taken_back_is_said(answers: tuple[str, ...]) -> None:
    """Where a leg turns out to have nothing to explain, its problem goes, but not silently."""
    state = tell(begin(), PROBLEM, *answers)
    assert (state.legs[0].none, state.legs[0].problem) == ("seen within 30 s", None)
    assert state.echo is not None
    assert (state.echo.key, state.echo.values["problem"]) == ("remark.none", PROBLEM)


def test_a_leg_without_a_problem_loses_none() -> None:
    """Nothing is said of a problem that never was."""
    state = tell(begin(), ".", "seen within 30 s")
    assert (state.legs[0].none, state.echo) == ("seen within 30 s", None)


def test_nobody_knows_is_no_reason_on_either_way() -> None:
    """A leg of which nobody knows anything is skipped, not closed."""
    assert refused(tell(begin(), PROBLEM), "none: unknown") == "refuse.none"


def test_a_name_behind_the_key_takes_no_problem_away() -> None:
    """Whoever names a team there means to end a cause, and there is none yet."""
    assert refused(tell(begin(), PROBLEM), ". db team") == "refuse.problem-stands"
