"""The ends of a branch: what each needs, what is no end, parking, and the same cause elsewhere."""

from __future__ import annotations

import pytest

from rcalog.interview import engine
from rcalog.interview.state import State
from rcalog.model.causes import Accepted, Cause, End, Later, Level
from rcalog.model.times import Day, When
from tests.helpers.interview import asked, begin, question, refused, remarks, sentence, tell


def at_end(cause: str = "The prompts look alike", *, me: str | None = "ana") -> State:
    """Return a state in which the end of the only branch is asked for."""
    return tell(begin(me=me), "", cause, "", ".")


def first(state: State) -> Cause:
    """Return the first cause below the problem."""
    return state.legs[0].because[0]


def test_whoever_can_change_it_makes_it_a_root_cause() -> None:
    """A team or a role is named."""
    cause = first(tell(at_end(), "database team"))
    assert (cause.end, cause.changeable_by) == (End.ROOT_CAUSE, "database team")


@pytest.mark.parametrize("text", ["database team since 2016-04", "数据库组 自 2016-04"])
def test_a_latent_cause_has_a_since(text: str) -> None:
    """What is older than the incident says since when."""
    assert first(tell(at_end(), text)).since == When("2016-04")


def test_a_since_that_cannot_be_read_is_refused() -> None:
    """The reason is the one of the time."""
    assert refused(at_end(), "ops since forever") == "refuse.time-not-understood"


def test_a_latent_cause_may_be_filed_apart() -> None:
    """Older than the start: one question, Enter is no; where that is not certain, none."""
    state = tell(at_end(), "ops since 2016-04")
    assert (asked(state), refused(state, "perhaps")) == ("latent", "refuse.yes-no")
    found = [[cause.cause for cause in engine.record(tell(state, said)).apart] for said in ("", "n", "是")]
    assert found == [[], [], ["The prompts look alike"]]
    assert [asked(tell(at_end(), text)) for text in ("ops since 2017-01", "ops since 2017-02-02")] == ["read-back"] * 2


def test_what_a_person_did_is_no_end() -> None:
    """The next question is what they saw; `.` ends all the same."""
    state = tell(begin(), "", "The removal was run on db1", "h", "", ".")
    assert (asked(state), remarks(state)) == ("end-gate", ["advice.human-end"])


@pytest.mark.parametrize("text", ["1", "since 2016-04"])
def test_somebody_has_to_be_named(text: str) -> None:
    """A number or a time alone is nobody."""
    assert refused(at_end(), text) == "refuse.who"


def test_the_last_name_is_proposed_for_the_next_branch() -> None:
    """Enter takes it."""
    state = tell(begin(), "", "one fact", "two facts", "", ".", "ops", ".")
    assert question(state).default == "ops"
    assert [cause.changeable_by for cause in tell(state, "").legs[0].because] == ["ops", "ops"]


def test_without_a_name_it_ends_all_the_same() -> None:
    """Who chose to end has answered that; who can change it stays open."""
    state = tell(at_end(), "")
    assert (asked(state), first(state).end, first(state).changeable_by) == ("read-back", End.ROOT_CAUSE, None)
    assert "open.end" in {point.key for point in engine.record(state).open}


@pytest.mark.parametrize("text", ["3", "unknown", "不知道"])
def test_unknown_needs_who_finds_out_and_by_when(text: str) -> None:
    """A name and a date on one line."""
    state = tell(at_end(), text)
    assert [refused(state, said) for said in ("@ana", "@ana 2w or so", "@ana soon")] == ["refuse.promise"] * 3
    cause = first(tell(state, "@ana 2w"))
    assert (cause.end, cause.ask, cause.by) == (End.UNKNOWN, "ana", Day("2017-02-17"))


def test_who_asks_is_proposed() -> None:
    """Whoever answers takes it, within the days that a review has."""
    state = tell(at_end(), "unknown")
    assert question(state).default == "@ana 2017-02-17"
    assert first(tell(state, "")).ask == "ana"


