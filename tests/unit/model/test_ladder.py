"""The ladder: steps up and down, and all that keeps an incident from a rung."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rcalog.model.findings import Weight, errors
from rcalog.model.incident import Incident
from rcalog.model.ladder import (
    AlreadyThere,
    Authors,
    MitigatedNeeded,
    ReasonNeeded,
    advance,
    missing,
    next_rungs,
)
from rcalog.model.policy import Policy
from rcalog.model.reading import read_incident
from rcalog.model.review import Waiver
from rcalog.model.timeline import Status
from rcalog.model.times import When
from tests.helpers.golden import ACTIONS, DEFENCE, OCCURRENCE, golden
from tests.helpers.words import LEXICON

NOW = datetime(2017, 2, 1, 18, 0, tzinfo=UTC)
AT = When("2017-02-01T00:36:00+00:00")
ANA = frozenset({"ana@example.org"})
BOTH = ANA | {"li@example.org"}


def incident(**changes: object) -> Incident:
    """Return the golden record, changed."""
    return read_incident(golden(**changes))


def ongoing() -> Incident:
    """Return the golden record while the harm goes on."""
    return incident(status="ongoing", times={"started": "2017-01-31T23:27:00+00:00"})


def blocking(
    record: Incident, target: Status, authors: Authors | None = None, policy: Policy | None = None
) -> list[str]:
    """Return the rules that keep a record from a rung."""
    return [finding.rule for finding in errors(missing(record, target, policy or Policy(), LEXICON, authors=authors))]


def test_a_step_sets_status_time_and_ladder() -> None:
    """A rung that is a time of the incident sets it, and the ladder says by whom and how we know."""
    after = advance(ongoing(), Status.MITIGATED, AT, by="ana", how="writes stopped", now=NOW)
    assert (after.status, after.times.mitigated) == (Status.MITIGATED, AT)
    assert [(step.status, step.at, step.by, step.how) for step in after.ladder] == [
        ("mitigated", AT, "ana", "writes stopped")
    ]


def test_a_time_that_is_known_is_kept() -> None:
    """The time set before is the time of the rung, unless another is given; an unknown one is replaced."""
    known = incident(status="ongoing")
    kept = advance(known, Status.MITIGATED, None, by=None, now=NOW)
    assert kept.times.mitigated == kept.ladder[-1].at == When("~2017-02-01T00:36:00+00:00")
    assert advance(known, Status.MITIGATED, AT, by=None, now=NOW).times.mitigated == AT
    unknown = incident(status="ongoing", times={"mitigated": "unknown"})
    assert advance(unknown, Status.MITIGATED, None, by=None, now=NOW).times.mitigated == When.at(NOW)


def test_resolved_from_ongoing_takes_both_steps() -> None:
    """When the harm stopped is asked for in the same step."""
    with pytest.raises(MitigatedNeeded):
        advance(ongoing(), Status.RESOLVED, None, by="ana", now=NOW)
    after = advance(ongoing(), Status.RESOLVED, None, by="ana", how="rows compared", mitigated=AT, now=NOW)
    assert (after.times.mitigated, after.times.resolved) == (AT, When.at(NOW))
    assert [(step.status, step.how) for step in after.ladder] == [
        ("mitigated", "rows compared"),
        ("resolved", "rows compared"),
    ]


def test_going_down_needs_a_reason_and_takes_times_away() -> None:
    """A reopened incident has not been mitigated for the last time; the ladder keeps what was said."""
    record = advance(ongoing(), Status.RESOLVED, None, by="ana", mitigated=AT, now=NOW)
    with pytest.raises(ReasonNeeded):
        advance(record, Status.ONGOING, None, by="ana", now=NOW)
    after = advance(record, Status.ONGOING, None, by="ana", because="errors again", now=NOW)
    assert (after.times.mitigated, after.times.resolved, after.times.started) == (None, None, record.times.started)
    assert [step.status for step in after.ladder] == ["mitigated", "resolved", "ongoing"]
    assert after.ladder[-1].because == "errors again"


def test_a_reopened_review_keeps_its_times() -> None:
    """Only the times above the rung go."""
    after = advance(incident(), Status.RESOLVED, None, by="ana", because="new facts", now=NOW)
    assert after.times == incident().times


def test_the_same_rung_is_no_step() -> None:
    """Marking what is marked says so."""
    with pytest.raises(AlreadyThere, match="it is reviewed already"):
        advance(incident(), Status.REVIEWED, None, by="ana", now=NOW)


@pytest.mark.parametrize(
    ("status", "above"),
    [
        ("ongoing", ("mitigated", "resolved")),
        ("mitigated", ("resolved",)),
        ("resolved", ("reviewed",)),
        ("reviewed", ("closed",)),
        ("closed", ()),
    ],
)
def test_the_next_rungs(status: str, above: tuple[str, ...]) -> None:
    """An ongoing incident may be resolved at once, otherwise it is one rung at a time."""
    assert next_rungs(Status(status)) == above


def test_mitigated_asks_how_we_know() -> None:
    """The first rung asks for one thing, and only for that."""
    silent = advance(ongoing(), Status.MITIGATED, AT, by="ana", now=NOW)
    told = advance(ongoing(), Status.MITIGATED, AT, by="ana", how="writes stopped", now=NOW)
    assert blocking(silent, Status.MITIGATED) == ["R209"]
    assert blocking(told, Status.MITIGATED) == []


def test_resolved_asks_for_order_and_severity() -> None:
    """All that is missing is said at once."""
    times = {"started": "2017-01-31T23:27:00Z", "mitigated": "2017-01-30T23:27:00Z"}
    record = incident(status="ongoing", severity="unrated", times=times)
    after = advance(record, Status.RESOLVED, None, by="ana", now=NOW)
    assert sorted(blocking(after, Status.RESOLVED)) == ["R209", "R210", "T101"]


def test_more_than_one_rung_is_refused() -> None:
    """Each rung is taken by itself."""
    assert "R212" in blocking(incident(status="mitigated"), Status.REVIEWED)
    assert "R212" not in blocking(incident(status="resolved"), Status.REVIEWED)


@pytest.mark.parametrize(
    ("status", "target", "hint"),
    [("ongoing", "reviewed", "rcalog mark mitigated"), ("resolved", "closed", "rcalog review")],
)
def test_the_rung_in_between_is_named_with_its_command(status: str, target: str, hint: str) -> None:
    """Each rung is reached by a command, the fourth by a sign-off."""
    found = missing(incident(status=status), Status(target), Policy(), LEXICON)
    assert [one.hint for one in found if one.rule == "R212"] == [hint]


def test_going_down_lacks_nothing() -> None:
    """No guard stands on the way down."""
    assert missing(incident(reviews=[]), Status.RESOLVED, Policy(), LEXICON) == []


FILLED = [{"leg": leg, "none": "Nothing to explain"} for leg in ("recovery", "systemic")]


def whole(**changes: object) -> Incident:
    """Return a resolved record with every leg that sev1 asks for."""
    return incident(**{"status": "resolved", "whys": [OCCURRENCE, DEFENCE, *FILLED], **changes})


def test_reviewed_asks_for_legs_ends_actions_and_a_sign_off() -> None:
    """The golden record lacks two legs; with them it may be reviewed."""
    assert blocking(incident(status="resolved"), Status.REVIEWED) == ["R201", "R201"]
    assert blocking(whole(), Status.REVIEWED) == []
    bare = whole(actions=[], reviews=[], waivers=[])
    assert blocking(bare, Status.REVIEWED) == ["A201", "A201", "R203"]


def test_reviewed_tolerates_no_error_of_check() -> None:
    """An error of any rule keeps it; each is said once."""
    wrong = whole(culprit="ana", whys=[OCCURRENCE, {**DEFENCE, "because": [{"cause": "x", "end": "same-as"}]}, *FILLED])
    assert sorted(blocking(wrong, Status.REVIEWED)) == ["F102", "F104", "S106"]


def test_a_waiver_lifts_a_guard() -> None:
    """What is waived with a reason does not keep the record."""
    assert "A204" in blocking(whole(waivers=[]), Status.REVIEWED)
    lifted = whole().model_copy(update={"waivers": (Waiver(rule="A204", because="Stopgap", by="ana"),)})
    assert blocking(lifted, Status.REVIEWED) == []


def test_light_incidents_need_only_what_the_policy_says() -> None:
    """A sev4 has no required leg, so that an unfinished analysis does not keep it."""
    light = incident(
        status="resolved", severity="sev4", whys=[{"leg": "defence", "problem": "p", "because": ["x"]}], actions=[]
    )
    assert blocking(light, Status.REVIEWED) == []
    assert "S103" in blocking(incident(status="resolved", whys=[{"leg": "defence", "because": ["x"]}]), Status.REVIEWED)


def test_the_only_author_does_not_sign_off_where_others_are() -> None:
    """A second identity of the logbook is asked for; alone, it is said and allowed."""
    unsigned = whole(reviews=[])
    assert blocking(unsigned, Status.REVIEWED, Authors(ANA, BOTH, "ana@example.org")) == ["R205"]
    assert blocking(unsigned, Status.REVIEWED, Authors(ANA, BOTH, "li@example.org")) == []
    assert blocking(unsigned, Status.REVIEWED, Authors(BOTH, BOTH, "ana@example.org")) == []
    assert blocking(unsigned, Status.REVIEWED, Authors(ANA, BOTH)) == ["R203"]
    alone = Authors(ANA, ANA, "ana@example.org")
    assert [(one.rule, one.weight) for one in missing(unsigned, Status.REVIEWED, Policy(), LEXICON, authors=alone)] == [
        ("R205", Weight.HINT)
    ]
    assert blocking(unsigned, Status.REVIEWED, alone, Policy(second_person="required")) == ["R205"]


def test_a_waiver_does_not_lift_the_second_person() -> None:
    """Nobody can waive that for themselves."""
    waived = whole(reviews=[], waivers=[{"rule": name, "because": "x", "by": "ana"} for name in ("A204", "R205")])
    assert blocking(waived, Status.REVIEWED, Authors(ANA, BOTH, "ana@example.org")) == ["R205"]


def test_closed_asks_for_proven_follow_through() -> None:
    """No parked branch, every action verified or dropped, drills running with a pass, compensations delivered."""
    drill, prompt, removal = ACTIONS
    parked = {"cause": "x", "later": {"owner": "ana", "due": "2017-03-01"}}
    record = whole(
        status="reviewed",
        whys=[OCCURRENCE, {**DEFENCE, "because": [parked]}, *FILLED],
        actions=[{**drill, "proofs": []}, {**prompt, "status": "done"}, {**removal, "aims_to": "compensate"}],
    )
    assert sorted(set(blocking(record, Status.CLOSED))) == ["F104", "R301", "R302", "R303", "R304"]
    assert blocking(whole(status="reviewed"), Status.CLOSED) == []


def test_a_rung_without_a_time_of_its_own() -> None:
    """To close is a step of the ladder; the times of the incident stay."""
    after = advance(incident(), Status.CLOSED, None, by="ana", now=NOW)
    assert (after.status, after.times) == (Status.CLOSED, incident().times)
    assert after.ladder[-1].at == When.at(NOW)
