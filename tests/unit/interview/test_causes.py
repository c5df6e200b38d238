"""The tree: causes, what else, go on or end, split, evidence, necessity, a person's doing."""

from __future__ import annotations

import pytest

from rcalog.interview import engine
from rcalog.model.causes import Cause, End, Leg, LegName, Level
from tests.helpers.interview import asked, begin, question, refused, remarks, sentence, tell

FIRST = ("", "The removal was run on db1")
"""The proposed problem is taken, and a first cause given."""
CONDITION = (*FIRST, "", "The restore had never been run", "")
"""And below it a condition at which the advice is to end."""


def causes(*answers: str) -> list[Cause]:
    """Return the causes right below the problem after these answers."""
    return list(tell(begin(), *answers).legs[0].because)


def only(*answers: str) -> Cause:
    """Return the only cause below the problem after these answers."""
    (cause,) = causes(*answers)
    return cause


def test_a_cause_is_what_led_to_the_problem() -> None:
    """The first answer after the problem stands right below it."""
    assert [cause.cause for cause in causes(*FIRST)] == ["The removal was run on db1"]


def test_evidence_may_stand_on_the_same_line() -> None:
    """What follows @@ is evidence, as many times as it is written."""
    cause = only("", "The bucket was empty @@ ls of 23:50 @@ https://example.org/ls")
    assert (cause.cause, cause.evidence) == ("The bucket was empty", ("ls of 23:50", "https://example.org/ls"))


def test_a_cause_of_two_lines_is_one_answer() -> None:
    """A pasted answer keeps its lines."""
    assert only("", "The dump ended\nwith an error").cause == "The dump ended\nwith an error"


def test_evidence_alone_is_no_cause() -> None:
    """Something has to stand before @@."""
    assert refused(tell(begin(), ""), "@@ shell history") == "refuse.cause"


def test_what_else_was_needed_stands_beside_it() -> None:
    """An effect may have several causes; Enter ends the list."""
    state = tell(begin(), *FIRST, "The prompts look alike", "")
    assert [cause.cause for cause in state.legs[0].because] == ["The removal was run on db1", "The prompts look alike"]
    assert sentence(state) == "What led to «The removal was run on db1»?"


def test_what_else_is_not_asked_again() -> None:
    """`.` means nothing else, as Enter does."""
    assert sentence(tell(begin(), *FIRST, ".")) == "What led to «The removal was run on db1»?"


def test_where_the_advice_is_to_go_on_the_next_cause_is_asked_for_at_once() -> None:
    """Below three causes it is, and the reason stands beside the question; it is no question of its own."""
    state = tell(begin(), *FIRST, "")
    assert (asked(state), remarks(state), question(state).enter) == ("cause", ["advice.shallow"], "leave-open")
    cause = only(*FIRST, "", "Both shells were open side by side")
    assert cause.because[0].cause == "Both shells were open side by side"


@pytest.mark.parametrize("text", ["两台机器的提示符", "the prompt"])
def test_short_sentences_are_causes_too(text: str) -> None:
    """Two words, or four Chinese characters, are a cause."""
    assert only(*FIRST, "", text).because[0].cause == text


def test_a_lone_word_is_not_taken_for_a_cause() -> None:
    """Where the advice is to end, what is neither a key nor a sentence is asked again."""
    assert refused(tell(begin(), *CONDITION), "prompt") == "refuse.decision"


@pytest.mark.parametrize(("word", "next_question"), [("y", "end"), ("是", "end"), ("继续", "cause"), ("go on", "cause"), ("no", "cause"), ("不", "cause"), ("end", "end"), ("到此为止", "end"), ("。", "end"), ("．", "end")])  # fmt: skip
def test_words_and_full_width_keys_decide(word: str, next_question: str) -> None:
    """Yes takes the advice to end, no the opposite; words and keys work in both languages."""
    assert asked(tell(begin(), *CONDITION, word)) == next_question


@pytest.mark.parametrize(("word", "next_question"), [("end here", "end"), ("到此为止", "end"), ("。", "end"), ("～", "same-as"), ("ｎ", "necessary")])  # fmt: skip
def test_the_same_words_and_keys_work_where_the_next_cause_is_asked_for(word: str, next_question: str) -> None:
    """Whoever wants to end against the advice says so."""
    state = tell(begin(), *FIRST, "The prompts look alike", "")
    assert (asked(tell(state, word)), refused(state, "go on")) == (next_question, "refuse.one-fact")


