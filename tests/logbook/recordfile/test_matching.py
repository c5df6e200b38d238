"""Which item of a changed list was which item before, and which keys a changed mapping has."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.logbook.recordfile.matching import match_items, merge_keys

ONE = {"action": "Alert on lag", "id": "am3x7"}
TWO = {"action": "Show the role", "id": "ap9d2"}
BARE = {"action": "Alert on lag"}

words = st.sampled_from(["a", "b", "c", "d"])
items = st.lists(words | st.fixed_dictionaries({"action": words}, optional={"id": words, "due": words}), max_size=6)


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ([], [], []),
        ([ONE, TWO], [ONE, TWO], [0, 1]),
        ([ONE, TWO], [TWO, ONE], [1, 0]),
        ([ONE, TWO], [TWO], [1]),
        ([ONE], [TWO, ONE], [None, 0]),
        ([ONE], [{**ONE, "action": "Alert earlier"}], [0]),
        ([BARE], [ONE], [0]),
        ([BARE], [{**ONE, "due": "2017-03-01"}], [0]),
        ([ONE], [TWO], [None]),
        (["a", "b"], ["b", "a"], [1, 0]),
        (["a", "b"], ["a", "c"], [0, 1]),
        (["a", "b", "c"], ["x", "y", "z"], [0, 1, 2]),
        (["a", "a"], ["a", "a", "a"], [0, 1, None]),
        ([{"event": "x", "at": "1"}], [{"event": "x", "at": "2"}], [0]),
        ([{"cause": "x"}, "y"], ["y", {"cause": "x", "end": "unknown"}], [1, 0]),
        ([None, 1], [1, None], [1, 0]),
    ],
)
def test_which_item_was_which(old: list[object], new: list[object], found: list[int | None]) -> None:
    """By its id, else by what it says, else by where it stands; two ids are never one item."""
    assert match_items(old, new) == found


@given(items, items)
def test_no_item_is_taken_twice(old: list[object], new: list[object]) -> None:
    """Each new item was one of the old ones or none, and no two were the same."""
    found = match_items(old, new)
    taken = [index for index in found if index is not None]
    assert (len(found), len(set(taken)), set(taken) <= set(range(len(old)))) == (len(new), len(taken), True)


@given(items)
def test_what_did_not_change_stays(old: list[object]) -> None:
    """An unchanged list is matched with itself, place by place, where no item stands twice."""
    unique = [item for at, item in enumerate(old) if item not in old[:at]]
    distinct = [item for item in unique if sum(_id(item) is not None and _id(item) == _id(each) for each in unique) < 2]
    assert match_items(distinct, distinct) == list(range(len(distinct)))


def _id(item: object) -> object:
    return item.get("id") if isinstance(item, dict) else None


@pytest.mark.parametrize(
    ("old", "new", "keys"),
    [
        ({}, {"a": 1, "b": 2}, ["a", "b"]),
        ({"b": 1, "a": 2}, {"a": 3, "b": 4}, ["b", "a"]),
        ({"a": 1, "c": 2}, {"a": 1, "b": 3, "c": 2}, ["a", "b", "c"]),
        ({"c": 2, "a": 1}, {"a": 1, "b": 3, "c": 2}, ["c", "a", "b"]),
        ({"a": 1, "b": 2}, {"b": 2}, ["b"]),
        ({"a": None, "b": 2}, {"b": 2}, ["a", "b"]),
        ({"a": [], "b": 2}, {"a": [1], "b": 2}, ["a", "b"]),
        ({"a": 1}, {"a": 1, "b": None, "c": {}}, ["a"]),
        ({"z": 1}, {"a": 1, "z": 1}, ["a", "z"]),
    ],
)
def test_the_keys_of_a_changed_mapping(old: dict[str, object], new: dict[str, object], keys: list[str]) -> None:
    """Old keys keep their place, a new one stands behind the one before it; what holds nothing is no key."""
    assert merge_keys(old, new) == keys
