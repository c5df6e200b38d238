"""The outcome of an interview cause by cause."""

from __future__ import annotations

from rcalog.interview.portions import portions
from rcalog.model.incident import Incident
from tests.helpers.interview import incident

CHILD = {"cause": "Old", "id": "c1"}
BEFORE = [{"leg": "occurrence", "id": "w1", "problem": "503 for 42 min", "because": [CHILD]}]


def after(**fields: object) -> Incident:
    """Return an outcome: a step put in above an old cause, another beside it, a leg with one cause, an empty leg."""
    inserted = {"cause": "Step", "id": "c2", "because": [CHILD]}
    legs = [
        {**BEFORE[0], "reads_true": True, "because": [inserted, {"cause": "Beside", "id": "c3"}]},
        {"leg": "defence", "id": "w2", "problem": "0 of 4", "because": [{"cause": "Other", "id": "c4"}]},
        {"leg": "detection", "id": "w3", "none": "Seen at once"},
    ]
    actions = [{"action": "Do it", "for": ["c3"]}, {"action": "Do both", "for": ["c3", "c4"]}]
    return incident(whys=legs, actions=actions, **fields)


def test_each_portion_has_one_cause_more() -> None:
    """A cause that was there hangs where it will hang as soon as what is above it is there; the last is the outcome."""
    found = list(portions(incident(whys=BEFORE), after()))
    seen = [[str(cause.id) for cause in portion.incident.causes()] for portion in found]
    assert seen == [["c2", "c1"], ["c2", "c1", "c3"], ["c2", "c1", "c3", "c4"], ["c2", "c1", "c3", "c4"]]
    assert [portion.cause and portion.cause.cause for portion in found] == ["Step", "Beside", "Other", None]
    assert found[-1].incident == after()


def test_actions_and_the_read_back_come_when_all_they_speak_of_is_there() -> None:
    """Not before."""
    found = [portion.incident for portion in portions(incident(whys=BEFORE), after())]
    assert [[action.action for action in one.actions] for one in found] == [
        [],
        ["Do it"],
        ["Do it", "Do both"],
        ["Do it", "Do both"],
    ]
    assert [one.whys[0].reads_true for one in found] == [None, True, True, True]


def test_what_hangs_below_a_missing_cause_is_not_lost() -> None:
    """An old cause below one that comes later stays where it was."""
    deeper = {"cause": "Above", "id": "c8", "because": [{"cause": "New", "id": "c9"}, CHILD]}
    first = {"cause": "First", "id": "c7"}
    legs = [{**BEFORE[0], "because": [first, deeper]}]
    found = list(portions(incident(whys=BEFORE), incident(whys=legs)))
    assert [str(cause.id) for cause in found[0].incident.causes()] == ["c7", "c1"]


def test_settled_is_what_was_gone_on_from_ended_or_parked() -> None:
    """An open cause is still at hand, and the rest comes at the end."""
    later = {"owner": "ana", "due": "2017-02-10"}
    leaves = [{"cause": "Open", "id": "c2"}, {"cause": "Parked", "id": "c3", "later": later}]
    ended = {"cause": "Ended", "id": "c5", "end": "root-cause", "changeable_by": "ops"}
    legs = [
        {**BEFORE[0], "because": [{**CHILD, "because": [*leaves, {"cause": "On", "id": "c4", "because": [ended]}]}]}
    ]
    found = portions(incident(whys=BEFORE), incident(whys=legs), settled=True)
    assert [portion.cause and portion.cause.cause for portion in found] == ["Parked", "On", "Ended"]
