"""Pure edits of trees."""

from __future__ import annotations

import pytest

from rcalog.interview import tree
from rcalog.model.causes import Cause, Leg, LegName

LEGS = (
    Leg(problem="P", id="w1", leg=LegName.OCCURRENCE, because=(
        Cause(cause="a", id="a", because=(Cause(cause="b", id="b"), Cause(cause="c", id="c"))),
        Cause(cause="d", id="d"),
    )),
    Leg(problem="Q", id="w2", leg=LegName.DEFENCE),
)  # fmt: skip


def shape(effect: tree.Effect) -> object:
    """Return the words of a tree, nested."""
    return {tree.words(effect): [shape(cause) for cause in effect.because]} if effect.because else tree.words(effect)


def test_everything_is_found_by_its_id() -> None:
    """Legs and causes alike."""
    assert [tree.words(tree.effect_at(LEGS, item)) for item in ("w1", "a", "b", "w2")] == ["P", "a", "b", "Q"]
    assert (tree.find(LEGS, "x"), tree.leg_of(LEGS, "c"), tree.leg_of(LEGS, "x")) == (None, LEGS[0], None)
    assert tree.words(Leg(leg=LegName.DEFENCE)) == ""


@pytest.mark.parametrize(("look", "item"), [(tree.effect_at, "x"), (tree.cause_at, "w1"), (tree.parent_id, "w1")])
def test_what_is_not_there_is_a_fault_of_the_caller(look: object, item: str) -> None:
    """An id that names nothing, or a leg where a cause is meant."""
    with pytest.raises(KeyError):
        look(LEGS, item)  # type: ignore[operator]


def test_depth_counts_from_the_problem() -> None:
    """The problem is 0."""
    assert [tree.depth(LEGS, item) for item in ("w1", "a", "b")] == [0, 1, 2]


def test_causes_are_added_last_or_after_another() -> None:
    """The rest keeps its place."""
    new = Cause(cause="x", id="x")
    assert shape(tree.added(LEGS, "a", new)[0]) == {"P": [{"a": ["b", "c", "x"]}, "d"]}
    assert shape(tree.added(LEGS, "a", new, after="b")[0]) == {"P": [{"a": ["b", "x", "c"]}, "d"]}


def test_a_step_goes_between() -> None:
    """Only the one arrow is opened."""
    assert shape(tree.inserted(LEGS, "b", Cause(cause="x", id="x"))[0]) == {"P": [{"a": [{"x": ["b"]}, "c"]}, "d"]}


def test_what_is_not_touched_is_the_same_object() -> None:
    """An edit copies the way to the item and nothing else."""
    edited = tree.updated(LEGS, "b", cause="B")
    assert (edited[1] is LEGS[1], edited[0].because[1] is LEGS[0].because[1]) == (True, True)


def test_arrows_come_deepest_first() -> None:
    """In the order in which a chain is read back."""
    assert [(cause.cause, tree.words(effect)) for cause, effect in tree.arrows(LEGS[0])] == [
        ("b", "a"),
        ("c", "a"),
        ("a", "P"),
        ("d", "P"),
    ]


def test_what_leads_to_what() -> None:
    """Down the tree and along links, circles in a hand-written record included."""
    linked = tree.updated(tree.updated(LEGS, "d", same_as="a"), "c", same_as="d")
    found = [tree.leads_to(linked, start, goal) for start, goal in (("a", "b"), ("b", "a"), ("d", "b"), ("b", "x"))]
    assert found == [True, False, True, False]
    assert tree.leads_to(linked, "a", "x") is False
