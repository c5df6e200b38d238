"""The loader is strict, says where and why, and says what to do."""

from __future__ import annotations

import pytest

from rcalog.logbook.recordfile import RecordError, conflict_markers, load

BS = "\\"

READ: list[tuple[str, object]] = [
    ("a", "a"),
    ("null", None),
    ("~", None),
    ("", None),
    ("true", True),
    ("false", False),
    ("0", 0),
    ("-7", -7),
    ("1000000000000000000", 10**18),
    ("True", "True"),
    ("yes", "yes"),
    ("Null", "Null"),
    ("007", "007"),
    ("+5", "+5"),
    ("1_000", "1_000"),
    ("1.10", "1.10"),
    ("1e3", "1e3"),
    ("0x1f", "0x1f"),
    ("1:30", "1:30"),
    (".inf", ".inf"),
    ("2017-02-01", "2017-02-01"),
    ("~2017-02-01T00:36:00+00:00", "~2017-02-01T00:36:00+00:00"),
    ("'null'", "null"),
    ('"12"', "12"),
    ("''", ""),
    ('"a' + BS + 'tb"', "a\tb"),
    ('"a\tb"', "a\tb"),
    ("'a\tb'", "a\tb"),
    ("|-\n  \ta\tb\t", "\ta\tb\t"),
    ("https://example.org/x#y", "https://example.org/x#y"),
    ("数据库被删除：没有备份", "数据库被删除：没有备份"),
    ("two\n  lines", "two lines"),
    ("|-\n  two\n\n  lines", "two\n\nlines"),
    (">-\n  two\n  lines", "two lines"),
    ("{b: 1, c: [x, 2]}", {"b": 1, "c": ["x", 2]}),
    ("\n- x\n-\n- b: 1", ["x", None, {"b": 1}]),
]


@pytest.mark.parametrize(("written", "value"), READ)
def test_scalars_are_null_booleans_decimal_integers_or_text(written: str, value: object) -> None:
    """Nothing else is guessed: times, floats and old booleans are text."""
    document = load(f"a: {written}\n".encode())
    assert document.data == {"a": value}
    assert type(document.data["a"]) is type(value)


@pytest.mark.parametrize(
    "raw", [b"\xef\xbb\xbfa: 1\n", b"---\na: 1\n", b"a: 1\r\n", b"a: 1", b"a: 1\n...\n", b"# c\n\na: 1 # c\n"]
)
def test_ordinary_frames_are_read(raw: bytes) -> None:
    """A byte order mark, a document start, CRLF, no final newline and comments change nothing."""
    assert load(raw).data == {"a": 1}


Place = tuple[int, int]

