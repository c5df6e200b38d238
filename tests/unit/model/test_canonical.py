"""Records read without the models: the same as with them, or left to them."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.model.base import record_data
from rcalog.model.canonical import canonical
from rcalog.model.reading import InvalidRecord, read_incident
from tests.helpers.golden import Data, golden

SMALL: Data = {
    "schema": "rcalog/v1",
    "id": "20261120-paydn",
    "title": "Payments down",
    "kind": "incident",
    "status": "ongoing",
    "severity": "sev2",
}


def by_the_models(data: Data) -> object:
    """Return the canonical form that the models give, None for no record."""
    try:
        return record_data(read_incident(data))
    except InvalidRecord:
        return None


def text(data: object) -> str:
    """Return data with the order of its keys."""
    return json.dumps(data)


def test_a_full_record() -> None:
    """Every key of the format is read as the models read it."""
    data: Data = json.loads(json.dumps(golden()))
    assert text(canonical(data)) == text(by_the_models(data))


@pytest.mark.parametrize(
    "more",
    [
        {"services": None, "roles": {}, "lessons": {"went_well": []}, "impact": {"summary": None}},
        {"x_own": {"empty": None}, "other": {"empty": None, "kept": [None, {}, 1]}},
        {"whys": [{"id": "w1", "leg": "detection", "none": "it was seen"}]},
        {"whys": [{"leg": "detection", "problem": "late", "because": ["no alert", {"cause": "no owner"}]}]},
        {"actions": [{"action": "Add an alert"}, {"due": "2026-12-01", "action": "Test it", "for": ["c1"]}]},
        {"impact": {"users_affected": 0, "announced": False}},
        {"impact": {"users_affected": "unknown", "lost": [{"to": "2026-11", "from": "~2026-11-20", "what": "data"}]}},
        {"conflicts": [{"path": "title", "kept": {"a": {}}, "other": ["x", None]}]},
    ],
)
def test_what_is_a_record(more: Data) -> None:
    """Empty values, keys of one's own, bare causes, defaults, and keys in another order."""
    data = {"title": "first", **SMALL, **more}
    assert text(canonical(data)) == text(by_the_models(data))


@pytest.mark.parametrize(
    "more",
    [
        {"title": ""},
        {"title": 1},
        {"title": None},
        {"id": "20261120-paydn\n"},
        {"severity": "sev6"},
        {"services": "web"},
        {"services": ["web", ""]},
        {"times": []},
        {"times": {"started": "soon"}},
        {"times": {"started": 2026}},
        {"actions": [{"action": "Add", "due": "2026"}]},
        {"impact": {"announced": "yes"}},
        {"impact": {"users_affected": -1}},
        {"impact": {"users_affected": True}},
        {"for_": 1},
    ],
)
def test_what_the_models_must_judge(more: Data) -> None:
    """Whatever is wrong, or may be."""
    assert canonical({**SMALL, **more}) is None


def test_too_deep_a_tree() -> None:
    """What nobody reads to its end is left to the models."""
    cause: Data = {"cause": "it"}
    for _ in range(20_000):
        cause = {"cause": "it", "because": [cause]}
    assert canonical({**SMALL, "whys": [{"leg": "defence", "because": [cause]}]}) is None


ODD: st.SearchStrategy[object] = st.sampled_from(
    [None, "", "unknown", "~2026-11-20", "sev1", 0, -1, True, [], {}, ["a"], [{}], {"id": "a1"}, "x_"]
)


@st.composite
def changed(draw: st.DrawFn) -> Data:
    """Return the golden record with a few values replaced, removed, or moved to the end of their part."""
    data: Data = deepcopy(json.loads(json.dumps(golden())))
    for _ in range(draw(st.integers(0, 3))):
        place: object = data
        while True:
            keys = list(place) if isinstance(place, dict) else list(range(len(place)))  # type: ignore[arg-type]
            key = draw(st.sampled_from(keys))
            below = place[key]  # type: ignore[index]
            if not (isinstance(below, dict | list) and below) or draw(st.booleans()):
                break
            place = below
        _change(place, key, draw(st.sampled_from(["replace", "remove", "move"])), deepcopy(draw(ODD)))
    return data


def _change(place: Any, key: Any, how: str, value: object) -> None:
    old = place.pop(key)
    if how == "move" and isinstance(place, dict):
        place[key] = old
    elif how == "replace" and isinstance(place, dict):
        place[key] = value
    elif how == "replace":
        place.insert(key, value)


@settings(max_examples=100)
@given(changed())
def test_it_sees_what_the_models_see(data: Data) -> None:
    """What is canonical without the models is so with them, key by key in the same order."""
    found = canonical(data)
    assert found is None or text(found) == text(by_the_models(data))
