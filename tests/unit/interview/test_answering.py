"""The answers file: what it may say, what it must say, and what becomes of it in a record."""

from __future__ import annotations

import pytest

from rcalog.interview import engine
from rcalog.interview.answering import answered
from rcalog.logbook.recordfile import load
from rcalog.model.base import record_data
from rcalog.model.causes import Later
from rcalog.model.incident import Incident
from rcalog.model.reading import InvalidRecord
from rcalog.model.timeline import Status
from rcalog.model.times import Day, When
from tests.helpers.interview import begin, incident, setup, tell

DEFENCE = """\
rcalog: answers/v1
lang: en
legs:
  - leg: defence
    problem: 0 of 4 routine methods gave a copy younger than 23 h at 2017-01-31 23:27 UTC
    because:
      - cause: The S3 bucket of the nightly dump was empty
        because:
          - cause: pg_dump 9.2 ran against a 9.6 server and ended with an error
            later: {owner: ana, due: 2017-02-10}
          - ref: mails
            cause: The job's failure mails were rejected
            end: root-cause
            changeable_by: infrastructure team
            actions:
              - {action: Alert when the newest dump is older than 25 h, owner: ana, due: 2017-02-15, aims_to: detect}
      - cause: Nobody read the mails
        same-as: mails
    reads_true: true
  - leg: detection
    none: Seen within 30 s by the person who ran it
"""


def outcome(text: str, about: Incident | None = None) -> Incident:
    """Return the record after an answers file."""
    state = answered(load(text.encode()).data, about or incident(), setup())
    return engine.record(state).incident


def faults(text: str, about: Incident | None = None) -> list[str]:
    """Return the places at which an answers file is refused, and the rules."""
    with pytest.raises(InvalidRecord) as caught:
        answered(load(text.encode()).data, about or incident(), setup())
    return [f"{finding.path} {finding.rule}" for finding in caught.value.findings]


def leg(*lines: str) -> str:
    """Return an answers file of one leg with these lines below its problem."""
    return "legs:\n  - leg: occurrence\n    problem: 503 for 42 min\n" + "".join(f"    {line}\n" for line in lines)


def test_a_whole_file_becomes_legs_and_actions() -> None:
    """Parked branches, links by name, actions below their causes."""
    after = outcome(DEFENCE)
    defence, detection = after.whys
    parked, mails = defence.because[0].because
    (action,) = after.actions
    assert (parked.later, detection.none) == (Later(owner="ana", due=Day("2017-02-10")), "Seen within 30 s by the person who ran it")  # fmt: skip
    assert (defence.because[1].same_as, action.for_) == (mails.id, (mails.id,))
    assert "ref" not in record_data(mails)


def test_the_same_file_twice_changes_nothing_more() -> None:
    """Ids follow from content, and what is there already is not added again."""
    once = outcome(DEFENCE)
    assert outcome(DEFENCE, once) == once


def test_a_record_is_an_answers_file() -> None:
    """Any record's whys are taken as they are, and the rest of it is left alone."""
    once = outcome(DEFENCE)
    whys = record_data(once)["whys"]
    again = answered({"schema": "rcalog/v1", "title": "Another", "whys": whys}, incident(), setup())
    assert engine.record(again).incident.whys == once.whys


def test_the_terminal_gives_the_same_record() -> None:
    """One interview, two faces, the same ids."""
    typed = tell(
        begin(), "503 for 42 min", "The disk was full @@ df", "Nobody was told", "", "The logs grew", "", ".", "ops",
        "-", "@ana 2017-02-10", "",
        "Rotate the logs @ben 2017-02-15", "prevent intermediate",
    )  # fmt: skip
    text = leg(
        "because:",
        "  - cause: The disk was full",
        "    evidence: [df]",
        "    because:",
        "      - cause: The logs grew",
        "        end: root-cause",
        "        changeable_by: ops",
        "        actions:",
        "          - {action: Rotate the logs, owner: ben, due: 2017-02-15, aims_to: prevent, strength: intermediate}",
        "  - cause: Nobody was told",
        "    later: {owner: ana, due: 2017-02-10}",
        "reads_true: true",
    )
    assert outcome(text) == engine.record(typed).incident


