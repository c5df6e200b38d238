"""What programs get of a record, made of its plain data."""

from __future__ import annotations

import json

from rcalog.model.base import record_data
from rcalog.model.jsonform import action_form, incident_form
from rcalog.model.jsontext import json_text
from rcalog.model.reading import read_incident
from tests.helpers.golden import golden
from tests.unit.model.test_canonical import SMALL


def test_the_smallest_record() -> None:
    """The keys of the record, and what follows."""
    behind = {"open": True, "durations": {}, "overdue": [], "root_causes": []}
    form = incident_form(SMALL, overdue=[])
    assert form == SMALL | {"unknown": [], "approximate": [], "derived": behind}


def test_times_that_nobody_knows_have_no_durations() -> None:
    """Where one end is unknown, nothing is measured; what the format does not know is no time."""
    times = {"started": "2026-11-20T14:00:00Z", "detected": "unknown", "resolved": "2026-11-20T14:00:30Z", "felt": 3}
    found = incident_form(SMALL | {"times": times}, overdue=[])
    assert (found["unknown"], found["times"]) == (["times.detected"], times | {"detected": None})
    assert found["derived"] == {"open": True, "durations": {"time_to_resolve": 30}, "overdue": [], "root_causes": []}


def test_a_full_record() -> None:
    """What is unknown and what is about is named wherever it stands; the tree is walked down to its root causes."""
    found = incident_form(record_data(read_incident(golden())), overdue=["am3x7"])
    assert found["unknown"] == ["roles.scribe", "times.introduced", "impact.users_affected"]
    assert found["approximate"] == ["times.mitigated", "times.resolved", "timeline[e7t1x].at"]
    assert found["derived"] == {
        "open": True,
        "durations": {
            "time_to_detect": 30,
            "time_to_acknowledge": 30,
            "time_to_mitigate": 4140,
            "time_to_resolve": 66780,
        },
        "overdue": ["am3x7"],
        "root_causes": ["c2m9r", "cj6ve"],
    }


def test_an_action_by_itself() -> None:
    """Its fields are named from itself on; keys of one's own stay as they are."""
    form = action_form({"action": "Add it", "owner": "unknown", "status": "done", "done_at": "~2026-11", "x_own": [1]})
    assert form == {
        "action": "Add it",
        "owner": None,
        "status": "done",
        "done_at": "2026-11",
        "x_own": [1],
        "unknown": ["owner"],
        "approximate": ["done_at"],
    }


def test_what_nobody_sees_is_spelt_out() -> None:
    """It stays the same text for whoever reads the JSON."""
    for text in ("plain", "结账", "a\u200bb\x7f\u202e", "line\nline"):
        assert json.loads(json_text(text)) == text
    assert json_text("a\u200bb 结账") == '"a\\u200bb 结账"'