def test_a_date_alone_is_mine() -> None:
    """Who answers is meant where nobody is named; nobody known, nobody meant."""
    assert first(tell(at_end(), "unknown", "1w")).ask == "ana"
    assert refused(tell(at_end(me=None), "unknown"), "1w") == "refuse.promise"


def test_nobody_finds_out_for_now() -> None:
    """Without a proposal Enter goes back to what led to it."""
    state = tell(at_end(me=None), "unknown", "")
    assert (asked(state), first(state).end) == ("cause", None)


@pytest.mark.parametrize("text", ["4", "accepted", "接受"])
def test_an_accepted_risk_is_signed(text: str) -> None:
    """A name, a date and a reason on one line."""
    state = tell(at_end(), text)
    assert [refused(state, said) for said in ("@cto", "@cto 2018-01-01", "we can live with it")] == [
        "refuse.accepted"
    ] * 3
    accepted = first(tell(state, "@cto 2018-01-01 costs more than the harm")).accepted
    assert accepted == Accepted(by="cto", until=Day("2018-01-01"), because="costs more than the harm")


def test_accepting_may_be_thought_over() -> None:
    """Enter goes back to what led to it."""
    assert asked(tell(at_end(), "accepted", "")) == "cause"


@pytest.mark.parametrize("text", ["2", "outside", "外部"])
def test_what_is_outside_needs_something_of_ours_beside_it(text: str) -> None:
    """A lone outside cause asks what of ours let it through."""
    state = tell(at_end("The provider's region failed"), text)
    assert (asked(state), first(state).end, first(state).level) == ("outside", End.OUTSIDE, Level.EXTERNAL)
    state = tell(state, "All replicas were in that region")
    assert ([cause.cause for cause in state.legs[0].because], asked(state)) == (
        ["The provider's region failed", "All replicas were in that region"],
        "cause",
    )


@pytest.mark.parametrize("key", ["", "-"])
def test_what_of_ours_let_it_through_may_stay_open(key: str) -> None:
    """The leg goes on; the point is listed."""
    assert asked(tell(at_end("The provider's region failed"), "outside", key)) == "read-back"


def test_outside_with_a_sibling_asks_nothing_more() -> None:
    """Something of ours stands beside it already."""
    state = tell(begin(), "", "The region failed", "All replicas were there", "", ".", "outside")
    assert asked(state) == "cause"


@pytest.mark.parametrize("text", ["-", "－", "—"])
def test_a_branch_is_parked_with_a_name_and_a_date(text: str) -> None:
    """It has no end, and comes back to somebody."""
    state = tell(begin(), "", "The mails were rejected", "", text, "@ben 2017-02-10")
    assert (first(state).later, first(state).end) == (Later(owner="ben", due=Day("2017-02-10")), None)


def test_parking_proposes_me_and_the_days_of_a_review() -> None:
    """Enter takes the proposal."""
    later = first(tell(begin(), "", "The mails were rejected", "", "-", "")).later
    assert later == Later(owner="ana", due=Day("2017-02-17"))


def test_a_branch_is_parked_from_anywhere() -> None:
    """Where its cause, its end or a doubt about its end is asked for."""
    deeper = tell(begin(), "", "The mails were rejected", "", "-")
    doubt = tell(at_end("human error"), "-")
    assert [asked(state) for state in (deeper, tell(at_end(), "-"), doubt)] == ["park", "park", "park"]


def test_parking_needs_a_name_that_somebody_gave() -> None:
    """Nobody known: what is typed must name somebody; Enter leaves the branch open without a name."""
    state = tell(begin(me=None), "", "The mails were rejected", "", "-")
    assert refused(state, "2w") == "refuse.promise"
    assert (asked(tell(state, "")), first(tell(state, "")).later) == ("read-back", None)


def test_human_error_is_no_end() -> None:
    """What is seen is said, and the next question offered; `.` ends all the same."""
    state = at_end("human error")
    assert (asked(state), remarks(state)) == ("end-gate", ["advice.S302"])
    assert asked(tell(state, ".")) == "end"
    assert asked(tell(state, "")) == "cause"
    assert first(tell(state, "The prompts look alike")).because[0].cause == "The prompts look alike"