def test_everything_that_is_missing_is_listed_at_once() -> None:
    """Each with its place in the file."""
    text = (
        leg(
            "because:",
            "  - The disk was full",
            "  - cause: Nobody was told",
            "    end: root-cause",
            "  - {cause: The vendor was down, end: unknown, ask: ana}",
            "  - {cause: It was late, end: unknown}",
            "  - {cause: It was dark, end: accepted}",
            "  - {cause: It was cold, end: same-as}",
        )
        + "  - leg: recovery\n  - leg: detection\n    problem: Noticed after 25 min\n"
    )
    assert faults(text) == [
        "legs[0].because[0].end F201",
        "legs[0].because[1].changeable_by F201",
        "legs[0].because[2].by F201",
        "legs[0].because[3].ask F201",
        "legs[0].because[3].by F201",
        "legs[0].because[4].accepted F201",
        "legs[0].because[5].same_as F201",
        "legs[2].because F201",
        "legs[1].problem F201",
        "legs[1].because F201",
    ]


def test_a_lone_outside_cause_is_not_enough() -> None:
    """Something of ours has to stand beside it."""
    assert faults(leg("because: [{cause: The region failed, end: outside}]")) == ["legs[0].because[0].because F201"]


def test_what_comes_before_the_first_leg_must_be_there() -> None:
    """On a terminal it may be skipped, here not."""
    ongoing = incident(status="ongoing", ladder=[], timeline=[], times={})
    text = leg("because: [{cause: Full, later: {owner: ana, due: 2017-02-10}}]")
    assert faults(text, ongoing) == ["before.mitigated.at F201", "before.timeline F201"]
    known = incident(ladder=[])
    assert faults(text, known) == ["before.mitigated.how F201"]


BEFORE = """\
before:
  mitigated: {at: unknown, how: writes stopped}
  timeline:
    - {at: 2017-01-31 23:27, event: Directory removed}
    - {at: 2017-02-01T00:10:00+00:00, event: Loss announced, type: communication}
"""
PARKED = leg("because: [{cause: Full, later: {owner: ana, due: 2017-02-10}}]")


def test_what_is_said_before_the_first_leg_is_taken() -> None:
    """The end of the harm, how we know, and the beginning of the timeline."""
    ongoing = incident(status="ongoing", ladder=[], timeline=[], times={})
    after = outcome(BEFORE + PARKED, ongoing)
    assert (after.status, after.times.mitigated, after.ladder[0].how) == (Status.MITIGATED, When.unknown(), "writes stopped")  # fmt: skip
    assert [event.event for event in after.timeline] == ["Directory removed", "Loss announced"]
    assert outcome(BEFORE + PARKED, after) == after


def test_what_is_known_already_is_not_said_again() -> None:
    """The record's own word stands."""
    after = outcome("before: {mitigated: {at: unknown, how: other}, timeline: none}\n" + PARKED)
    assert (after.ladder, after.times, after.timeline) == (incident().ladder, incident().times, incident().timeline)


