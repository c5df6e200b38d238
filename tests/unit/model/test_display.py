"""Text for terminals."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from wcwidth import wcwidth

from rcalog.model.display import HIDDEN, _plain_width, pad, safe, shorten, width, wrap

VISIBLE_FORMATS = {"\u0600", "\u0601", "\u0602", "\u0603", "\u0604", "\u0605", "\u06dd", "\u070f", "\u0890", "\u0891"}
VISIBLE_FORMATS |= {"\u08e2", "\U000110bd", "\U000110cd"} | {chr(code) for code in range(0x13430, 0x13440)}
"""Signs of Arabic, Syriac, Kaithi and Egyptian that Unicode calls formats and that can be seen."""

hostile = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("\x00\x07\x1b\x7f\x9b\x9d\u200b\u200e\u202e\u2066\u2028\ufeff\U000e0041"),
        st.characters(categories=["Cc", "Cf", "Cs", "Zl", "Zp"]),
    ),
    max_size=80,
)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("数据库被删", "数据库被删"),
        ("\x1b[31mred", "␛[31mred"),
        ("\x1b]8;;http://x\x07link", "␛]8;;http://x␇link"),
        ("a\nb\tc\r", "a␊b␉c␍"),
        ("\x7f\x9b", "<U+007F><U+009B>"),
        ("user\u202etxt.exe", "user<U+202E>txt.exe"),
        ("in\u200bvisible", "in<U+200B>visible"),
        ("\ud800", "<U+D800>"),
        ("\U000e0041", "<U+E0041>"),
        ("[red][/]", "[red][/]"),
        ("", ""),
    ],
)
def test_safe(text: str, shown: str) -> None:
    """What a terminal would obey is spelt out, everything else stays."""
    assert safe(text) == shown


def test_safe_keeps_lines_where_they_are_wanted() -> None:
    """With `multiline` newlines and tabs stay, and nothing else."""
    assert safe("a\n\tb\r\x1b", multiline=True) == "a\n\tb␍␛"


def test_safe_covers_every_control_and_format() -> None:
    """Of all characters, no control, surrogate, separator or invisible format passes."""
    kinds = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    passed = [
        hex(code)
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(char := chr(code)) in kinds and char not in VISIBLE_FORMATS and safe(char) == char
    ]

    assert passed == []


@given(hostile)
def test_safe_text_stays_as_it_is(text: str) -> None:
    """What is safe is not changed again."""
    assert safe(safe(text)) == safe(text)


@pytest.mark.parametrize(
    ("text", "cells"), [("abc", 3), ("数据库", 6), ("a库", 3), ("é", 1), ("e\u0301", 1), ("\x1b", 1), ("\u200b", 8)]
)
def test_width(text: str, cells: int) -> None:
    """Chinese takes two cells, a combining mark none, and what is spelt out as much as its spelling."""
    assert width(text) == cells


@pytest.mark.parametrize(("text", "padded"), [("库", "库   "), ("12345", "12345"), ("too long", "too long")])
def test_pad(text: str, padded: str) -> None:
    """Blanks fill up to the width; text is never cut."""
    assert pad(text, 5) == padded


def test_pad_on_the_left() -> None:
    """Numbers stand at the right."""
    assert pad("12", 5, right=True) == "   12"


@pytest.mark.parametrize(
    ("text", "cells", "shown"),
    [
        ("short", 9, "short"),
        ("a long title", 9, "a long..."),
        ("数据库被误删除", 9, "数据库..."),
        ("数据库被误删除", 8, "数据..."),
        ("two\nlines", 9, "two␊lines"),
        ("abcdef", 2, ".."),
        ("x" * 10_000, 6, "xxx..."),
    ],
)
def test_shorten(text: str, cells: int, shown: str) -> None:
    """A cut is shown by three dots, and a wide character is never halved."""
    assert shorten(text, cells) == shown


@pytest.mark.parametrize(
    ("text", "cells", "lines"),
    [
        ("", 5, [""]),
        ("a bc d", 4, ["a bc", "d"]),
        ("a bc d", 3, ["a", "bc", "d"]),
        ("abcdef gh", 4, ["abcd", "ef", "gh"]),
        ("数据库 ab", 4, ["数据", "库", "ab"]),
        ("a\nb\tc", 10, ["a b c"]),
        ("averyverylongword x", 8, ["averyver", "ylongwor", "d x"]),
        ("提示符，看上去", 6, ["提示", "符，看", "上去"]),
        ("😀😀😀", 4, ["😀😀", "😀"]),
        ("\x1b[31mred", 20, ["␛[31mred"]),
        ("数", 1, ["数"]),
    ],
)
def test_wrap(text: str, cells: int, lines: list[str]) -> None:
    """Between words and wide characters, the punctuation with them, and within what is wider than a line."""
    assert wrap(text, cells) == lines


@given(hostile, st.integers(10, 40))
@example("00\x7f\U00011362", 10)
@settings(max_examples=200)
def test_wrap_never_exceeds_and_loses_nothing(text: str, cells: int) -> None:
    """Every line fits, and all that was there is there."""
    lines = wrap(text, cells)
    assert [line for line in lines if width(line) > cells] == []
    assert "".join(lines).replace(" ", "") == safe("".join(text.split()))


@given(hostile, st.integers(0, 40))
@settings(max_examples=200)
def test_shorten_never_exceeds(text: str, cells: int) -> None:
    """Whatever the text, it fits."""
    assert width(shorten(text, cells)) <= cells


@pytest.mark.untraced
def test_what_is_shown_as_it_is() -> None:
    """Of all characters, those stay as they are in which there is nothing to hide."""
    everything = map(chr, range(sys.maxunicode + 1))
    assert [hex(ord(each)) for each in everything if (safe(each) == each) == bool(HIDDEN.search(each))] == []


def test_widths_that_need_no_tables() -> None:
    """Ideographs and full-width signs are as wide as the tables say."""
    known = [chr(code) for code in range(0x3000, 0x10000) if _plain_width(chr(code)) is not None]
    assert len(known) > 20000
    assert [each for each in known if _plain_width(each) != wcwidth(each)] == []
