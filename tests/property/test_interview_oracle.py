"""The law behind every face: whoever knows what is to come out of an interview can say it, and nothing else comes out."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.interview import engine
from rcalog.interview.answering import answered
from rcalog.interview.naming import final_ids
from rcalog.model.actions import Action, ActionStatus, Aim, Strength
from rcalog.model.base import record_data
from rcalog.model.causes import Accepted, Cause, End, Later, Leg, LegName, Level
from rcalog.model.incident import Incident
from rcalog.model.times import Day, When
from tests.helpers.interview import incident, setup, tell
from tests.helpers.oracle import Oracle

NAMES = st.sampled_from(["ana", "li.wei", "张伟"])
TEAMS = st.sampled_from(["database team", "数据库组", "head of infrastructure"])
DAYS = st.dates(date(2017, 2, 4), date(2017, 12, 31)).map(lambda day: Day(str(day)))
WORDS = st.sampled_from(
    ["The valve stuck at 3 bar", "队列里积压了三百条消息", "Two hosts shared one disk", "human error"]
)
EVIDENCE = st.lists(st.sampled_from(["log of 14:05", "https://example.org/1", "监控截图"]), max_size=2).map(tuple)
ENDS = st.one_of(
    st.fixed_dictionaries(
        {"end": st.just(End.ROOT_CAUSE), "changeable_by": TEAMS, "since": st.none() | st.just(When("2016-04"))}
    ),
    st.fixed_dictionaries({"end": st.just(End.UNKNOWN), "ask": NAMES, "by": DAYS}),
    st.fixed_dictionaries(
        {"end": st.just(End.ACCEPTED), "accepted": st.builds(Accepted, by=NAMES, until=DAYS, because=WORDS)}
    ),
    st.fixed_dictionaries({"later": st.builds(Later, owner=NAMES, due=DAYS)}),
)
PLANS = st.fixed_dictionaries(
    {
        "action": WORDS,
        "owner": NAMES,
        "due": DAYS,
        "aims_to": st.sampled_from(Aim),
        "strength": st.sampled_from(Strength),
        "every": st.sampled_from([None, "1d", "3mo"]),
    }
)


@st.composite
def causes(draw: st.DrawFn, place: str, deepest: int = 3) -> tuple[Cause, ...]:
    """Draw the causes of one effect, each with causes of its own or an end; `place` keeps their words apart."""
    found = []
    for number in range(draw(st.integers(1, 2))):
        here = f"{place}.{number}"
        below = draw(causes(here, deepest - 1)) if deepest and draw(st.booleans()) else ()
        ending = {} if below else draw(ENDS)
        level = draw(st.sampled_from([None, Level.HUMAN]))
        words = f"{draw(WORDS)} {here}"
        found.append(Cause(cause=words, level=level, evidence=draw(EVIDENCE), because=below, **ending))
    return tuple(found)


@st.composite
def outcomes(draw: st.DrawFn) -> Incident:
    """Draw an incident after its interview: some legs, one of them empty perhaps, and actions for some root causes."""
    legs = [Leg(leg=LegName.DETECTION, none="Seen within 30 s")] if draw(st.booleans()) else []
    for name in draw(st.sets(st.sampled_from([LegName.OCCURRENCE, LegName.RECOVERY]), min_size=1)):
        problem = f"{name} took 42 min"
        legs.append(Leg(leg=name, problem=problem, reads_true=draw(st.booleans()) or None, because=draw(causes(name))))
    order = list(LegName)
    whole = incident(whys=record_data_of(sorted(legs, key=lambda leg: order.index(leg.leg))))
    named = final_ids(whole, {"e4k2m"})
    plans = [
        Action(status=ActionStatus.TODO, for_=(str(cause.id),), **draw(PLANS))
        for cause in named.root_causes()
        if draw(st.booleans())
    ]
    return final_ids(named.model_copy(update={"actions": tuple(plans)}), {"e4k2m"})


def record_data_of(legs: list[Leg]) -> object:
    """Return legs as plain data."""
    return record_data(incident().model_copy(update={"whys": tuple(legs)}))["whys"]


def before(after: Incident) -> Incident:
    """Return an incident as it was before its interview."""
    return after.model_copy(update={"whys": (), "actions": ()})


@settings(max_examples=25)
@given(outcomes())
def test_whatever_is_meant_can_be_said(after: Incident) -> None:
    """The answers of somebody who means a record give this record, ids included."""
    state = engine.begin(before(after), setup())
    while engine.question(state):
        state = tell(state, Oracle(after)(state))
    assert engine.record(state).incident == after


@settings(max_examples=25)
@given(outcomes())
def test_an_answers_file_says_the_same(after: Incident) -> None:
    """The legs of a record, given as an answers file, are the legs that come out."""
    state = answered({"legs": record_data(after)["whys"]}, before(after), setup())
    assert engine.record(state).incident.whys == after.whys
