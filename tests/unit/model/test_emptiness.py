"""Data without what says nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.emptiness import filled, without_empty

leaves = st.none() | st.booleans() | st.integers() | st.text(max_size=3) | st.sampled_from(["None", "[]", "({", "([1"])
values = st.recursive(
    leaves,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.sampled_from(["a", "b", "x_own", "None"]), inner, max_size=3)
    ),
    max_leaves=8,
)


@pytest.mark.untraced
@given(st.dictionaries(st.sampled_from(["title", "whys", "x_own"]), values, max_size=3))
def test_data_that_has_nothing_empty_is_returned_as_it_is(data: dict[str, object]) -> None:
    """The quick look never takes data with something empty for data without."""
    assert as_lists(filled(data)) == without_empty(data)


@pytest.mark.parametrize("inner", [MappingProxyType({"b": None, "c": 1}), {"c": 1}])
def test_a_map_of_another_kind_becomes_a_plain_one(inner: Mapping[str, object]) -> None:
    """What reads records takes plain ones alone."""
    assert filled({"a": inner}) == {"a": {"c": 1}}


def as_lists(value: object) -> object:
    """Return data with a list for each tuple, as `without_empty` gives it outside of the keys of the team's own."""
    if isinstance(value, Mapping):
        return {key: item if key.startswith("x_") else as_lists(item) for key, item in value.items()}
    return [as_lists(item) for item in value] if isinstance(value, list | tuple) else value
