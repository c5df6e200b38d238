"""Laws of the merge: no side comes first, nothing is lost, and what several merged in any order is the same."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.model.base import record_data
from rcalog.model.changes.form import canonical, stripped
from rcalog.model.incident import Incident
from rcalog.model.merge import AmbiguousIds, merge
from rcalog.model.reading import read_incident, with_item_ids
from tests.helpers.edits import Editor, base

seeds = st.integers(0, 10**9)
counts = st.integers(1, 7)
revisions = st.builds(lambda seed, times: Editor(seed).edited(times), seeds, counts)
growing = st.builds(lambda seed, times: Editor(seed, removes=False).edited(times), seeds, counts)
laws = settings(max_examples=100)


def data(incident: Incident) -> dict[str, object]:
    """Return a record as it is compared: with every id, without what is empty."""
    found = stripped(record_data(with_item_ids(incident)))
    assert isinstance(found, dict)
    return found


def joined(start: Incident, ours: Incident, theirs: Incident) -> Incident | None:
    """Return the merge of two revisions; None where one of them has an id twice."""
    try:
        return merge(start, ours, theirs).incident
    except AmbiguousIds:
        return None


def without_order(value: object) -> object:
    """Return data in which every list is sorted."""
    if isinstance(value, Mapping):
        return {key: without_order(each) for key, each in value.items()}
    return sorted(map(without_order, value), key=canonical) if isinstance(value, list) else value


def leaves(value: object) -> Iterator[str]:
    """Yield everything that a person can have written in a record."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    else:
        yield canonical(value)


@laws
@given(revisions, revisions)
def test_no_side_comes_first(ours: Incident, theirs: Incident) -> None:
    """Whose clone the merge is made in changes nothing, and what comes of it is a record."""
    one, other = joined(base(), ours, theirs), joined(base(), theirs, ours)
    assert (one and data(one)) == (other and data(other))
    assert one is None or read_incident(record_data(one)) == one


@laws
@given(revisions)
def test_what_one_side_did_is_taken(ours: Incident) -> None:
    """Where only one side changed anything, or both did the same, that is the result."""
    for sides in ((ours, base()), (ours, ours)):
        merged = merge(base(), *sides)
        assert (data(merged.incident), merged.conflicts) == (data(ours), ())


@laws
@given(revisions, revisions)
def test_merging_again_changes_nothing(ours: Incident, theirs: Incident) -> None:
    """A side that is merged already brings nothing new."""
    once = joined(base(), ours, theirs)
    for side in (ours, theirs) if once else ():
        assert once
        again = merge(side, once, side)
        assert data(again.incident) == data(once)


@laws
@given(revisions, revisions)
def test_nothing_that_was_written_is_lost(ours: Incident, theirs: Incident) -> None:
    """Whatever a side wrote stands in the record, or under its conflicts."""
    merged = joined(base(), ours, theirs)
    for side in (ours, theirs) if merged else ():
        written = {*leaves(data(side))} - {*leaves(data(base()))}
        assert merged
        assert written - {*leaves(data(merged))} == set()


@laws
@given(growing, growing, growing)
def test_three_clones_come_to_the_same(first: Incident, second: Incident, third: Incident) -> None:
    """In whatever order three clones are merged, they have the same values and the same trees of causes."""
    # Not so where one removes a branch in which two others disagree; and then the order of items may differ.
    ends = []
    for one, two, three in ((first, second, third), (second, third, first), (third, first, second)):
        pair = joined(base(), one, two)
        end = joined(base(), pair, three) if pair else None
        if end is None:
            return
        ends.append(without_order(data(end) | {"conflicts": None}))
    assert ends[0] == ends[1] == ends[2]
