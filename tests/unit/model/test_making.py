"""What is sure to be right is made at once, and is what Pydantic would make; whatever may be wrong is left to it."""

from __future__ import annotations

import json
from copy import deepcopy

import pytest
from hypothesis import given, settings

from rcalog.model.declared import Declared, Misfit, plain
from rcalog.model.emptiness import filled
from rcalog.model.incident import Incident
from rcalog.model.judging import judged
from rcalog.model.making import Unsure, made
from rcalog.model.policy import Policy
from rcalog.model.timeline import Event, Times
from rcalog.model.times import When
from rcalog.model.vocabulary import LegName, Severity
from tests.helpers.golden import Data, golden
from tests.unit.model.test_canonical import changed


def by_pydantic(kind: type[Declared], data: object) -> Declared | None:
    """Return what Pydantic makes of data, None for what it refuses."""
    try:
        return judged(kind, data)
    except Misfit:
        return None


def told(found: Declared | None) -> object:
    """Return what two that are the same have in common, and what was said of it."""
    return found and (found, found.model_fields_set)


def test_a_full_record() -> None:
    """Every key of the format is read as Pydantic reads it."""
    data: Data = json.loads(json.dumps(golden()))
    assert told(made(Incident, data)) == told(by_pydantic(Incident, data))


@settings(max_examples=60)
@given(changed())
def test_it_makes_what_pydantic_makes(data: Data) -> None:
    """Whatever it is sure of."""
    given_data = filled(deepcopy(data))
    try:
        found = made(Incident, given_data)
    except Unsure:
        return
    assert told(found) == told(by_pydantic(Incident, given_data))


POLICY: Data = {
    "timezone": "Asia/Shanghai",
    "language": "zh",
    "slug": "ascii",
    "services": ["web"],
    "severity_labels": {"sev1": "P0"},
    "required_legs": {"sev2": ["defence"], Severity.SEV3: (LegName.OCCURRENCE,)},
    "review_days": 7,
    "rules": {"R202": "off"},
    "people": {"ana": {"name": "Ana", "emails": ["ana@example.org"], "former": False}},
    "commit": {"trailers": False},
    "odd": {"kept": 1},
}


@pytest.mark.parametrize("policy", [{}, POLICY, plain(Policy()), {"people": {}}, {"review_days": 3650}])
def test_a_policy(policy: Data) -> None:
    """Tables and numbers with limits, and a default beside what was given."""
    assert told(made(Policy, policy)) == told(by_pydantic(Policy, policy)) != None  # noqa: E711 (neither is)


@pytest.mark.parametrize(
    "policy",
    [
        {"review_days": 0},
        {"review_days": 3651},
        {"review_days": "14"},
        {"slug": "latin"},
        {"slug": ["ascii"]},
        {"services": "web"},
        {"rules": ["R202"]},
        {"people": {"ana": {"former": "yes"}}},
        {"timezone": "\ud83d"},
        {"accepted": {"nothing": "because"}},
        {3: 4},
        [],
    ],
)
def test_what_pydantic_must_judge(policy: object) -> None:
    """Whatever is wrong, or may be."""
    with pytest.raises(Unsure):
        made(Policy, policy)


def test_what_was_made_already() -> None:
    """Parts and times are taken as they are; bytes are none."""
    times = Times(started=When("2026-11-20"))
    data: Data = json.loads(json.dumps(golden()))
    assert made(Incident, {**data, "times": times}).times is times
    assert made(Event, {"event": "Paged", "at": When("2026-11-20")}).at == When("2026-11-20")
    with pytest.raises(Unsure):
        made(Event, {"event": "Paged", "at": b"2026-11-20"})


@pytest.mark.parametrize(("said", "read"), [(0, 0), (12, 12), ("unknown", "unknown"), (-1, None), (True, None)])
def test_a_count(said: object, read: object) -> None:
    """A number from 0, or that nobody knows it."""
    data = {**json.loads(json.dumps(golden())), "impact": {"users_affected": said}}
    if read is None:
        with pytest.raises(Unsure):
            made(Incident, data)
    else:
        impact = made(Incident, data).impact
        assert impact
        assert impact.users_affected == read
