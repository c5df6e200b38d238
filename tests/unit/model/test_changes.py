"""Changes between two states of a record, as people read them and as they are carried over."""

from __future__ import annotations

import json

import pytest

from rcalog.model.changes import Change, ChangeConflict, Item, apply, describe, diff, inverse
from rcalog.model.changes.form import canonical

Data = dict[str, object]

RESTORE: Data = {"action": "Restore the dump into an empty host", "id": "am3x7", "owner": "ana", "due": "2017-02-15"}
PROMPT: Data = {"action": "Show the role of the host in the prompt", "id": "ap9d2"}


@pytest.mark.parametrize("text", ["", "a b", "连接池 é", 'say "no"', "a\\b", "one\ntwo", "\u2028", "\x7f"])
def test_a_text_is_known_by_its_json(text: str) -> None:
    """However it is made."""
    assert canonical(text) == json.dumps(text, ensure_ascii=False)


def lines(before: Data, after: Data) -> list[str]:
    """Return the changes as text."""
    return [describe(change) for change in diff(before, after)]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ({"status": "ongoing"}, {"status": "mitigated"}, ["status: ongoing -> mitigated"]),
        ({}, {"times": {"mitigated": "~2017-02-01T00:36:00Z"}}, ["times.mitigated: ~2017-02-01T00:36:00Z"]),
        ({"roles": {"lead": "ana"}}, {}, ["roles.lead: ana -> (removed)"]),
        ({"impact": {"announced": False}}, {"impact": {"announced": True}}, ["impact.announced: false -> true"]),
        ({"tags": ["a"]}, {"tags": ["b", "a"]}, ["tags: + b"]),
        ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}, ["tags: moved b"]),
        ({"services": ["web"]}, {}, ["services: - web"]),
        (
            {"actions": [RESTORE]},
            {"actions": [PROMPT, RESTORE]},
            ["actions: + Show the role of the host in the prompt"],
        ),
        (
            {"actions": [RESTORE]},
            {"actions": [{**RESTORE, "due": "2017-03-01"}]},
            ["actions[am3x7].due: 2017-02-15 -> 2017-03-01"],
        ),
    ],
)
def test_changes_are_found_and_described(before: Data, after: Data, expected: list[str]) -> None:
    """Each difference is one line: field, what it was, what it is."""
    assert lines(before, after) == expected


@pytest.mark.parametrize(
    ("place", "item", "expected"),
    [
        (
            "timeline",
            {"event": "snapshot restored", "at": "2017-02-01T00:36:00Z"},
            "timeline: + 00:36 snapshot restored",
        ),
        ("timeline", {"event": "loss seen", "at": "~2017-02-01T00:36:00Z"}, "timeline: + ~00:36 loss seen"),
        ("timeline", {"event": "loss seen", "at": "2017-02"}, "timeline: + 2017-02 loss seen"),
        ("timeline", {"event": "loss seen", "at": "later"}, "timeline: + later loss seen"),
        ("whys", {"leg": "defence", "problem": "0 of 4 copies"}, "whys: + defence: 0 of 4 copies"),
        ("whys", {"leg": "detection", "none": "Seen at once"}, "whys: + detection: none: Seen at once"),
        (
            "whys",
            {"problem": "p", "leg": "defence", "because": [{"cause": "a", "because": ["b"]}]},
            "whys: + defence: p (and 2 below)",
        ),
        ("ladder", {"status": "mitigated", "how": "writes stopped"}, "ladder: + mitigated writes stopped"),
        ("ladder", {"status": "ongoing", "because": "it came back"}, "ladder: + ongoing it came back"),
        ("reviews", {"by": "li.wei", "verdict": "approved"}, "reviews: + approved li.wei"),
        ("links", {"rel": "caused-by", "to": "20161201-hv4et"}, "links: + caused-by 20161201-hv4et"),
        ("waivers", {"rule": "A204", "because": "Stopgap"}, "waivers: + A204 Stopgap"),
        ("x_list", {"size": 3, "on": True}, "x_list: + size: 3, on: true"),
        ("x_list", [1, "two"], "x_list: + 1, two"),
    ],
)
def test_items_are_described_by_their_own_words(place: str, item: object, expected: str) -> None:
    """An added item shows what a reader knows it by."""
    assert lines({}, {place: [item]}) == [expected]


def test_long_prose_is_shortened_to_one_line() -> None:
    """Prose does not fill the body of a commit."""
    (line,) = lines({"summary": "short"}, {"summary": "word " * 40 + "\nend"})
    assert line == "summary: short -> " + ("word " * 12).strip() + "…"


