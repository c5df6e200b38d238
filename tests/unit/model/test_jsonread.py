"""JSON of our own, read back."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.jsonread import read_json
from rcalog.model.jsontext import json_lines, json_text

PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
)


@given(st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)))
def test_what_was_written_is_read(data: object) -> None:
    """Whatever is kept as JSON comes back as it was."""
    assert read_json(json_text(data)) == data


@given(st.dictionaries(st.text(max_size=5), PLAIN | st.lists(PLAIN, max_size=3), max_size=5))
def test_each_key_on_a_line(data: dict[str, object]) -> None:
    """Each line holds one key with what it holds, and all of them are the same JSON as on one line."""
    text = json_lines(data)
    assert text.replace("\n", " ") == json_text(data)
    lines = text[1:-1].split("\n") if data else []
    assert [read_json(f"{{{line.removesuffix(',')}}}") for line in lines] == [{key: data[key]} for key in data]
