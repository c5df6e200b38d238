"""What is left of a record when some of its values are refused, and what the rules say of it."""

from __future__ import annotations

import pytest

from rcalog.model import salvage
from rcalog.model.policy import Policy
from rcalog.model.reading import read_incident
from rcalog.model.rules import check
from rcalog.model.salvage import rest_of
from tests.helpers.golden import golden
from tests.helpers.words import LEXICON
from tests.unit.model.rules.test_rules import MAILS, ROOT, Data, changed


def told(data: Data) -> set[tuple[str, str]]:
    """Return what is told of the rest of a record beyond what is told of the golden one, with the field path."""
    rest, whole = rest_of(data), golden()
    assert rest is not None
    known = {(one.rule, one.path) for one in check(read_incident(whole), whole, Policy(), LEXICON)}
    found = check(rest.incident, rest.data, Policy(), LEXICON)
    return {(one.rule, one.path) for one in found if rest.tells(one)} - known


REFUSED: list[Data] = [
    {"status": "fixed"},
    {"severity": "P1"},
    {"id": 7},
    {"title": None},
    {"times.started": "2017-01-31 23:27"},
    {"timeline[e4k2m].at": "14:05"},
    {"timeline": "x"},
    {"timeline": ["x"]},
    {f"{MAILS}.end": "nonsense"},
    {f"{ROOT}.id": 3},
    {f"{ROOT}.because": [3]},
    {f"{ROOT}.evidence": [3]},
    {"actions[am3x7].every": "daily"},
    {"actions[am3x7].for": [3]},
    {"actions[am3x7].proofs": ["x"]},
    {"actions[ap9d2].dropped": {"because": 3}},
    {"links[0].to": "there"},
    {"impact": {"lost": ["x"], "users_affected": "many"}},
]


@pytest.mark.parametrize("refused", REFUSED)
def test_nothing_is_told_that_only_follows(refused: Data) -> None:
    """A value that is refused makes nothing wrong elsewhere."""
    assert told(changed(refused)) == set()


@pytest.mark.parametrize("refused", REFUSED)
def test_the_rest_is_told(refused: Data) -> None:
    """What else is wrong is told beside it."""
    data = changed(refused)
    data["lessons"] = {"went_well": ["Human error"], "blame": "x"}
    data["culprit"] = "bob"
    assert told(data) == {("F102", "culprit"), ("B104", "lessons.went_well[0]"), ("F101", "lessons.blame")}


def test_ids_and_causes_are_told() -> None:
    """An id that is used twice, and an action for a cause that is not there, beside a time without a date."""
    data = changed({"actions[am3x7].id": "ap9d2", "actions[ap9d2].for": ["c0000"], "times.started": "14:05"})
    assert {("F103", "actions[ap9d2].id"), ("F104", "actions[ap9d2].for[0]")} <= told(data)


@pytest.mark.parametrize("schema", ["rcalog/v2", "other", None])
def test_a_record_of_another_format(schema: str | None) -> None:
    """Nothing is said of what may mean something else."""
    assert rest_of(changed({"schema": schema, "status": "fixed"})) is None


def test_a_waiver_that_is_refused_waives_nothing() -> None:
    """What it was meant for is told again."""
    assert told(changed({"waivers[0].rule": "none"})) == {("A204", "actions[ap9d2]")}


def test_what_cannot_be_helped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A record in which something is refused again and again is left alone."""
    monkeypatch.setattr(salvage, "ROUNDS", 1)
    assert rest_of(changed({"status": "fixed"})) is None