def test_one_cause_deep_in_a_tree_is_one_change() -> None:
    """The path of a change names each item by its id."""
    deep: Data = {"whys": [{"leg": "defence", "id": "w1", "because": [{"cause": "a", "id": "c1"}]}]}
    found = diff(deep, {"whys": [{"leg": "defence", "id": "w1", "because": [{"cause": "b", "id": "c1"}]}]})
    assert found == [Change(("whys", Item("w1"), "because", Item("c1"), "cause"), "set", "a", "b")]
    assert found[0].path == "whys[w1].because[c1].cause"


def test_changes_are_carried_over_to_a_state_that_moved_on() -> None:
    """What others changed elsewhere stays, the same change by others is no conflict."""
    base: Data = {"status": "ongoing", "actions": [RESTORE], "tags": ["a"]}
    mine = diff(base, {**base, "status": "mitigated", "actions": [{**RESTORE, "owner": "li"}], "tags": ["a", "b"]})
    theirs: Data = {"status": "mitigated", "actions": [PROMPT, {**RESTORE, "due": "2017-03-01"}], "tags": ["c", "a"]}
    assert apply(mine, theirs) == {
        "status": "mitigated",
        "actions": [PROMPT, {**RESTORE, "due": "2017-03-01", "owner": "li"}],
        "tags": ["c", "a", "b"],
    }


@pytest.mark.parametrize(
    ("after", "onto", "path"),
    [
        ({"status": "mitigated"}, {"status": "resolved"}, "status"),
        ({"status": "mitigated"}, {}, "status"),
        ({"actions": []}, {"actions": [{**RESTORE, "owner": "li"}]}, "actions"),
        ({"actions": [{**RESTORE, "owner": "li"}]}, {"actions": []}, "actions[am3x7].owner"),
        ({"actions": [RESTORE, PROMPT]}, {"actions": [RESTORE, {**PROMPT, "owner": "li"}]}, "actions"),
        ({"actions": [RESTORE, PROMPT]}, {"actions": "none"}, "actions"),
        ({"times": {"started": "unknown"}}, {"times": "unknown"}, "times.started"),
    ],
)
def test_what_others_changed_differently_is_a_conflict(after: Data, onto: Data, path: str) -> None:
    """A value that is neither what it was nor what it shall be is not overwritten."""
    base: Data = {"status": "ongoing", "actions": [RESTORE]}
    with pytest.raises(ChangeConflict) as caught:
        apply(diff(base, {**base, **after}), {**base, **onto} if onto else {})
    assert [change.path for change in caught.value.changes] == [path]
    assert path in caught.value.message


def test_items_moved_away_by_others_are_a_conflict() -> None:
    """An item that shall move must still be there."""
    changes = diff({"tags": ["a", "b"]}, {"tags": ["b", "a"]})
    with pytest.raises(ChangeConflict):
        apply(changes, {"tags": ["a"]})


def test_inverse_of_an_added_item_removes_it() -> None:
    """Undo of an addition is a removal with the same item."""
    (change,) = inverse(diff({}, {"actions": [PROMPT]}))
    assert (change.kind, change.before, change.after) == ("removed", PROMPT, None)


def test_new_items_behind_one_that_is_gone_come_last() -> None:
    """Nothing is lost when the item before the new one was removed meanwhile."""
    changes = diff({"tags": ["a", "b"]}, {"tags": ["a", "c", "d", "b"]})
    assert apply(changes, {"tags": ["b"]}) == {"tags": ["b", "c", "d"]}


@pytest.mark.parametrize(
    ("before", "after"),
    [({"tags": None}, {"tags": []}), ({"times": {}}, {}), ({}, {"roles": {"lead": None}}), ({"a": ""}, {"a": ""})],
)
def test_nothing_is_nothing_however_it_is_written(before: Data, after: Data) -> None:
    """An empty value and no value do not differ."""
    assert diff(before, after) == []


def test_a_value_for_one_that_others_emptied() -> None:
    """Where both found nothing there is no conflict, however either of them wrote it."""
    assert apply(diff({}, {"summary": "300 GB gone"}), {"summary": {}}) == {"summary": "300 GB gone"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"actions": [PROMPT]}, {"actions": [PROMPT, RESTORE]}),
        ({"actions": [PROMPT, RESTORE]}, {"actions": [PROMPT]}),
        ({"actions": [PROMPT, RESTORE]}, {"actions": [RESTORE, PROMPT]}),
        ({"tags": ["a", "b"]}, {"tags": ["c", "b"]}),
    ],
)
def test_lists_are_changed_once_and_back(before: Data, after: Data) -> None:
    """A change that is made already is no conflict, and its inverse leads back."""
    changes = diff(before, after)
    assert apply(changes, before) == apply(changes, after) == after
    assert apply(inverse(changes), after) == before
