"""Laws of the merge: no side comes first, nothing is lost, and what several merged in any order is the same."""

from __future__ import annotations

from hypothesis import example, given, settings
from hypothesis import strategies as st

from rcalog.model.base import record_data
from rcalog.model.incident import Incident
from rcalog.model.merge import merge
from rcalog.model.reading import read_incident
from tests.helpers.edits import Editor, base
from tests.helpers.laws import data, in_any_order, joined, lost, settled

seeds = st.integers(0, 10**9)
counts = st.integers(1, 7)
revisions = st.builds(lambda seed, times: Editor(seed).edited(times), seeds, counts)
laws = settings(max_examples=100)


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
    assert merged is None or lost(base(), merged, ours, theirs) == set()


@laws
@given(revisions, revisions, revisions)
@example(Editor(1).edited(4), Editor(5).edited(5), Editor(2595).edited(2))
def test_three_clones_come_to_the_same(first: Incident, second: Incident, third: Incident) -> None:
    """In whatever order three clones are merged, they have the same values in the same order."""
    three = first, second, third
    ends = in_any_order(base(), *three)
    assert not ends or [settled(end, *three) for end in ends[1:]] == [settled(ends[0], *three)] * 2