def test_a_restatement_is_no_end() -> None:
    """A cause that says what it is to explain explains nothing."""
    state = tell(begin(), "", "The disk was full", "", "the disk was full.", "", ".")
    assert (asked(state), remarks(state)) == ("end-gate", ["advice.S306"])


def two_causes() -> State:
    """Return a state at the end of the second of two causes; the first has one below it."""
    state = tell(begin(), "", "The dump failed", "The mails were rejected", "", "Versions differed", "", ".", "ops", "")
    return tell(state, ".")


def test_the_same_cause_is_linked() -> None:
    """`~` lists the others; a number links."""
    state = tell(two_causes(), "～")
    assert question(state).choices == ("The dump failed", "Versions differed")
    assert [refused(state, text) for text in ("0", "3", "x")] == ["refuse.number"] * 3
    linked = tell(state, "2").legs[0].because
    assert remarks(tell(state, "2"))[0] == "remark.linked"
    assert (linked[1].end, linked[1].same_as) == (End.SAME_AS, linked[0].because[0].id)


def test_a_link_may_be_thought_over() -> None:
    """Enter goes back to what led to it."""
    assert asked(tell(two_causes(), "~", "")) == "cause"


def test_a_link_may_be_what_led_to_it() -> None:
    """Where a cause is asked for, the link becomes a cause below the effect."""
    state = tell(two_causes(), "<", "~")
    assert sentence(state) == "Which of these led to «The mails were rejected»?"
    assert question(state).choices == ("The dump failed", "Versions differed")
    link = tell(state, "2").legs[0].because[1].because[0]
    assert (link.cause, link.end) == ("Versions differed", End.SAME_AS)


def test_a_link_may_be_what_else_was_needed() -> None:
    """The link stands beside the others, and Enter leaves them alone."""
    state = tell(begin(), "", "one fact", "two facts", "", "three facts", "~")
    assert question(state).choices == ("two facts",)
    assert tell(state, "").legs == tell(begin(), "", "one fact", "two facts", "", "three facts").legs
    assert [cause.end for cause in tell(state, "1").legs[0].because[0].because] == [None, End.SAME_AS]


def test_a_circle_is_never_closed() -> None:
    """Neither a cause above nor the cause itself is on offer; a link is followed when looking for circles."""
    state = tell(begin(), "", "one fact", "", "two facts", "")
    assert refused(state, "~") == "refuse.no-other-cause"
    state = tell(begin(), "", "one fact", "two facts", "", "~", "1", "")
    assert refused(state, "~") == "refuse.no-other-cause"


def test_a_link_at_what_else_may_stand_on_one_line() -> None:
    """The number is that of the list, not the end of the newest cause."""
    before = begin(), "", "one fact", "two facts", "", "three facts"
    assert tell(*before, "~ 1").legs == tell(*before, "~", "1").legs


def test_a_problem_may_come_of_what_another_leg_found() -> None:
    """`~` where its first cause is asked for."""
    found = {"leg": "defence", "problem": "0 of 4 copies", "because": [{"cause": "The dump failed", "end": "unknown"}]}
    state = tell(begin(whys=[found]), "", "~", "1")
    link = state.legs[-1].because[0]
    assert (link.cause, link.end) == ("The dump failed", End.SAME_AS)


def test_an_end_may_be_a_link() -> None:
    """`~` at who can change it."""
    assert asked(tell(two_causes(), "~")) == "same-as"
    assert refused(at_end(), "~") == "refuse.no-other-cause"


@pytest.mark.parametrize(
    ("lacking", "kind"),
    [
        ({"end": "root-cause"}, "end"),
        ({"end": "unknown", "ask": "ana"}, "unknown"),
        ({"end": "accepted"}, "accepted"),
        ({"end": "same-as"}, "same-as"),
        ({"end": "outside"}, "outside"),
    ],
)
def test_what_an_end_of_the_record_lacks_is_asked_for(lacking: dict[str, str], kind: str) -> None:
    """An end written by hand is completed; Enter leaves it as it is."""
    causes = [{"cause": "Disk full", **lacking}]
    state = begin(me=None, whys=[{"leg": "occurrence", "problem": "503 for 42 min", "because": causes}])
    assert (asked(state), asked(tell(state, ""))) == (kind, "read-back")


