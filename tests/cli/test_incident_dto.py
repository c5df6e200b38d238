"""The incident object of the JSON output."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from rcalog.cli.dto import Ready, as_json
from rcalog.cli.incident_dto import action_data, excerpt_object, record_object, task_object
from rcalog.logbook.index import TaskFilter
from rcalog.logbook.recordfile import emit
from rcalog.logbook.records import Record
from rcalog.model.query.parsing import parse_query
from tests.helpers.golden import golden
from tests.helpers.logbooks import NOW, make_logbook

ID = "20170131-k7f3q"
PATH = f"2017/01/{ID}-database-deleted.yaml"


@pytest.fixture
def record(tmp_path: Path) -> Record:
    """Return the golden record out of a logbook in a folder."""
    book = make_logbook(tmp_path / "repo", "log", {PATH: emit(golden()).decode()})
    return book.catalog.resolve(ID, now=NOW)


def test_the_keys_of_an_incident(record: Record) -> None:
    """Where it is, the record's own keys in their order, what is not known, what is derived."""
    data = record_object(record, today=date(2017, 3, 15))
    own = [key for key in golden() if key != "conflicts"]
    assert list(data) == ["ref", "file", *own, "unknown", "approximate", "derived"]
    assert (data["ref"], data["file"]) == ("k7f3q", f"log/incidents/{PATH}")


def test_times_and_what_is_unknown(record: Record) -> None:
    """Times are ISO 8601; unknown is null, about is said beside."""
    data = record_object(record, today=date(2017, 3, 15))
    assert data["times"] == {
        "introduced": None,
        "started": "2017-01-31T23:27:00+00:00",
        "detected": "2017-01-31T23:27:30+00:00",
        "acknowledged": "2017-01-31T23:28:00+00:00",
        "mitigated": "2017-02-01T00:36:00+00:00",
        "resolved": "2017-02-01T18:00:00+00:00",
    }
    assert data["unknown"] == ["roles.scribe", "times.introduced", "impact.users_affected"]
    assert data["approximate"] == ["times.mitigated", "times.resolved", "timeline[e7t1x].at"]


def test_an_end_that_is_unknown_is_a_word(record: Record) -> None:
    """`end: unknown` is one of the ends, not a missing value."""
    whys = json.loads(json.dumps(record_object(record, today=date(2017, 3, 15))))["whys"]
    assert whys[1]["because"][1]["end"] == "unknown"


def test_what_is_derived(record: Record) -> None:
    """Durations in seconds, what is late, the root causes, whether it is open."""
    assert record_object(record, today=date(2017, 3, 15))["derived"] == {
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


def test_everything_else_is_as_in_the_record(record: Record) -> None:
    """No other value is changed, not even of keys that only the user knows."""
    data = json.loads(json.dumps(record_object(record, today=date(2017, 3, 15))))
    same = [key for key in golden() if key not in {"roles", "times", "impact", "timeline", "lessons", "conflicts"}]
    assert {key: data[key] for key in same} == {key: golden()[key] for key in same}


def test_what_the_index_has_ready_is_the_same(tmp_path: Path) -> None:
    """The object of an incident, whether it comes out of the file or out of the index, byte by byte."""
    hidden = golden(id="20170201-h1ddn", title="a\u200bb\u202e 结账", x_own={"a": [None]}, timeline=[])
    bare = {**golden(id="20170201-n0t1m"), "times": {}, "actions": [{"action": "Add an alert", "due": "2017-02-03"}]}
    own = golden(id="20170201-k3yyy", file="mine", overdue="its own")
    records = {f"2017/02/{each['id']}-a.yaml": emit(each).decode() for each in (hidden, bare, own)}
    book = make_logbook(tmp_path / "repo", "log", {PATH: emit(golden()).decode(), **records})
    today = date(2017, 3, 15)
    found = book.index.find(parse_query([]), today=today, whole=True).excerpts
    printed = [as_json(excerpt_object(each, today=today)) for each in found]
    read = [book.catalog.read(each.path) for each in found]
    assert printed == [as_json(record_object(each, today=today)) for each in read if isinstance(each, Record)]
    assert [isinstance(excerpt_object(each, today=today), Ready) for each in found].count(True) == 2


def test_an_action_that_is_ready_is_the_same(tmp_path: Path) -> None:
    """One whose text is taken as it is, one that says what is unknown, and one with a key that is added, too."""
    actions = [
        {"action": "Add \u200b it", "id": "a1", "due": "2017-02-03", "owner": "ana"},
        {"action": "Ask", "id": "a2", "owner": "unknown", "done_at": "~2017-02-03"},
        {"action": "Test", "id": "a3", "title": "its own"},
    ]
    book = make_logbook(tmp_path / "repo", "log", {PATH: emit(golden(actions=actions)).decode()})
    every = TaskFilter(parse_query([]))
    found = book.index.ask(lambda asker: asker.tasks(every, today=date(2017, 3, 15)))
    told = [task_object(task) for task in found]
    behind = {"overdue": False, "due_on": None}
    about = {"incident_id": ID, "title": golden()["title"]}
    assert [isinstance(each, Ready) for each in told] == [True, False, False]
    assert [json.loads(as_json(each)) for each in told] == [
        {
            **about,
            **action_data(task.action),
            **behind,
            **({"overdue": True, "due_on": "2017-02-03"} if task.due else {}),
        }
        for task in found
    ]
    assert list(json.loads(as_json(told[0])))[-4:] == ["unknown", "approximate", "overdue", "due_on"]


def test_no_text_passes_for_what_is_ready() -> None:
    """What was printed before stands in its place, whatever the texts beside it hold."""
    assert as_json({"a": "\0", "b": Ready("[1]"), "c": "\\u0000"}) == r'{"a": "\u0000", "b": [1], "c": "\\u0000"}'
