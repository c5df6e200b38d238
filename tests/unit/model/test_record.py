"""The record's models: what they take, refuse and write."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rcalog.model.base import record_data, to_data
from rcalog.model.causes import LegName
from rcalog.model.declared import Misfit
from rcalog.model.ids import item_id
from rcalog.model.incident import Incident
from rcalog.model.paths import BadFieldPath, format_path, locate, value_at
from rcalog.model.times import Day, Plain, When

LEAST: dict[str, object] = {
    "schema": "rcalog/v1",
    "id": "20170131-k7f3q",
    "title": "Database deleted",
    "kind": "incident",
    "status": "ongoing",
    "severity": "sev1",
}


def test_least_record_is_written_as_it_was_read() -> None:
    """A record with the required keys alone gains nothing by being read."""
    assert record_data(Incident.model_validate(LEAST)) == LEAST


def test_unknown_keys_survive_in_place_and_order() -> None:
    """Keys that rcalog does not know are kept, last."""
    source = {**LEAST, "x_ticket": 4711, "actions": [{"action": "Fix", "status": "todo", "x_board": "ops"}]}
    written = record_data(Incident.model_validate(source))
    assert written == source
    assert list(written)[-2:] == ["actions", "x_ticket"]


def test_bare_string_is_a_cause() -> None:
    """`because: [text]` is short for a cause."""
    incident = Incident.model_validate({**LEAST, "whys": [{"leg": "occurrence", "because": ["a", {"cause": "b"}]}]})
    assert [cause.cause for cause in incident.causes()] == ["a", "b"]


def test_leg_without_problem_starts_with_its_name() -> None:
    """The item's own word comes first, also where a leg is declared empty."""
    incident = Incident.model_validate({**LEAST, "whys": [{"id": "w1", "none": "Seen at once", "leg": "detection"}]})
    assert list(record_data(incident.whys[0])) == ["leg", "id", "none"]
    assert incident.whys[0].leg is LegName.DETECTION


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("id", "20170131-1abcd"),
        ("title", ""),
        ("title", 404),
        ("status", "open"),
        ("severity", "P1"),
        ("times", {"started": "2017-02-01 00:36"}),
        ("impact", {"users_affected": -1}),
        ("actions", [{"action": "x", "every": "weekly"}]),
        ("timeline", [{"event": "no time"}]),
        ("schema", "rcalog/v2"),
    ],
)
def test_wrong_values_are_refused(key: str, value: object) -> None:
    """A value of the wrong form is an error that names its place."""
    with pytest.raises(Misfit) as caught:
        Incident.model_validate({**LEAST, key: value})
    assert caught.value.errors[0]["loc"][0] == key


@pytest.mark.parametrize(
    ("text", "precision", "earliest"),
    [
        ("2017-01-31T23:27:00+00:00", "second", datetime(2017, 1, 31, 23, 27, tzinfo=UTC)),
        ("~2017-01-31 23:27Z", "second", datetime(2017, 1, 31, 23, 27, tzinfo=UTC)),
        ("2017-01-31", "day", datetime(2017, 1, 30, 10, tzinfo=UTC)),
        ("2016-04", "month", datetime(2016, 3, 31, 10, tzinfo=UTC)),
        ("unknown", "unknown", None),
    ],
)
def test_stored_times(text: str, precision: str, earliest: datetime | None) -> None:
    """Each stored form keeps its text and says how precise it is."""
    when = When(text)
    assert (when.text, when.precision, when.earliest) == (text, precision, earliest)


@pytest.mark.parametrize(
    "text",
    [
        "22025-03-18",
        "2017-02-30",
        "14:05",
        "2017-01-31T23:27",
        "",
        "yesterday",
        "~",
        "0001-01-01",
        "9999-12",
        "9999-12-31",
        "0001-01-01T00:00:00+14:00",
    ],
)
def test_what_is_no_stored_time(text: str) -> None:
    """Naive, impossible and spoken times are refused in a record."""
    with pytest.raises(ValueError, match=r"not a time|not a date|no offset"):
        When(text)


def test_order_is_claimed_only_where_certain() -> None:
    """A date alone may be any instant of that day in any zone."""
    noon = When("2017-01-31T12:00:00+00:00")
    assert [When("2017-01-31").certainly_before(noon), When("2017-01-29").certainly_before(noon)] == [False, True]


def test_times_and_dates_are_written_plain() -> None:
    """Only times and dates are marked as written without quotes."""
    assert [type(to_data(value)) for value in (When("2016-04"), Day("2016-04-01"), "2016-04")] == [Plain, Plain, str]


def test_item_ids_follow_from_content() -> None:
    """The same item gets the same id anywhere; a taken id is passed over."""
    first = item_id("c", "20170131-k7f3q", "whys[w1].because", {"cause": "x"})
    assert first == item_id("c", "20170131-k7f3q", "whys[w1].because", {"cause": "x"})
    assert item_id("c", "20170131-k7f3q", "whys[w1].because", {"cause": "x"}, {first}) != first


def test_field_paths_name_items_by_id() -> None:
    """A path leads to its place and back; an item without id is named by its position."""
    data = {"actions": [{"action": "a", "id": "am3x7", "due": "2017-02-15"}, {"action": "b"}]}
    assert locate("actions[am3x7].due", data) == ("actions", 0, "due")
    assert [format_path(("actions", 0, "due"), data), format_path(("actions", 1, "action"), data)] == [
        "actions[am3x7].due",
        "actions[1].action",
    ]
    assert value_at(("actions", 0, "due"), data) == "2017-02-15"


@pytest.mark.parametrize("path", ["", "a b", "actions[nope].due", "actions[", "times..started"])
def test_bad_field_paths(path: str) -> None:
    """What is no path, or names no item, is refused with the form that a path has."""
    with pytest.raises(BadFieldPath, match="not a field here"):
        locate(path, {"actions": []})
