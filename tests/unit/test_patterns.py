"""Regular expressions that wait for their first use."""

from __future__ import annotations

import re

import pytest

from rcalog.patterns import pattern


def test_a_pattern_does_what_a_compiled_one_does() -> None:
    """Its methods, its flags and its text are those of `re.compile`."""
    number = pattern(r"(?P<n>\d+) X", re.IGNORECASE)

    assert number.fullmatch("12 x", 0)["n"] == "12"  # type: ignore[index]
    assert [number.sub("-", "1 x, 2 X"), number.pattern, number.groups] == ["-, -", r"(?P<n>\d+) X", 1]
    assert pattern(rb"\d").findall(b"1a2") == [b"1", b"2"]


def test_a_pattern_is_compiled_when_it_is_first_used() -> None:
    """A text that is no pattern is an error of the one who uses it, not of the one who loads it."""
    wrong = pattern("(")

    with pytest.raises(re.error):
        wrong.match("(")