def test_advice_is_to_end_at_a_condition_stated_as_a_fact() -> None:
    """Two deep an absence, three deep any standing condition is something that somebody can change."""
    absent = tell(begin(), *FIRST, "", "The restore had never been run", "")
    state = tell(begin(), *FIRST, "", "The dump failed each night", "", "The versions differ", "")
    for place in (absent, state):
        assert (remarks(place), question(place).line) == (["advice.stated"], "ask.decision")
    assert asked(tell(state, "")) == "end"


def test_no_against_the_advice_to_end_goes_on() -> None:
    """The opposite of ending is going on."""
    state = tell(begin(), *FIRST, "", "The dump failed each night", "", "The restore had never been run", "")
    assert asked(tell(state, "不")) == "cause"


def test_seven_deep_the_advice_is_to_end() -> None:
    """Below what one can change, digging is over."""
    state = tell(begin(), "")
    for depth in range(1, 8):
        state = tell(state, f"Step {depth} was there", "")
    assert remarks(state) == ["advice.deep"]


def test_a_plain_fact_may_go_on() -> None:
    """Between two and seven the advice is to go on, unless somebody can change it."""
    state = tell(begin(), *FIRST, "", "The dump failed each night", "")
    deeper = tell(state, "The mails were rejected", "")
    assert remarks(state) == remarks(deeper) == ["advice.further"]


def test_enter_at_a_cause_leaves_the_branch_open() -> None:
    """Whoever does not know goes on to the next question; the branch stays open."""
    state = tell(begin(), *FIRST, "", "")
    assert asked(state) == "read-back"
    assert "open.cause" in [point.key for point in engine.record(state).open]


def test_a_leg_may_stay_without_a_cause() -> None:
    """Skipping the first cause ends the leg for now."""
    assert [asked(tell(begin(), "", key)) for key in ("", "-")] == [None, None]


def test_two_facts_are_remarked_and_split() -> None:
    """`/` proposes the parts; Enter takes them as siblings with the same evidence."""
    state = tell(begin(), "", "the disk was full and the alert was muted @@ df")
    assert remarks(state) == ["remark.graded", "remark.two-facts"]
    state = tell(state, "/")
    assert question(state).default == "the disk was full / the alert was muted"
    both = tell(state, "").legs[0].because
    expected = [("the disk was full", ("df",)), ("the alert was muted", ("df",))]
    assert [(cause.cause, cause.evidence) for cause in both] == expected


def test_a_split_may_be_typed() -> None:
    """The parts are given with / between; URLs are not torn."""
    state = tell(begin(), "", "a and b", "/", "first / see https://example.org/a / third")
    assert [cause.cause for cause in state.legs[0].because] == ["first", "see https://example.org/a", "third"]


def test_a_split_needs_two_parts() -> None:
    """One part is no split; Enter without a proposal leaves the cause alone."""
    state = tell(begin(), *FIRST, "、")
    assert (question(state).default, refused(state, "one part")) == (None, "refuse.split")
    assert [cause.cause for cause in tell(state, "").legs[0].because] == ["The removal was run on db1"]


def test_a_cause_is_split_where_it_stands() -> None:
    """At go on or end too; the other causes keep their place."""
    state = tell(begin(), "", "a and b", "last", "", "/", "")
    assert [cause.cause for cause in state.legs[0].because] == ["a", "b", "last"]


def test_a_guess_without_evidence_is_remarked() -> None:
    """What says itself that it is a guess wants something that shows it."""
    assert remarks(tell(begin(), "", "probably the cache")) == ["remark.inference"]
    assert remarks(tell(begin(), "", "probably the cache @@ hit rate 3 %")) == ["remark.graded"]


@pytest.mark.parametrize("before", [(), ("",)])
def test_evidence_is_added_on_demand(before: tuple[str, ...]) -> None:
    """`e` adds to the last cause or to the one at hand; one line each."""
    assert only(*FIRST, *before, "e", "shell history\nasciicast").evidence == ("shell history", "asciicast")


def test_no_evidence_is_no_harm() -> None:
    """Enter after `e` changes nothing."""
    assert only(*FIRST, "e", "").evidence == ()


@pytest.mark.parametrize(("said", "necessary"), [("n", True), ("不会", None), ("y", False), ("是", False), ("", None)])
def test_necessity_on_demand(said: str, *, necessary: bool | None) -> None:
    """Had it not been so, would it still have happened? Yes means that it was not needed."""
    state = tell(begin(), *FIRST, "", "n")
    assert asked(state) == "necessary"
    if said == "不会":
        assert refused(state, said) == "refuse.yes-no"
    else:
        assert only(*FIRST, "", "n", said).necessary is necessary


