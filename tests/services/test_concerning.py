"""Whether a change concerns a field."""

from __future__ import annotations

import pytest

from rcalog.model.changes import diff
from rcalog.services.concerning import concerns

DUE = {"id": "adbfz", "action": "Look", "due": "2026-11-05"}


def tree(cause: str) -> dict[str, object]:
    """Return a leg with two causes, one below the other."""
    deep = {"id": "cdeep", "cause": cause, "proofs": [{"id": "pseen", "file": "a.log"}]}
    return {
        "whys": [{"id": "wlegs", "leg": "defence", "because": [{"id": "ctops", "cause": "Full", "because": [deep]}]}]
    }


@pytest.mark.parametrize(
    ("field", "expected"),
    [
        ("actions", True),
        ("actions.due", True),
        ("actions.owner", False),
        ("actions[adbfz]", True),
        ("actions[adbfz].due", True),
        ("actions[adbfz].owner", False),
        ("actions[ablah]", False),
        ("actions[ablah].due", False),
        ("times", False),
    ],
)
def test_an_item_that_comes_and_goes(field: str, expected: bool) -> None:  # noqa: FBT001
    """It concerns the item and what it has, by its id or without one, and no other."""
    come, gone = diff({}, {"actions": [DUE]}), diff({"actions": [DUE]}, {"actions": []})
    assert [concerns(change, field) for change in (*come, *gone)] == [expected] * 2


@pytest.mark.parametrize(
    ("field", "whole", "word"),
    [
        ("whys", True, True),
        ("whys.leg", True, False),
        ("whys.because", True, True),
        ("whys.because.cause", True, True),
        ("whys.because.because.cause", True, True),
        ("whys.because.proofs.file", True, False),
        ("whys.because[cdeep].cause", True, True),
        ("whys[wlegs].because[ctops].because[cdeep].cause", True, True),
        ("whys[wlegs].because[ctops]", True, True),
        ("whys[wlegs].because[ctops].cause", True, False),
        ("whys[wothr].because.cause", False, False),
        ("whys.because[cothr].cause", False, False),
        ("whys.because.end", False, False),
    ],
)
def test_causes_below_causes(field: str, whole: bool, word: bool) -> None:  # noqa: FBT001
    """A tree that comes whole has all that is in it; a cause is found however deep it stands."""
    assert [concerns(change, field) for change in diff({}, tree("Full"))] == [whole]
    assert [concerns(change, field) for change in diff(tree("No limit"), tree("No alarm"))] == [word]


@pytest.mark.parametrize(("field", "expected"), [("actions[a2]", True), ("actions", True), ("actions[a2].due", False)])
def test_an_item_that_moves(field: str, expected: bool) -> None:  # noqa: FBT001
    """Its place is a matter of the item, and nothing in it has changed."""
    one, two = {"id": "a1", "due": "2026-11-05"}, {"id": "a2", "due": "2026-11-06"}
    found = diff({"actions": [one, {"id": "a3"}, two]}, {"actions": [two, one, {"id": "a3"}]})
    assert [concerns(change, field) for change in found] == [expected]


@pytest.mark.parametrize(("field", "expected"), [("impact.summary", True), ("impact", True), ("impact.users", False)])
def test_a_value_that_becomes_another_kind(field: str, expected: bool) -> None:  # noqa: FBT001
    """It concerns what it has before as well as what it has after."""
    text, parts = {"impact": "Mail late"}, {"impact": {"summary": "Mail late"}}
    assert [concerns(change, field) for pair in ((text, parts), (parts, text)) for change in diff(*pair)] == [
        expected
    ] * 2
