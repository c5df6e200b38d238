"""Scalars: what a word without quotes means, and how a text is written so that every reader takes it for text."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.logbook.recordfile import UnwritableRecord, load
from rcalog.logbook.recordfile.scalars import (
    LARGEST,
    block_header,
    block_lines,
    can_stand_in_block,
    can_stand_plain,
    read_plain,
    write_inline,
)
from rcalog.model.times import Plain

whole = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
nasty = st.text(st.sampled_from("ab1 -?:,[]{}#&*!|>'\"%@`~=.\n\tTtnoyes数\x1b\u202e\ufeff\\"), max_size=12)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("Null", "Null"),
        ("true", True),
        ("True", "True"),
        ("yes", "yes"),
        ("off", "off"),
        ("0", 0),
        ("-0", 0),
        ("-12", -12),
        ("012", "012"),
        ("1_000", "1_000"),
        ("+1", "+1"),
        ("1.0", "1.0"),
        ("1e3", "1e3"),
        ("12:30", "12:30"),
        ("0x1F", "0x1F"),
        ("2017-02-01", "2017-02-01"),
        (str(LARGEST), LARGEST),
        (str(-LARGEST), -LARGEST),
        ("١٢", "١٢"),
    ],
)
def test_what_a_plain_word_means(text: str, value: object) -> None:
    """Five words, decimal integers, and else text."""
    found = read_plain(text)
    assert (found, type(found)) == (value, type(value))


@pytest.mark.parametrize("text", [str(LARGEST + 1), str(-LARGEST - 1), "9" * 400])
def test_integers_that_are_too_large(text: str) -> None:
    """They are refused, and not rounded by the next reader."""
    with pytest.raises(OverflowError):
        read_plain(text)


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, "null"),
        (True, "true"),
        (False, "false"),
        (4711, "4711"),
        ("plain words", "plain words"),
        ("数据库被删", "数据库被删"),
        ("", '""'),
        ("no", '"no"'),
        ("NULL", '"NULL"'),
        ("12", '"12"'),
        ("12:30", '"12:30"'),
        ("2017-02-01", '"2017-02-01"'),
        (Plain("2017-02-01"), "2017-02-01"),
        (Plain("~2017-02-01T00:36:00+00:00"), "~2017-02-01T00:36:00+00:00"),
        ("a: b", '"a: b"'),
        ("a:b", "a:b"),
        ("a #b", '"a #b"'),
        ("a#b", "a#b"),
        ("- a", '"- a"'),
        ("[x]", '"[x]"'),
        ("@ana", '"@ana"'),
        ('say "no"', 'say "no"'),
        ('"no"', "'\"no\"'"),
        ("it's", "it's"),
        ("'t was", '"\'t was"'),
        (" edges ", '" edges "'),
        ("C:\\temp: gone", "'C:\\temp: gone'"),
        ("two\nlines", '"two\\nlines"'),
        ("a\ttab", '"a\\ttab"'),
        ("\x1b[31m", '"\\u001B[31m"'),
        ("a\u202eb", '"a\\u202Eb"'),
    ],
)
def test_how_a_value_is_written(value: str | int | None, written: str) -> None:
    """As plain as every reader allows, and nothing that is not seen stands in the file as it is."""
    assert write_inline(value) == written


@pytest.mark.parametrize(
    ("text", "quote", "written"),
    [("plain", "'", "'plain'"), ("plain", '"', '"plain"'), ("it's", "'", "'it''s'"), ("a\nb", "'", '"a\\nb"')],
)
def test_the_quotes_that_stood_there_stay(text: str, quote: str, written: str) -> None:
    """Unless they cannot hold what is to be written."""
    assert write_inline(text, quote=quote) == written


@pytest.mark.parametrize(("text", "flow"), [("a, b", False), ("a]", False), ("a", True), ("a?", False)])
def test_in_brackets_less_can_stand_plain(text: str, flow: bool) -> None:  # noqa: FBT001 (a column of the table)
    """Commas and brackets are marks there."""
    assert (can_stand_plain(text, flow=False), can_stand_plain(text, flow=True)) == (True, flow)


@settings(max_examples=150)
@given(whole | nasty)
def test_what_is_written_is_read_back(text: str) -> None:
    """Alone and in brackets, by us and by a second reader, which knows an older YAML."""
    for written in (f"a: {write_inline(text)}\n", f"a: [{write_inline(text, flow=True)}]\n"):
        value = load(written.encode()).data["a"]
        assert value in (text, [text])
        assert yaml.safe_load(written)["a"] == value


@settings(max_examples=150)
@given(nasty.filter(can_stand_in_block), st.integers(1, 4))
def test_a_block_is_read_back(text: str, width: int) -> None:
    """Also one that begins with a blank, and one that ends with empty lines."""
    body = "\n".join(block_lines(text, width))
    written = f"a: {block_header(text, width)}\n{body}\n"
    assert load(written.encode()).data["a"] == text


@pytest.mark.parametrize(
    ("text", "header"),
    [("one", "|-"), ("one\n", "|"), ("one\n\n", "|+"), (" one", "|2-"), ("\none", "|2-"), ("\tone\n", "|2")],
)
def test_headers_of_blocks(text: str, header: str) -> None:
    """What follows the last line, and where a line begins that begins with blanks."""
    assert block_header(text, 2) == header


@pytest.mark.parametrize("write", [write_inline, lambda text: block_lines(text, 2)])
def test_half_a_character_is_never_written(write: object) -> None:
    """Whatever the form."""
    assert callable(write)
    with pytest.raises(UnwritableRecord, match=r"U\+D800"):
        write("a\ud800")