@pytest.mark.parametrize(
    ("before", "places"),
    [
        ("before: [1]\n", ["before F206"]),
        ("before: {mitigated: {at: the other day, how: seen}}\n", ["before F204"]),
        ("before: {timeline: [{at: 2017-01-31 23:27}]}\n", ["before.timeline[0].event F201"]),
        ("before: {timeline: [14]}\n", ["before.timeline[0] F206"]),
    ],
)
def test_what_is_wrong_before_the_first_leg(before: str, places: list[str]) -> None:
    """Each fault has its place."""
    ongoing = incident(status="ongoing", ladder=[], timeline=[], times={})
    assert faults(before + PARKED, ongoing) == places


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("{}", ["legs F201"]),
        ("legs: none", ["legs F201"]),
        ("whys: {}", ["whys F201"]),
        ("rcalog: answers/v2\nlegs: []", ["rcalog F208"]),
        ("leg: []\nlegs: []\nmood: good", ["leg F101", "mood F101"]),
        ("legs: [defence]", ["legs[0] F206"]),
        (leg("because: The disk was full"), ["legs[0].because F206"]),
        (leg("because: [4711]"), ["legs[0].because[0] F206"]),
        (leg("because: [{cause: Full, end: root}]"), ["legs[0].because[0].end F202"]),
        (leg("because: [{cause: Full, later: {owner: ana}}]"), ["legs[0].because[0].later.due F201"]),
        (leg("because: [{cause: Full, actions: Grow}]"), ["legs[0].because[0].actions F206"]),
        (leg("because: [{cause: Full, actions: [{action: Grow, due: soon}]}]"), ["legs[0].because[0].actions[0].due F204"]),
        (leg("because: [{cause: a, ref: x}, {cause: b, ref: x}]"), ["legs[0].because[1].ref F103"]),
        (leg("because: [{cause: a, becuase: [b], later: {owner: a, due: 2017-02-10}}]"), ["legs[0].because[0].becuase F101"]),
        (leg("because: [{cause: a, same_as: mials}, {cause: b, ref: mails, end: unknown, ask: a, by: 2017-02-10}]"), ["legs[0].because[0].same_as F105"]),
        (leg("because: [{cause: a, ref: a, because: [{cause: b, same_as: a}]}]"), ["legs[0].because[0].because[0].same_as F107"]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_file(text: str, places: list[str]) -> None:
    """Each fault has its rule and its place; nothing is written then."""
    assert faults(text) == places


def test_anybodys_own_keys_are_kept() -> None:
    """x_ keys are no misspellings."""
    after = outcome(leg("because: [{cause: a, x_evidnce: 1, later: {owner: a, due: 2017-02-10}}]"))
    assert record_data(after.whys[0].because[0])["x_evidnce"] == 1


def test_an_action_may_be_one_text() -> None:
    """The owner and the rest can come later."""
    after = outcome(leg("because: [{cause: a, end: root-cause, changeable_by: ops, actions: [Grow the disk]}]"))
    assert [action.action for action in after.actions] == ["Grow the disk"]


def test_a_file_adds_to_what_the_record_has() -> None:
    """What it does not mention stays; what it says wins; a leg declared empty gets its problem."""
    legs = [
        {"leg": "occurrence", "id": "w1", "problem": "503 for 42 min", "because": [
            {"cause": "Full", "id": "c1", "evidence": ["df"], "later": {"owner": "ben", "due": "2017-02-10"}},
            {"cause": "Slow", "id": "c2", "end": "root-cause", "changeable_by": "ops"},
        ]},
        {"leg": "detection", "id": "w2", "none": "Seen at once"},
    ]  # fmt: skip
    text = leg(
        "because:",
        "  - {cause: Full, ref: full, end: root-cause, changeable_by: ops}",
        "  - {cause: Slow indeed, id: c2}",
        "  - {cause: New, same_as: full}",
    )
    text += "  - {leg: detection, problem: Noticed after 25 min, because: [{cause: Slow, same_as: c2}]}\n"
    occurrence, detection = outcome(text, incident(whys=legs)).whys
    full, slow, new = occurrence.because
    assert (occurrence.id, full.id, full.evidence, full.later, full.changeable_by) == ("w1", "c1", ("df",), None, "ops")
    assert (slow.id, slow.cause, slow.changeable_by, new.same_as) == ("c2", "Slow indeed", "ops", "c1")
    assert (detection.id, detection.none, detection.because[0].same_as) == ("w2", None, "c2")
