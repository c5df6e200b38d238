"""JSON of our own, read back."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.display import HIDDEN
from rcalog.model.jsonread import read_json
from rcalog.model.jsontext import json_lines, json_text

PLAIN = (
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(max_size=9)
)


@given(st.recursive(PLAIN, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner)))
def test_what_was_written_is_read(data: object) -> None:
    """Whatever is kept as JSON comes back as it was, and is what `json` would write."""
    assert read_json(json_text(data)) == data
    assert json.loads(json_text(data)) == data
    shown = json.dumps(data, ensure_ascii=False)
    assert json_text(data) == shown or HIDDEN.search(shown)


def test_what_is_not_plain() -> None:
    """It is made plain by whoever knows how, else it is refused."""
    assert json_text([date(2026, 11, 23), "\u200b"], default=str) == '["2026-11-23", "\\u200b"]'
    with pytest.raises(TypeError, match="date is not JSON"):
        json_text([date(2026, 11, 23)])


@given(st.dictionaries(st.text(max_size=5), PLAIN | st.lists(PLAIN, max_size=3), max_size=5))
def test_each_key_on_a_line(data: dict[str, object]) -> None:
    """Each line holds one key with what it holds, and all of them are the same JSON as on one line."""
    text = json_lines(data)
    assert text.replace("\n", " ") == json_text(data)
    lines = text[1:-1].split("\n") if data else []
    assert [read_json(f"{{{line.removesuffix(',')}}}") for line in lines] == [{key: data[key]} for key in data]
