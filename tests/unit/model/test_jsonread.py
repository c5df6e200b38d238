"""JSON of our own, read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.jsonread import read_json
from rcalog.model.jsontext import json_text

PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
)


@given(st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)))
def test_what_was_written_is_read(data: object) -> None:
    """Whatever is kept as JSON comes back as it was."""
    assert read_json(json_text(data)) == data
