"""Before the first why: the harm, how we know, and the beginning of the timeline."""

from __future__ import annotations

import pytest

from rcalog.interview import engine
from rcalog.interview.state import Remark, State
from rcalog.model.timeline import Status, Step
from rcalog.model.times import When
from tests.helpers.interview import asked, incident, refused, sentence, setup, tell

ONGOING: dict[str, object] = {"status": "ongoing", "ladder": []}
STARTED = {"started": "2017-01-31T23:27:00+00:00"}


def before(**fields: object) -> State:
    """Return the beginning of an interview about an incident that is not over."""
    return engine.begin(incident(**(ONGOING | {"times": STARTED} | fields)), setup())


def test_the_end_of_the_harm_comes_first_and_then_how_we_know() -> None:
    """Both answers together make the incident mitigated."""
    state = tell(before(), "2017-02-01 18:00")
    assert sentence(state) == "The harm is over since 2017-02-01 18:00 +00:00. How do we know that it held?"
    after = tell(state, "error rate at 0 for 30 min").incident
    at = When("2017-02-01T18:00:00+00:00")
    assert (after.status, after.times.mitigated) == (Status.MITIGATED, at)
    assert after.ladder == (Step(status=Status.MITIGATED, at=at, by="ana", how="error rate at 0 for 30 min"),)


@pytest.mark.parametrize("text", ["unknown", "不知道", "yes", "是"])
def test_nobody_may_know_since_when(text: str) -> None:
    """The time is then unknown, and how we know is asked for all the same."""
    state = tell(before(), text)
    assert (state.incident.times.mitigated, sentence(state)) == (
        When.unknown(),
        "How do we know that the harm is over?",
    )


@pytest.mark.parametrize("text", ["", "no", "还没有", "-"])
def test_harm_that_goes_on_stays_open(text: str) -> None:
    """The whys may go on; the point is listed."""
    state = tell(before(), text)
    assert (asked(state), state.incident.status) == ("problem", Status.ONGOING)
    assert next(point.key for point in engine.record(state).open) == "open.harm"


def test_a_time_that_cannot_be_read_is_refused() -> None:
    """The reason is the one of the time."""
    assert refused(before(), "the other day") == "refuse.time-not-understood"


@pytest.mark.parametrize("key", ["", "-"])
def test_how_we_know_may_wait(key: str) -> None:
    """Without it the incident is not mitigated."""
    state = tell(before(), "unknown", key)
    assert (asked(state), state.incident.status, state.incident.ladder) == ("problem", Status.ONGOING, ())


def test_a_resolved_incident_is_asked_only_how_we_know() -> None:
    """Its status stays."""
    state = before(status="resolved", times={**STARTED, "resolved": "2017-02-01T18:00:00+00:00"})
    after = tell(state, "row counts agree").incident
    assert (asked(state), after.status, after.ladder[0].how) == ("how", Status.RESOLVED, "row counts agree")


def test_the_timeline_begins_with_what_was_noticed_first() -> None:
    """Pasted lines become events, in order, before what is certainly later."""
    later = {"event": "Loss announced", "id": "e7t1x", "at": "2017-02-01T00:10:00+00:00"}
    state = tell(before(timeline=[later]), "", "23:27 alert on db1\n23:28 removal stopped")
    assert asked(state) == "problem"
    assert [(event.event, event.at.text) for event in state.incident.timeline] == [
        ("alert on db1", "2017-01-31T23:27:00+00:00"),
        ("removal stopped", "2017-01-31T23:28:00+00:00"),
        ("Loss announced", "2017-02-01T00:10:00+00:00"),
    ]


def test_the_question_says_what_is_too_late() -> None:
    """The time is that of noticing, else of the start; without either the timeline is only empty."""
    said = [sentence(tell(before(timeline=[], times=times), "")) for times in (STARTED, {"detected": "unknown"}, {})]
    assert said == [
        "The timeline has nothing as early as 2017-01-31 23:27 +00:00. What was noticed first, and when?",
        "The timeline is empty. What was noticed first, and when?",
        "The timeline is empty. What was noticed first, and when?",
    ]


@pytest.mark.parametrize(
    "text", ["alert on db1", "alert on db1\n23:27 removal stopped", "23:27", "alert\nno time at all"]
)
def test_a_line_without_a_time_is_refused(text: str) -> None:
    """Nothing of the answer is taken then."""
    assert refused(tell(before(timeline=[], times={}), ""), text) == "refuse.timeline"


@pytest.mark.parametrize("time", ["yesterday at 14:05", "1195m ago"])
def test_a_typed_line_may_begin_with_any_time(time: str) -> None:
    """As `rcalog note` reads it."""
    (event,) = tell(before(timeline=[], times={}), "", f"{time} alert on db1").incident.timeline
    assert (event.at.text, event.event) == ("2017-02-02T14:05:00+00:00", "alert on db1")


def test_a_typed_line_with_a_time_to_come_is_refused() -> None:
    """The reason is the one of the time."""
    assert refused(tell(before(timeline=[], times={}), ""), "2017-02-09 14:05 alert on db1") == "refuse.time-in-future"


@pytest.mark.parametrize("key", ["", "-"])
def test_the_timeline_may_wait(key: str) -> None:
    """The point stays open."""
    state = tell(before(timeline=[]), "", key)
    assert asked(state) == "problem"
    assert "open.timeline" in [point.key for point in engine.record(state).open]


def test_a_near_miss_has_no_harm_to_end() -> None:
    """Only the timeline is asked for."""
    assert asked(before(kind="near-miss", timeline=[])) == "timeline"


def test_the_timeline_is_asked_for_once() -> None:
    """What was noticed first may have been late; then the point stays open."""
    state = tell(before(timeline=[]), "", "2017-02-01 09:00 alert on db1")
    assert (asked(state), state.echo) == ("problem", Remark("remark.later-than", {"at": "2017-01-31 23:27 +00:00"}))
    assert "open.timeline" in [point.key for point in engine.record(state).open]