def test_a_persons_choice_is_never_asked_for_necessity() -> None:
    """Whether somebody had better not done it is no question here."""
    state = tell(begin(), *FIRST, "h", "")
    assert refused(state, "n") == "refuse.necessary"


def test_what_a_person_did_is_asked_from_where_they_stood() -> None:
    """`h` marks the cause, says so, and the next question is about what they saw."""
    state = tell(begin(), *FIRST, "", "h")
    assert remarks(state) == ["remark.human"]
    assert sentence(state) == "«The removal was run on db1»: what were you seeing at that moment?"
    assert state.legs[0].because[0].level is Level.HUMAN


def test_another_question_about_a_person_is_one_key_away() -> None:
    """Each `h` gives another of the seven questions, and the eighth is the first again."""
    state = tell(begin(), *FIRST, "", "h")
    lines = []
    for _ in range(8):
        lines.append(question(state).line)
        state = tell(state, "ｈ")
    assert lines == [*(f"ask.cause-human-{number}" for number in range(1, 8)), "ask.cause-human-1"]


def test_a_person_is_marked_right_after_the_answer() -> None:
    """`h` at what else is about the answer just given, and the next question is about what they saw."""
    state = tell(begin(), *FIRST, "h")
    assert (asked(state), remarks(state)) == ("else", ["remark.human"])
    state = tell(state, "")
    assert (question(state).line, remarks(state)) == ("ask.cause-human-1", [])


def test_every_fourth_cause_shows_the_tree() -> None:
    """Four causes are as many as one keeps in mind."""
    state = tell(begin(), "", "one fact", "two facts", "three facts", "four facts")
    assert remarks(state) == ["remark.tree"]


@pytest.mark.parametrize("key", ["/", "e", "h", "Ｅ"])
def test_a_key_is_never_stored_as_a_cause(key: str) -> None:
    """What means nothing at a question is refused."""
    assert refused(tell(begin(), ""), key) == "refuse.key"


def test_existing_causes_are_not_asked_for_siblings() -> None:
    """A tree that the record already has is asked only for what it lacks."""
    leg = {"leg": "occurrence", "problem": "503 for 42 min", "because": [{"cause": "Disk full", "because": ["Logs"]}]}
    state = begin(whys=[leg])
    assert sentence(state) == "What led to «Logs»?"
    assert isinstance(state.legs[0], Leg)


def test_a_cause_that_was_said_before_is_remarked() -> None:
    """A link says the same without telling it twice; case and end marks do not count."""
    assert remarks(tell(begin(), "", "The disk was full", "the disk was full.")) == ["remark.said-before"]


def test_a_branch_ends_where_its_cause_is_asked_for() -> None:
    """`.` instead of going deeper."""
    assert asked(tell(begin(), *FIRST, "", "。")) == "end"


def test_the_effect_is_shortened_where_it_was_just_read() -> None:
    """What else was needed for it? Its beginning is enough."""
    state = tell(begin(), "About 300 GB of the data directory of db1 was removed at 23:27 UTC", "Two\nlines")
    assert sentence(state) == "What else was needed for «About 300 GB of the data directory of...»?"


@pytest.mark.parametrize("line", [". database team", "。database team", "．  database team"])
def test_a_branch_ends_on_one_line(line: str) -> None:
    """`.` and who can change it; Enter would have gone on."""
    state = tell(begin(), *FIRST, "", line)
    assert (state.legs[0].because[0].changeable_by, asked(state)) == ("database team", "read-back")


def test_a_branch_ends_on_one_line_in_spite_of_a_doubt() -> None:
    """The doubt stood beside the question."""
    state = tell(begin(), "", "human error", "")
    assert remarks(state) == ["advice.S302"]
    assert tell(state, ". database team").legs[0].because[0].changeable_by == "database team"


def test_a_branch_is_parked_or_linked_on_one_line() -> None:
    """`-` with a name, `~` with a number: of the cause itself where the advice is to end, else of what led to it."""
    state = tell(begin(), *FIRST, "The restore had never been run", "Nothing is done", "", "- @ana 2w", "~ 1", "", ".")
    one, two, _ = state.legs[0].because
    assert (one.later and one.later.owner, two.because[0].same_as) == ("ana", one.id)
    state = tell(begin(), *CONDITION[:-1], "The disk was full", "", "~ 1")
    assert [cause.end for cause in state.legs[0].because[0].because] == [End.SAME_AS, None]


