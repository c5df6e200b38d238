"""Plain data becomes an incident, or a list of everything that is wrong with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from rcalog.model.base import record_data
from rcalog.model.paths import value_at
from rcalog.model.reading import InvalidRecord, read_incident, with_item_ids

if TYPE_CHECKING:
    from rcalog.model.actions import Action
    from rcalog.model.causes import Cause, Leg
    from rcalog.model.findings import Finding
    from rcalog.model.timeline import Event

Data = dict[str, object]

LEAST: Data = {
    "schema": "rcalog/v1",
    "id": "20170131-k7f3q",
    "title": "Database deleted",
    "kind": "incident",
    "status": "ongoing",
    "severity": "sev1",
}


def complaints(data: Data) -> list[Finding]:
    """Return the findings of data that is no record."""
    with pytest.raises(InvalidRecord) as caught:
        read_incident(data)
    return list(caught.value.findings)


def test_empty_values_mean_no_key() -> None:
    """null, [] and {} are the same as nothing, wherever they stand."""
    data = {**LEAST, "roles": None, "actions": [], "times": {}, "impact": {"summary": None}, "x_own": {"a": None}}
    assert record_data(read_incident(data)) == {**LEAST, "x_own": {"a": None}}


@pytest.mark.parametrize(
    ("more", "rule", "path", "message", "hint"),
    [
        ({"title": None}, "F201", "title", "title is missing", "write title: and its value"),
        (
            {"timeline": [{"event": "x"}]},
            "F201",
            "timeline[0].at",
            "at is missing",
            "write when, with the offset, or unknown",
        ),
        (
            {"status": "mitigate"},
            "F202",
            "status",
            "status cannot be mitigate",
            "did you mean mitigated? (ongoing, mitigated, resolved, reviewed, closed)",
        ),
        ({"kind": "outage"}, "F202", "kind", "kind cannot be outage", "one of incident, near-miss"),
        ({"kind": 1}, "F202", "kind", "kind cannot be 1", "one of incident, near-miss"),
        ({"kind": True}, "F202", "kind", "kind cannot be true", "one of incident, near-miss"),
        ({"kind": {"a": 1}}, "F202", "kind", "kind cannot be keys (a)", "one of incident, near-miss"),
        ({"kind": ["a", "b"]}, "F202", "kind", "kind cannot be a list of 2", "one of incident, near-miss"),
        (
            {"whys": [{"leg": "defence", "because": 3}]},
            "F206",
            "whys[0].because",
            "because is a list; found 3",
            "one item per line, - first",
        ),
        ({"title": 4711}, "F203", "title", "expected text; found 4711", 'quote it: "4711"'),
        ({"summary": True}, "F203", "summary", "expected text; found true", 'quote it: "true"'),
        ({"summary": ["a"]}, "F203", "summary", "expected text; found a list of 1", "write one text"),
        (
            {"impact": {"users_affected": "5,000"}},
            "F203",
            "impact.users_affected",
            "expected a whole number from 0, or unknown; found 5,000",
            "write 5000 without quotes",
        ),
        (
            {"impact": {"users_affected": -1}},
            "F203",
            "impact.users_affected",
            "expected a whole number from 0, or unknown; found -1",
            "write a number, or unknown",
        ),
        (
            {"impact": {"announced": "yes"}},
            "F203",
            "impact.announced",
            "expected true or false; found yes",
            "write true or false, without quotes",
        ),
        (
            {"times": {"started": "2017-01-31 23:27"}},
            "F204",
            "times.started",
            "'2017-01-31 23:27' has no offset",
            "write 2017-01-31T23:27+00:00 if it is UTC, or your own offset",
        ),
        (
            {"times": {"started": "soon"}},
            "F204",
            "times.started",
            "'soon' is not a time",
            "write 2026-11-20T14:05:00+08:00, a date, a month, or unknown (~ before it: about)",
        ),
        (
            {"times": {"started": 20170131}},
            "F204",
            "times.started",
            "expected text, found 20170131",
            "write 2026-11-20T14:05:00+08:00, a date, a month, or unknown",
        ),
        (
            {"actions": [{"action": "x", "id": "am3x7", "due": "2017-02-30"}]},
            "F204",
            "actions[am3x7].due",
            "'2017-02-30' is not a date: day is out of range for month",
            "write 2026-11-20T14:05:00+08:00, a date, a month, or unknown",
        ),
        (
            {"actions": [{"action": "x", "every": "daily"}]},
            "F205",
            "actions[0].every",
            "daily is not a valid every",
            "a period is a number and d, w, mo or y, as in 1d or 2w, and no longer than 99y",
        ),
        (
            {"actions": [{"action": "x", "every": "9999y"}]},
            "F205",
            "actions[0].every",
            "9999y is not a valid every",
            "a period is a number and d, w, mo or y, as in 1d or 2w, and no longer than 99y",
        ),
        (
            {"services": "web"},
            "F206",
            "services",
            "services is a list; found web",
            "write it as an item below the key: - web",
        ),
        ({"services": 3}, "F206", "services", "services is a list; found 3", "one item per line, - first"),
        (
            {"times": "unknown"},
            "F206",
            "times",
            "times holds keys of its own; found unknown",
            "write its keys below it, indented by 2",
        ),
        ({"title": ""}, "F207", "title", "the text is empty", "write something, or remove the key"),
        (
            {"schema": "rcalog/v2"},
            "F208",
            "schema",
            "written by a newer rcalog, as rcalog/v2; this one reads rcalog/v1",
            "install a newer rcalog",
        ),
        ({"schema": "v1"}, "F208", "schema", "schema is v1; this rcalog reads rcalog/v1", "write schema: rcalog/v1"),
        (
            {"schema": None},
            "F208",
            "schema",
            "schema is missing, so this may not be a record",
            "write schema: rcalog/v1 as the first line",
        ),
    ],
)
def test_each_complaint_says_what_to_write(more: Data, rule: str, path: str, message: str, hint: str) -> None:
    """A wrong value gives one finding with its field, what was found and what to write."""
    (finding,) = complaints({**LEAST, **more})
    assert (finding.rule, finding.path, finding.message, finding.hint) == (rule, path, message, hint)


def test_all_complaints_come_at_once_with_their_places() -> None:
    """Nobody has to run it twice; each place leads to the value, past bare causes and unions."""
    data: Data = {
        **LEAST,
        "severity": "P1",
        "impact": {"users_affected": "many"},
        "whys": [{"leg": "defence", "because": ["", {"cause": "x", "id": "c1", "end": "root"}]}],
    }
    found = complaints(data)
    assert [(finding.rule, finding.path, finding.item) for finding in found] == [
        ("F202", "severity", None),
        ("F203", "impact.users_affected", None),
        ("F207", "whys[0].because[0]", None),
        ("F202", "whys[0].because[c1].end", "c1"),
    ]
    assert [value_at(finding.loc, data) for finding in found] == ["P1", "many", "", "root"]


def test_the_error_names_the_first_complaint_and_the_number_of_others() -> None:
    """The exception alone is worth reading too."""
    with pytest.raises(InvalidRecord, match=r"^title is missing \(and 1 more\)$") as caught:
        read_incident({**LEAST, "title": None, "kind": "x"})
    assert caught.value.hint == "write title: and its value"


UNNAMED: Data = {
    **LEAST,
    "timeline": [{"event": "down", "at": "unknown"}, {"event": "down", "at": "unknown"}],
    "whys": [{"leg": "defence", "problem": "p", "because": ["a", {"cause": "b", "id": "mails", "because": ["a"]}]}],
    "actions": [{"action": "x", "every": "1d", "proofs": [{"proof": "pass", "at": "2017-02-14"}]}],
}


def test_items_get_ids_from_their_content() -> None:
    """Ids are unique, start with the letter of their kind, stay where given, and come again the same."""
    named = with_item_ids(read_incident(UNNAMED))
    items: list[Event | Leg | Cause | Action] = [*named.timeline, *named.whys, *named.causes(), *named.actions]
    ids = [item.id or "" for item in items]
    assert [found[0] for found in ids] == ["e", "e", "w", "c", "m", "c", "a"]
    assert len(set(ids)) == len(ids)
    assert (named.actions[0].proofs[0].id or "")[0] == "p"
    assert with_item_ids(read_incident(UNNAMED)) == named
    assert with_item_ids(named) == named


def test_what_is_filled_in_later_does_not_change_an_id() -> None:
    """Two clones that give ids at different times give the same ones."""
    later: Data = {**UNNAMED, "actions": [{"action": "x", "owner": "ana", "due": "2017-02-15"}]}
    first, second = with_item_ids(read_incident(UNNAMED)), with_item_ids(read_incident(later))
    assert first.actions[0].id == second.actions[0].id


def test_a_character_that_no_file_can_hold() -> None:
    """What pydantic refuses for a reason that nobody foresaw is still one finding, with its words."""
    assert [(each.rule, each.path) for each in complaints({**LEAST, "title": "\ud800"})] == [("F200", "title")]
