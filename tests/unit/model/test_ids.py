"""Ids: one of a day and some chance for an incident, one of its content for an item."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.ids import LETTERS, incident_id, item_id
from rcalog.model.incident import Incident
from tests.unit.model.test_reading import LEAST

DAY = date(2026, 11, 20)


def test_a_new_id_has_the_day_and_five_characters() -> None:
    """The first of the five is a letter, so that the part after the dash is never taken for a number."""
    asked: list[str] = []

    def last(among: str) -> str:
        asked.append(among)
        return among[-1]

    assert incident_id(DAY, last) == "20261120-zzzzz"
    assert [among == LETTERS for among in asked] == [True, False, False, False, False]


@given(
    picks=st.lists(st.integers(min_value=0), min_size=5, max_size=5), day=st.dates(date(1900, 1, 1), date(9900, 1, 1))
)
def test_every_id_is_one_that_a_record_may_have(picks: list[int], day: date) -> None:
    """Whatever chance says."""
    pick = iter(picks)
    new = incident_id(day, lambda among: among[next(pick) % len(among)])
    assert Incident.model_validate({**LEAST, "id": new}).id == new


def test_an_item_has_the_same_id_in_every_clone() -> None:
    """It follows from the record, the place and the content, in whatever order the keys stand."""
    item = {"cause": "The mail server rejected the mails", "evidence": ["log"]}
    same = dict(reversed(list(item.items())))
    found = item_id("c", "20170131-k7f3q", "whys[0].because", item)
    assert found == item_id("c", "20170131-k7f3q", "whys[0].because", same)
    assert (found[0], len(found)) == ("c", 5)


def test_what_differs_has_another_id() -> None:
    """Another record, another place, other words, or an id that is taken."""
    first = item_id("c", "20170131-k7f3q", "whys[0].because", "x")
    others = [
        item_id("c", "20170131-k7f3r", "whys[0].because", "x"),
        item_id("c", "20170131-k7f3q", "whys[1].because", "x"),
        item_id("c", "20170131-k7f3q", "whys[0].because", "y"),
        item_id("c", "20170131-k7f3q", "whys[0].because", "x", taken=[first]),
    ]
    assert len({first, *others}) == 5


@given(st.sets(st.integers(0, 20), max_size=20))
def test_taken_ids_are_passed_over(ordinals: set[int]) -> None:
    """However many are taken, the next one is free, and the same each time."""
    taken: set[str] = set()
    for _ in ordinals:
        taken.add(item_id("a", "20170131-k7f3q", "actions", "Alert", taken))
    assert len(taken) == len(ordinals)
