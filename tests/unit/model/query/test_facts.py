"""What a query looks at in an incident and in its actions."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from rcalog.model.base import record_data
from rcalog.model.query.facts import action_facts, incident_facts, traits
from rcalog.model.query.parsing import parse_query
from rcalog.model.times import When
from rcalog.model.tokens import values
from rcalog.model.vocabulary import TRAITS
from tests.helpers.logbooks import incident

TODAY = date(2026, 11, 20)
LATE = {"action": "Alert on replica lag", "id": "am3x7", "owner": "ana", "due": "2026-11-19", "status": "todo"}
DONE = {"action": "Show the role", "owner": "li", "due": "2026-11-19", "status": "verified"}
DRILL = {"action": "Restore", "every": "1d", "status": "running"}
WHY = {"leg": "defence", "problem": "x", "because": [{"cause": "y", "end": "root-cause", "evidence": ["z"]}]}
ONE = incident(
    title="Mail stopped",
    status="resolved",
    roles={"lead": "wang"},
    services=["mail"],
    times={"started": "2026-11-19T23:30:00Z"},
    actions=[LATE, DONE],
    whys=[WHY],
)
BARE = record_data(incident())
ABOUT = incident_facts(ONE, ["Mail stopped"], today=TODAY, zone=ZoneInfo("Asia/Shanghai"))


def test_the_facts_of_an_incident() -> None:
    """People with a role and owners of actions, the start on the team's clock, and whether something is late."""
    assert (ABOUT.owners, ABOUT.legs, ABOUT.is_open, ABOUT.is_overdue) == (
        ("wang", "ana", "li"),
        ("defence",),
        True,
        True,
    )
    assert ABOUT.began == When("2026-11-20T07:30:00+08:00")
    assert ABOUT.has == {"why", "root-cause", "evidence", "action", "overdue"}


def test_without_a_start_and_without_anything_late() -> None:
    """Nothing is made up: what nobody has dated counts as of the day of its id."""
    bare = incident_facts(incident(status="closed"), [], today=TODAY, zone=ZoneInfo("UTC"))
    assert (bare.began, bare.is_open, bare.is_overdue, list(bare.has), list(bare.owners)) == (
        When("2026-11-20"),
        False,
        False,
        [],
        [],
    )


@pytest.mark.parametrize(
    ("key", "value", "trait"),
    [
        ("impact", {"summary": "x"}, "impact"),
        ("timeline", [{"event": "x", "at": "2026-11-20"}], "timeline"),
        ("timeline", [{"event": "x", "at": "2026-11-20", "evidence": ["y"]}], "evidence"),
        ("whys", [WHY], "root-cause"),
        ("lessons", {"went_well": ["x"]}, "lessons"),
        ("actions", [DRILL], "drill"),
        ("reviews", [{"by": "li", "at": "2026-11-20", "verdict": "approved"}], "review"),
        ("links", [{"rel": "related", "to": "20261101-abcde"}], "link"),
        ("waivers", [{"rule": "A001", "because": "x", "by": "li"}], "waiver"),
        ("conflicts", [{"path": "title"}], "conflict"),
    ],
)
def test_what_an_incident_has(key: str, value: object, trait: str) -> None:
    """Each part of a record can be asked for."""
    assert trait in set(traits(ONE.model_validate(BARE | {key: value})))
    assert trait in TRAITS


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("owner:ana", [True, False]),
        ("owner:wang", [False, False]),
        ("overdue:true", [True, False]),
        ("open:true", [True, False]),
        ("has:overdue", [True, True]),
        ("status:resolved service:mail", [True, True]),
        ("replica", [True, False]),
        ("role", [False, True]),
        ("mail", [True, True]),
        ("am3x7", [True, False]),
    ],
)
def test_the_facts_of_actions(typed: str, found: list[bool]) -> None:
    """Words, owner, open and overdue speak of the action, and words of its incident's title; all else of the incident."""
    facts = [action_facts(ABOUT, action, today=TODAY) for action in ONE.actions]
    assert [parse_query([typed]).matches(each) for each in facts] == found


def test_an_action_of_nobody() -> None:
    """It has no owner, and gives its incident none."""
    one = incident(actions=[DRILL])
    about = incident_facts(one, [], today=TODAY, zone=ZoneInfo("UTC"))
    assert (about.owners, action_facts(about, one.actions[0], today=TODAY).owners) == ((), ())


def test_the_texts_of_an_incident_are_handed_in() -> None:
    """Words are looked for in the values of the record file, each apart from the next."""
    about = incident_facts(
        ONE, values({"title": "Mail", "tags": ["stopped", "数据"]}), today=TODAY, zone=ZoneInfo("UTC")
    )
    found = [parse_query([text]).matches(about) for text in ("mail", "stopped", "mail stopped", "数", "title")]
    assert found == [True, True, False, True, False]
