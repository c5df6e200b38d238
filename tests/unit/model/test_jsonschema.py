"""The JSON Schema says what the models say."""

from __future__ import annotations

import jsonschema
import pytest

from rcalog.model.declared import Misfit
from rcalog.model.incident import Incident
from rcalog.model.jsonschema import incident_schema, keys
from rcalog.model.legend import LEGEND

LEAST: dict[str, object] = {
    "schema": "rcalog/v1",
    "id": "20170131-k7f3q",
    "title": "Database deleted",
    "kind": "incident",
    "status": "ongoing",
    "severity": "sev1",
}


def accepts(data: dict[str, object]) -> bool:
    """Return whether the schema takes the data."""
    return jsonschema.Draft7Validator(incident_schema()).is_valid(data)


def test_schema_is_draft_7() -> None:
    """The schema itself is valid, and keeps no reference to another draft's keyword."""
    jsonschema.Draft7Validator.check_schema(incident_schema())
    assert "$defs" not in str(incident_schema())


def test_every_key_has_its_line_in_the_legend() -> None:
    """No key without a description, no description without a key, in both languages."""
    assert {path for path, _, _ in keys()} == set(LEGEND)
    assert [path for path, texts in LEGEND.items() if not all(texts)] == []


@pytest.mark.untraced
@pytest.mark.parametrize(
    "more",
    [
        {},
        {"times": {"started": "~2017-01-31T23:27:00+00:00", "introduced": "unknown", "detected": "2017-01"}},
        {"whys": [{"leg": "occurrence", "because": ["bare", {"cause": "x", "because": ["deeper"]}]}]},
        {"impact": {"users_affected": "unknown"}},
        {"impact": {"users_affected": 700}},
        {"actions": [{"action": "Fix", "due": "2017-02-15", "for": ["c2m9r"], "x_board": 1}]},
        {"x_ticket": {"any": ["thing"]}},
    ],
)
def test_schema_takes_what_the_models_take(more: dict[str, object]) -> None:
    """What the program reads, an editor accepts."""
    Incident.model_validate(LEAST | more)
    assert accepts(LEAST | more)


@pytest.mark.untraced
@pytest.mark.parametrize(
    "more",
    [
        {"status": "open"},
        {"id": "k7f3q"},
        {"times": {"started": "2017-01-31 23:27"}},
        {"whys": [{"because": ["no leg"]}]},
        {"impact": {"users_affected": -1}},
        {"actions": [{"action": "Fix", "due": "tomorrow"}]},
        {"reviews": [{"by": "ana", "at": "2017-02-10", "verdict": "fine"}]},
    ],
)
def test_schema_refuses_what_the_models_refuse(more: dict[str, object]) -> None:
    """An editor shows what `check` would."""
    with pytest.raises(Misfit):
        Incident.model_validate(LEAST | more)
    assert not accepts(LEAST | more)
