"""Laws of semantic changes: they lead from one state to the other, back again, and past each other."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.model.changes import apply, describe, diff, inverse
from rcalog.model.changes.form import stripped

Data = dict[str, object]

scalars = st.none() | st.booleans() | st.integers(0, 3) | st.sampled_from(["", "a", "b", "unknown", "磁盘已满"])
keys = st.sampled_from(["cause", "owner", "due", "x_note"])
ids = st.sampled_from(["c1", "c2", "c3", "c4", "c5"])


def records(inner: st.SearchStrategy[object]) -> st.SearchStrategy[object]:
    """Return mappings and lists of `inner`; the items of a list may have ids, which may come twice."""
    items = st.builds(lambda name, rest: {"id": name, **rest}, ids, st.dictionaries(keys, inner, max_size=2))
    return st.dictionaries(keys, inner, max_size=3) | st.lists(items | inner, max_size=6)


values = st.recursive(scalars, records, max_leaves=12)
states = st.dictionaries(st.sampled_from(["times", "actions", "whys", "tags"]), values, max_size=4)
laws = settings(max_examples=80, deadline=None)


@laws
@given(states, states)
def test_applied_changes_lead_to_the_other_state(before: Data, after: Data) -> None:
    """apply(diff(a, b), a) is b, up to empty values."""
    assert stripped(apply(diff(before, after), before)) == stripped(after)


@laws
@given(states, states)
def test_inverse_changes_lead_back(before: Data, after: Data) -> None:
    """apply(inverse(diff(a, b)), b) is a, up to empty values."""
    assert stripped(apply(inverse(diff(before, after)), after)) == stripped(before)


@laws
@given(states)
def test_nothing_differs_from_itself(state: Data) -> None:
    """diff(a, a) is empty, and so is what only empty values make different."""
    assert diff(state, state) == []
    assert diff(state, {**state, "roles": {}, "links": [], "summary": None}) == []


@laws
@given(states, states)
def test_changes_made_twice_are_made_once(before: Data, after: Data) -> None:
    """Applying the changes again changes nothing."""
    changes = diff(before, after)
    once = apply(changes, before)
    assert stripped(apply(changes, once)) == stripped(once)


@laws
@given(states, values, values)
def test_edits_of_different_fields_commute(state: Data, mine: object, yours: object) -> None:
    """Changes of different fields may be made in either order."""
    first, second = diff(state, {**state, "times": mine}), diff(state, {**state, "tags": yours})
    assert stripped(apply(second, apply(first, state))) == stripped(apply(first, apply(second, state)))


@laws
@given(states, states)
def test_every_change_is_one_line(before: Data, after: Data) -> None:
    """A description has no line break and keeps to the width."""
    for change in diff(before, after):
        assert "\n" not in describe(change)
        assert len(describe(change, width=40)) <= 40