REFUSED: list[tuple[str, Place, str, str]] = [
    ("", (1, 1), "the file is empty", "bring it back with git"),
    ("# only a comment\n", (1, 1), "the file is empty", "bring it back with git"),
    ("\n- a\n", (2, 1), "a record is made of `key: value` lines", "schema: rcalog/v1"),
    ("just text", (1, 1), "a record is made of `key: value` lines", "schema: rcalog/v1"),
    # characters, raw
    ("a: 1\nb: x\0y\n", (2, 5), "the character U+0000 is not allowed", "delete the character"),
    ("a: \x1b[31m\n", (1, 4), "the character U+001B is not allowed", "delete the character"),
    ("a: b\rc: d\n", (1, 5), "the character U+000D is not allowed", "delete the character"),
    ("a: 中\x85\n", (1, 5), "the character U+0085 is not allowed", "delete the character"),
    ("a: x\u2028y\n", (1, 5), "the character U+2028 (line separator) is not allowed", "delete the character"),
    ("a: \ufffe\n", (1, 4), "the character U+FFFE is not allowed", "delete the character"),
    ("# \x07\na: 1\n", (1, 3), "the character U+0007 is not allowed", "delete the character"),
    # characters, escaped
    (f'a: "x{BS}ud83d"\n', (1, 6), "the character U+D83D is not allowed", "delete the escape sequence"),
    (f'a: ok\nb: "{BS}U00110000"\n', (2, 5), f"{BS}U00110000 is no character", "remove the escape"),
    (f'a: "{BS}q"\n', (1, 6), "found unknown escape character 'q'", "write a backslash in double quotes as"),
    # what a record does not use
    ("a: 1\nb: &x 1\n", (2, 4), "an anchor (&x)", "put the text in quotes"),
    ("a: &x\n  b: 1\n", (1, 4), "an anchor (&x)", "put the text in quotes"),
    ("a: *x\n", (1, 4), "an alias (*x)", "put the text in quotes"),
    ("a: !!str 1\n", (1, 4), "a tag (!)", "put the text in quotes"),
    ("a: [!x b]\n", (1, 5), "a tag (!)", "put the text in quotes"),
    ("a:\n  <<: b\n", (2, 3), "a merge key (<<)", "write out the keys"),
    ("%YAML 1.1\n---\na: 1\n", (1, 1), "a YAML directive", "remove the line that begins with %"),
    ("a: 1\n---\nb: 2\n", (2, 1), "a second document begins here", "one file holds one record"),
    ("? a\n: 1\n", (1, 3), "a key marked by `?`", "`key: value`"),
    ("1: a\n", (1, 1), "a key that is not text", "put the key in quotes"),
    ("a: {null: b}\n", (1, 5), "a key that is not text", "put the key in quotes"),
    ("a:\n  [b]: c\n", (2, 3), "a list or mapping as a key", "put the text in quotes"),
    ("a: {b:}\n", (1, 6), "a colon without a space behind it", "put a space behind the colon"),
    ("a: 1\nb: 2\n'a': 3\n", (3, 1), "the key `a` stands twice: lines 1 and 3", "keep one of the two"),
    ("x: {a: 1,\n    a: 2}\n", (2, 5), "the key `a` stands twice: lines 1 and 2", "keep one of the two"),
    ("a: 1000000000000000001\n", (1, 4), "an integer beyond ±1,000,000,000,000,000,000", "in quotes"),
    ("a: -" + "9" * 5000 + "\n", (1, 4), "an integer beyond ±1,000,000,000,000,000,000", "in quotes"),
    # conflict markers
    (
        "a: 1\n<<<<<<< ours\nb: 2\n=======\nb: 3\n>>>>>>> theirs\n",
        (2, 1),
        "a conflict marker that git left",
        "both sides",
    ),
    # not YAML
    ("a: b: c\n", (1, 5), "mapping values are not allowed here", "in quotes"),
    ("a: 1\n\tb: 2\n", (2, 1), r"found character '\t' that cannot start any token", "indent with spaces"),
    ("a: b\tc\n", (1, 5), r"found character '\t' that cannot start any token", "put a text that holds a tab in quotes"),
    ("a: @b\n", (1, 4), "found character '@' that cannot start any token", "in quotes"),
    ('a: 1\nb: "x\nc: 3\n', (2, 4), "found unexpected end of stream", "close the quotation mark"),
    ("a: 1\nb\n", (2, 1), "could not find expected ':'", "`key: value`"),
    ("a:\n  - b\n c: d\n", (3, 2), "expected <block end>", "check the indentation"),
    ("a: [b, c\nd: 1\n", (2, 2), "expected ',' or ']'", "close the bracket"),
    ("a: [", (1, 5), "expected the node content", "check the quotation marks, brackets and indentation"),
]


@pytest.mark.parametrize(("text", "place", "message", "hint"), REFUSED)
def test_what_is_refused_is_named_with_its_place_and_a_hint(text: str, place: Place, message: str, hint: str) -> None:
    """File, line, column, what is wrong and what to do, for everything that a record must not hold."""
    with pytest.raises(RecordError) as caught:
        load(text.encode(), name="incidents/x.yaml")
    error = caught.value
    assert (error.file, error.line, error.column) == ("incidents/x.yaml", *place)
    assert error.code == "unreadable-record"
    assert message in error.message
    assert error.hint is not None
    assert hint in error.hint


def test_bytes_that_are_not_utf8_are_named() -> None:
    """The column counts characters, not bytes."""
    with pytest.raises(RecordError) as caught:
        load("a: 1\nb: 中".encode() + b"\xff\n")
    assert (caught.value.line, caught.value.column, caught.value.message) == (2, 5, "byte 0xff is not UTF-8")
    assert caught.value.hint == "save the file as UTF-8"