@pytest.mark.parametrize("line", ["- 李雷 两周后", "－李雷 2017-02-17", "- lilei 2w"])
def test_a_branch_is_parked_without_the_sign_before_the_name(line: str) -> None:
    """A name and a date behind `-` are no cause."""
    parked = only(*FIRST, "", line).later
    assert parked is not None
    assert (parked.owner, parked.due.text) == (line.lstrip("-－ ").partition(" ")[0], "2017-02-17")


@pytest.mark.parametrize(
    ("line", "key"), [(". 7", "refuse.who"), ("- @ana", "refuse.promise"), ("~ 9", "refuse.number"), (". x", None)]
)
def test_what_follows_a_key_must_answer_it(line: str, key: str | None) -> None:
    """Else the question stands as it was."""
    state = tell(begin(), *FIRST, "The prompts look alike", "")
    assert (refused(state, line) if key else asked(tell(state, line))) == (key or "cause")


def test_a_list_or_a_file_name_is_no_key() -> None:
    """`-` before anything but a name, and `.` right before a word, are text."""
    assert [only(*FIRST, "", text).because[0].cause for text in ("- the disk was full", ".env file was committed")] == [
        "- the disk was full",
        ".env file was committed",
    ]


def test_at_what_else_the_last_cause_may_be_ended_at_once() -> None:
    """`. database team` says that nothing else was needed, and who can change it."""
    state = tell(begin(), *FIRST, "The prompts look alike", ". database team")
    assert [cause.changeable_by for cause in state.legs[0].because] == [None, "database team"]
    assert asked(state) == "cause"


def test_at_what_else_a_doubt_is_said_first() -> None:
    """It was not to be read before; the question stands."""
    assert refused(tell(begin(), "", "human error"), ". database team") == "advice.S302"


def test_a_link_is_not_ended_at_once() -> None:
    """What was added last at what else has its end already."""
    state = tell(begin(), *FIRST, "The prompts look alike", "", "Both shells were open", "~", "1")
    assert (asked(state), refused(state, ". ops")) == ("else", "refuse.key")


@pytest.mark.parametrize("place", [("",), ("", "")])
def test_a_level_is_said_on_the_line_or_alone(place: tuple[str, ...]) -> None:
    """At the end of a cause, or as the whole answer at the questions after it; the question stands and it is noted."""
    assert only("", "The re-sync is done by hand #process @@ wiki").level is Level.PROCESS
    state = tell(begin(), "", "The re-sync is done by hand", *place[1:], "＃流程")
    assert (state.legs[0].because[0].level, remarks(state)[0]) == (Level.PROCESS, "remark.level")
    assert asked(state) == ("cause" if place[1:] else "else")


def test_a_hash_before_anything_else_is_text() -> None:
    """Only the five levels are levels."""
    assert only("", "The ticket was #4711").cause == "The ticket was #4711"


@pytest.mark.parametrize(("evidence", "remark"), [("df of 23:50", "remark.graded"), ("somewhere", "remark.evidence")])
def test_evidence_is_noted_with_its_grade(evidence: str, remark: str) -> None:
    """Where how it is written says one."""
    assert remarks(tell(begin(), *FIRST, "", "e", evidence))[0] == remark


def test_the_systemic_leg_began_deeper() -> None:
    """Its problem is what the other legs came down to, so a first cause may be a good end."""
    state = tell(begin(LegName.SYSTEMIC), "Restores were nobody's work", "The backups have no owner", "")
    assert remarks(state) == ["advice.stated"]


def test_who_does_not_know_is_asked_who_finds_out() -> None:
    """Below a cause the branch is an open question; below a problem the leg stays open."""
    state = tell(begin(), *FIRST, "", "不知道")
    assert asked(state) == "unknown"
    assert asked(tell(begin(), "", "no idea")) is None


@pytest.mark.parametrize("word", ["y", "no", "是", "不"])
def test_yes_and_no_are_no_cause(word: str) -> None:
    """Neither says what led to it."""
    assert refused(tell(begin(), ""), word) == "refuse.one-fact"


@pytest.mark.parametrize("number", ["4", "４", "二"])
def test_a_number_is_no_cause(number: str) -> None:
    """It was meant for a list."""
    assert refused(tell(begin(), ""), number) == "refuse.one-fact"
