"""Bulk reading: what is let through, and that it is what the strict reader reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from rcalog.logbook.recordfile import RecordError, bulk, load, read
from rcalog.logbook.recordfile.limits import NO_TEXT
from tests.helpers.desk import golden_text

EXAMPLE = Path(__file__).parents[3] / "examples/gitlab-2017/record.yaml"
HEAD = "schema: rcalog/v1\n"


@pytest.mark.parametrize("text", [EXAMPLE.read_text("utf-8"), golden_text(), HEAD])
def test_plain_records_are_read(text: str) -> None:
    """With the same values, in the same order, of the same types, as by the strict reader."""
    assert repr(bulk.read_plain(text.encode())) == repr(load(text.encode()).data)


@pytest.mark.parametrize(
    "value",
    [
        *("x", "a b # c", "a#b", "http://x.org/a#b", "a:b", "中文：说明", "（是）", "'it''s'", '"q: #"', "'a' # c", ""),
        *("5", "-3", "0", "999999999999999999", "null", "true", "2017-01", "2017-02-15", "~2017-01-31T10:00:00+08:00"),
        *("5 h", "12 of 13", "3:05 pm", "yes", "no", "[]", "{}", "[a, 'b', 5, 2017-01-01T10:00:00Z]"),
        *("{because: it is old, by: ana, until: 2017-08-01}", "|-\n  #x: [\n\n    - y", "|\n  x\n\n"),
    ],
)
def test_plain_values_are_read(value: str) -> None:
    """Below a key, and in an item of a list."""
    text = f"{HEAD}a: {value}\nlist:\n  - b: {value.replace(chr(10), chr(10) + '    ')}\n    c: d\n"
    assert repr(bulk.read_plain(text.encode())) == repr(load(text.encode()).data)


@pytest.mark.parametrize(
    "value",
    [
        *("0x1F", "0o17", "0b11", "+5", "1e3", "1.5", ".5", ".inf", "007", "1_000", "1000000000000000000", "Null", "TRUE", "TRUE  # c", "1.5 # c"),
        *("&a x", "*a", "!t x", "%x", "@x", "`x", "| # c", "|+\n  x", ">-\n  x", "x: y", "x:", "- y", "? y", "<<", "..."),
        *("[007, a]", "{a: 007, b: c}", "[1.5, a]", "[a", "a]\n]", "[[a]]", "[a,b]", "[a, ]", "{a}", "{a:b}", "[5:a]", '"\\n"', "'a'b", "x\n  y", "\n  - - y", "\n  -"),
        *("\n  ? y", "\n  <<: {a: b}", "\n  'k': v", "\n  1: v", "\n  null: v", "x\ty", "x\r", "x\ufeff", "x\x1b", "x\u2028"),
    ],
)  # fmt: skip
def test_anything_else_is_left_to_the_strict_reader(value: str) -> None:
    """What other readers take for a number, what a record must not use, and what is merely unusual."""
    assert bulk.read_plain(f"{HEAD}a: {value}\n".encode()) is None


@pytest.mark.parametrize(
    "text",
    [
        *("a:\n- x\n- b: c\n  d:\n  - 1\n  e: f\ng:\n", "a:\n- a\n- a\n", "a:\n\n  # c\n    - x # c\n    # c\n    - y: z\n"),
        *("a:\nb:\n  c:\n  d:\ne:\n", "a: |\n\n  x\n \n    y\n\n# c\nb: |-\n  z\n  \n", "# c\n\na: x  \nb: 'y'  # c\nc: [ a,  'b' , true ]\n"),
        *("é: {a: null, b: 'it''s', c_d: -5}\n_f: [0, x y, \"z\"]\n", "a:\n  - b:\n    c: d\n  - e: |\n      f\n    g: h\n  - i\n", "a: x\u3000\nb: y\u00a0 z\n"),
    ],
)  # fmt: skip
def test_each_line_belongs_where_its_indentation_says(text: str) -> None:
    """Below the key that waits for it, or to a mapping or a list that is open in its column."""
    assert repr(bulk.read_plain(text.encode())) == repr(load(text.encode()).data)


@pytest.mark.parametrize(
    "text",
    [
        *("a:\n  - x\n - y\n", "a:\n    b: c\n  d: e\n", "a: x\n  - y\n", "a: x\n- y\n", "a: [x]\n  b: c\n", "  a: b\n"),
        *("a: {b: c, b: d}\n", "a:\n  b: c\n  b: d\n", "a:\n  - x\n    b: c\n", "a:\n  - |\n    x\n", "a:\n  b: c\n  - d\n", "a:\n  - b\n  c: d\n"),
    ],
)  # fmt: skip
def test_a_line_that_belongs_nowhere_is_left_to_the_strict_reader(text: str) -> None:
    """Whether it then is a text that goes on, or wrong."""
    assert bulk.read_plain(text.encode()) is None


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"# nothing\n",
        b"- a\n",
        b"a: \xff\n",
        b"a: 1\na: 2\n",
        b"---\na: 1\n",
        b"\xef\xbb\xbfa: 1\n",
        b"a: 1\n<<<<<<< ours\n",
        b"a: x\n  b: y\n",
        b"a: 1",
        b"a: |\n  x",
        b"a: " + b"x" * (256 * 1024) + b"\n",
        b"a:\n" + b"- x\n" * 20_000,
        "".join(" " * at + f"k{at}:\n" for at in range(65)).encode(),
    ],
)
def test_what_is_no_record_is_left_to_the_strict_reader(raw: bytes) -> None:
    """It alone says what is wrong."""
    assert bulk.read_plain(raw) is None


@pytest.mark.untraced
def test_up_to_the_limits() -> None:
    """The limits of the strict reader are kept, not narrowed."""
    deep = "".join(" " * at + f"k{at}:\n" for at in range(64)).encode()
    assert bulk.read_plain(deep) == load(deep).data
    many = b"a:\n" + b"- x\n" * 19_991
    assert bulk.read_plain(many) == load(many).data
    assert bulk.read_plain(many + b"- x\n") is None


def test_places_are_looked_for_when_asked() -> None:
    """The data is there at once; where something stands is found as by the strict reader."""
    raw = golden_text().encode()
    found, strict = read(raw, name="x.yaml"), load(raw, name="x.yaml")
    assert found.position(("whys", 0, "because", 0, "cause")) == strict.position(("whys", 0, "because", 0, "cause"))
    assert "_parsed" not in vars(found)
    assert (found, found.text, found.root) == (strict, strict.text, strict.root)


@pytest.mark.parametrize("text", ["a: x\n  - y\nb: z\n", "a:\n  - x\n  - y\n\n    - z\nb: z\n"])
def test_places_that_lines_alone_do_not_tell(text: str) -> None:
    """A text that goes on in the next line, which looks like an item of a list."""
    found, strict = read(text.encode(), name="x.yaml"), load(text.encode())
    assert (found.data, found.position(("b",))) == (strict.data, strict.position(("b",)))


def test_what_is_refused_is_refused_alike() -> None:
    """With the place and all that is wrong."""
    raw = b"title: [a\nb: *c\n"
    with pytest.raises(RecordError) as strict:
        load(raw, name="x.yaml")
    with pytest.raises(RecordError) as found:
        read(raw, name="x.yaml")
    assert vars(found.value) == vars(strict.value)


def test_no_control_character_is_taken_as_it_is() -> None:
    """What the strict reader refuses by itself, this leaves to it; its neighbours are text."""
    codes = [*range(0x80, 0x180), *range(0x2000, 0x2080), *range(0xFE80, 0xFF20), *range(0xFFE0, 0x10010)]
    signs = [chr(code) for code in codes]
    refused = [sign for sign in signs if re.match(rf"{NO_TEXT}|\ufeff", sign)]
    assert [sign for sign in signs if bulk.read_plain(f"a: b{sign}c\n".encode()) is None] == refused