@pytest.mark.parametrize(
    ("line", "end"),
    [
        (". accepted @cto 2018-01-01 costs more", End.ACCEPTED),
        ("。接受 @cto 2018-01-01 费用更高", End.ACCEPTED),
        (". unknown @ana 2w", End.UNKNOWN),
        (". team of @ana", End.ROOT_CAUSE),
    ],
)
def test_an_end_is_signed_on_one_line(line: str, end: End) -> None:
    """The kind, and who signs it."""
    state = tell(begin(), "", "The disk was full", "", line)
    assert state.legs[0].because[0].end is end


def test_a_signature_that_lacks_something_is_refused() -> None:
    """The question stands."""
    state = tell(begin(), "", "The disk was full", "")
    assert [refused(state, line) for line in (". accepted @cto", ". unknown @ana")] == [
        "refuse.accepted",
        "refuse.promise",
    ]


@pytest.mark.parametrize(
    ("since", "kept", "then"),
    [("2016-04", "2016-04", "latent"), ("自 2016-04 起", "2016-04", "latent"), ("since 2017-02-01", "2017-02-01", "read-back"),
     ("", None, "read-back"), ("unknown", None, "read-back")],
)  # fmt: skip
def test_a_condition_is_asked_for_its_beginning(since: str, kept: str | None, then: str) -> None:
    """What stood before anything happened may be older than the incident: then it may be a record of its own."""
    state = tell(begin(), "", "The logs were never rotated", "", ". ops")
    assert (asked(state), refused(state, "long ago")) == ("since", "refuse.time-not-understood")
    state = tell(state, since)
    assert (asked(state), str(first(state).since or "") or None) == (then, kept)


@pytest.mark.parametrize(
    ("cause", "since"),
    [("Since 2016 the logs were never rotated", "~2016-01"), ("The logs were never rotated since 2016-04", "2016-04"),
     ("自2016年起没有轮转日志", "~2016-01"), ("从2016-04起没有轮转日志", "2016-04"), ("2016年4月以来没有轮转日志", "2016-04")],
)  # fmt: skip
def test_the_beginning_that_a_cause_tells_is_proposed(cause: str, since: str) -> None:
    """Enter takes it, and another may be typed."""
    state = tell(begin(), "", cause, "", ". ops")
    assert (asked(state), str(first(tell(state, "")).since)) == ("since", since)
    assert str(first(tell(state, "2015-03")).since) == "2015-03"


@pytest.mark.parametrize("answers", [("The disk was full", "", ". ops"), ("The logs were never rotated", "", ". ops since 2017-02")])  # fmt: skip
def test_what_happened_has_no_beginning(answers: tuple[str, ...]) -> None:
    """Nor is asked for what was said with the name."""
    assert asked(tell(begin(), "", *answers)) == "read-back"


@pytest.mark.parametrize(
    "text",
    ["nobody reads it", "nobody", "it was always so", "the mailbox was never opened", "没人看", "因为太忙", "他忘了", "we do not know"],
)  # fmt: skip
def test_a_sentence_can_change_nothing(text: str) -> None:
    """A team or a role is asked for; the refusal names the other ends."""
    assert refused(at_end(), text) == "refuse.who"


@pytest.mark.parametrize("text", ["we", "Will from ops", "data set team", "运维和数据库组", "whoever owns billing"])
def test_somebody_is_named_in_many_ways(text: str) -> None:
    """A team, a role, or people."""
    assert first(tell(at_end(), text)).changeable_by == text


@pytest.mark.parametrize("text", ["。平台组", ". 平台组", "平台组"])
def test_the_key_before_a_name_is_not_part_of_it(text: str) -> None:
    """Whoever pressed the key that ends a branch may press it again."""
    assert tell(at_end(), text).legs[0].because[0].changeable_by == "平台组"
