"""What is looked for when a text shall go, and what stands in its place."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.logbook.recordfile import emit
from rcalog.model.redaction import MARK, Redaction, TooShort

VALUE = 'it\'s "Jane Doe" \\ here'


@pytest.mark.parametrize(
    "written",
    [
        VALUE,
        VALUE.replace("'", "''"),
        json.dumps(VALUE)[1:-1],
        VALUE.replace(" ", "\n    "),
        VALUE.replace(" ", "\\n"),
        "it's \"Jane…",
        'it\'s "Jane Doe" \\ he...',
    ],
)
def test_every_way_in_which_it_is_written(written: str) -> None:
    """Plain, in quotes, folded over lines, and cut short: it is found, and gone."""
    redaction = Redaction((VALUE,))
    raw = f"a {written} b".encode()
    assert (redaction.is_in(raw), redaction.clean(raw)) == (True, f"a {MARK} b".encode())
    assert redaction.clean_text(raw.decode()) == f"a {MARK} b"


def test_what_is_left_alone() -> None:
    """Other text, and a beginning that is not cut short."""
    redaction = Redaction((VALUE,))
    assert [redaction.is_in(each.encode()) for each in ("Jane", "it's \"Jane", "", "redacted")] == [False] * 4


@pytest.mark.parametrize("values", [(), ("",), ("abc",), ("张",), ("张a",), ("long enough", " a b ")])
def test_too_short(values: tuple[str, ...]) -> None:
    """What would be found in many other words is refused."""
    with pytest.raises(TooShort):
        Redaction(values)


def test_names_in_chinese_are_short() -> None:
    """A name of two characters says as much as four letters."""
    assert Redaction(("张伟",)).clean("值班的张伟重启了".encode()).decode() == "值班的(redacted)重启了"


def test_lines_are_shown_masked() -> None:
    """Each with its number, short, and without any of the texts."""
    raw = ("x" * 90 + " secret-one and secret-two\nnothing\n  - secret-two\n").encode()
    found = list(Redaction(("secret-one", "secret-two")).lines(raw))
    assert found == [
        (1, f"{'x' * 59} {MARK} and {MARK}"),
        (1, f"{'x' * 44} {MARK} and {MARK}"),
        (3, f"- {MARK}"),
    ]


def test_data() -> None:
    """Every text in it is cleaned, keys too; the rest stays."""
    data = {"a secret-one": ["secret-one", 1, None, {"b": "secret-one!"}]}
    assert Redaction(("secret-one",)).clean_data(data) == {f"a {MARK}": [MARK, 1, None, {"b": f"{MARK}!"}]}


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Zl", "Zp"]), min_size=4, max_size=90))
def test_gone_from_whatever_is_written(value: str) -> None:
    """Whatever form rcalog gives to a text in a record or a draft, nothing of it stays."""
    if len("".join(value.split())) < 4:
        return
    redaction = Redaction((value,))
    for raw in (emit({"title": value, "list": [f"a {value} b"]}), f"{value}\n".encode(), json.dumps(value).encode()):
        assert redaction.is_in(raw)
        assert not redaction.is_in(redaction.clean(raw)) or value in MARK