def test_a_surrogate_in_bytes_is_not_utf8() -> None:
    """A lone surrogate cannot be encoded, so its bytes are refused."""
    with pytest.raises(RecordError) as caught:
        load(b"a: \xed\xa0\x80\n")
    assert (caught.value.line, caught.value.column) == (1, 4)


LIMITS: list[tuple[bytes, Place, str]] = [
    (b"a: " + b"x" * (256 * 1024 - 2), (1, 1), "the file has 262,145 bytes; a record has at most 262,144"),
    (b"a:\n" + b"- x\n" * 20_000, (19_997, 3), "more than 20,000 values and marks"),
    (b"a: " + b"[" * 200_000, (1, 67), "nested deeper than 64 levels"),
    (b"".join(b" " * n + b"a:\n" for n in range(100)), (65, 65), "nested deeper than 64 levels"),
]


@pytest.mark.untraced
@pytest.mark.parametrize(("raw", "place", "message"), LIMITS)
def test_limits(raw: bytes, place: Place, message: str) -> None:
    """Size, count and depth have limits, and the place is where the limit is crossed."""
    with pytest.raises(RecordError) as caught:
        load(raw)
    assert (caught.value.line, caught.value.column) == place
    assert caught.value.message == message
    assert caught.value.hint


def test_the_largest_records_are_read() -> None:
    """What is just within each limit is no error."""
    assert load(b"a: " + b"x" * (256 * 1024 - 3)).data == {"a": "x" * (256 * 1024 - 3)}
    assert len(str(load(b"a: " + b"[" * 63 + b"]" * 63).data)) > 63


def test_all_errors_are_known_at_once() -> None:
    """The first error carries the others, in the order of the file, the one that stopped the parser too."""
    with pytest.raises(RecordError) as caught:
        load(b"b: *x\na: 1\na: &y 2\nc: 99999999999999999999\nd: [\n")
    found = [(error.line, error.column, error.message) for error in (caught.value, *caught.value.others)]
    assert found == [
        (1, 4, "an alias (*x)"),
        (3, 1, "the key `a` stands twice: lines 2 and 3"),
        (3, 4, "an anchor (&y)"),
        (4, 4, "an integer beyond ±1,000,000,000,000,000,000"),
        (6, 1, "not valid YAML: expected the node content, but found '<stream end>'"),
    ]


def test_many_errors_are_cut_short() -> None:
    """A file full of the same fault gives a hundred errors."""
    with pytest.raises(RecordError) as caught:
        load(b"a: \x01\n" * 5000)
    assert len(caught.value.others) == 99


def test_conflict_markers_are_found_with_their_lines() -> None:
    """All kinds of marker lines count, of any size that git can be told to write."""
    text = "a: 1\n<<<<<<< HEAD\nb: 1\n||||||| base\nb: 0\n=======\nb: 2\n>>>>>>> x\n<<<<<<<<<<\n"
    assert conflict_markers(text) == [2, 4, 6, 8, 9]
    assert conflict_markers(text.replace("\n", "\r\n")) == [2, 4, 6, 8, 9]


def test_text_that_looks_like_markers_is_none() -> None:
    """An underline of equals signs, and markers within indented text, are text."""
    text = "a: |-\n  Title\n  =======\n  <<<<<<< x\nb: 1\n=======\n"
    assert conflict_markers(text) == []


def test_each_conflict_marker_is_an_error() -> None:
    """Every marker line is reported, none of what the parser would make of them."""
    with pytest.raises(RecordError) as caught:
        load(b"a: |-\n<<<<<<< x\n  1\n=======\n  2\n>>>>>>> y\n")
    assert [error.line for error in (caught.value, *caught.value.others)] == [2, 4, 6]


def test_what_is_done_to_the_data_reaches_nobody_else() -> None:
    """The same bytes give the same data again, whatever became of it the first time."""
    raw = b"a:\n  - b: 1\n"
    load(raw).data.clear()
    assert load(raw).data == {"a": [{"b": 1}]}
