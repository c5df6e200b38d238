"""A new record is written in the style of the format."""

from __future__ import annotations

import pytest

from rcalog.logbook.recordfile import UnwritableRecord, emit, load
from rcalog.model.times import Plain

WRITTEN: list[tuple[object, str]] = [
    ("text", " text"),
    (
        "Production database deleted; no backup could be restored",
        " Production database deleted; no backup could be restored",
    ),
    ("数据库被删除：没有备份", " 数据库被删除：没有备份"),
    ("https://example.org/x#y", " https://example.org/x#y"),
    ("it's fine", " it's fine"),
    ('say "no"', ' say "no"'),
    ("50 %", " 50 %"),
    ("~10 users", " ~10 users"),
    (12, " 12"),
    (-3, " -3"),
    (True, " true"),
    (None, " null"),
    ([], " []"),
    ({}, " {}"),
    (Plain("2017-01-31T23:27:00+00:00"), " 2017-01-31T23:27:00+00:00"),
    (Plain("~2017-02"), " ~2017-02"),
    # another reader would not see the text
    ("", ' ""'),
    ("no", ' "no"'),
    ("On", ' "On"'),
    ("y", ' "y"'),
    ("null", ' "null"'),
    ("~", ' "~"'),
    ("true", ' "true"'),
    ("12", ' "12"'),
    ("0755", ' "0755"'),
    ("1:30", ' "1:30"'),
    ("1.10", ' "1.10"'),
    ("1e3", ' "1e3"'),
    ("1_000", ' "1_000"'),
    ("0x1F", ' "0x1F"'),
    (".inf", ' ".inf"'),
    ("2017-01-31", ' "2017-01-31"'),
    ("2017-01-31 23:27", ' "2017-01-31 23:27"'),
    ("=", ' "="'),
    ("<<", ' "<<"'),
    (Plain("2017"), ' "2017"'),
    # it would not be one plain scalar
    ("a: b", ' "a: b"'),
    ("a:", ' "a:"'),
    ("a #b", ' "a #b"'),
    ("- a", ' "- a"'),
    ("#a", ' "#a"'),
    ("*a", ' "*a"'),
    ("@ana", ' "@ana"'),
    (" a ", ' " a "'),
    ("\u3000a", ' "\u3000a"'),
    ("---", ' "---"'),
    ("'a'", " \"'a'\""),
    ('"a"', " '\"a\"'"),
    ("- C:\\temp", " '- C:\\temp'"),
    ("a\tb", ' "a\\tb"'),
    # it would not be seen
    ("a\u202eb", ' "a\\u202Eb"'),
    ("\ufeffa", ' "\\uFEFFa"'),
    # several lines
    ("a\nb", " |-\n  a\n  b"),
    ("a\n\nb\n", " |\n  a\n\n  b"),
    ("a\n\n", " |+\n  a\n"),
    (" a\nb", " |2-\n   a\n  b"),
    ("\na", " |2-\n\n  a"),
    ("a: b\n# c\n- d", " |-\n  a: b\n  # c\n  - d"),
    ("\n", ' "\\n"'),
    ("a\n\u202eb", ' "a\\n\\u202Eb"'),
    # collections
    (["a", "b"], "\n  - a\n  - b"),
    ({"a": {"b": 1}}, "\n  a:\n    b: 1"),
    (
        [{"event": "x", "for": ["c1"], "because": [{"cause": "z"}]}],
        "\n  - event: x\n    for: [c1]\n    because:\n      - cause: z",
    ),
    ([["a", "b"], []], "\n  - - a\n    - b\n  - []"),
    (["a\nb"], "\n  - |-\n    a\n    b"),
    ([{"note": "a\nb"}], "\n  - note: |-\n      a\n      b"),
    ({"no": 1, "a: b": 2, "": 3}, '\n  "no": 1\n  "a: b": 2\n  "": 3'),
]


@pytest.mark.parametrize(("value", "written"), WRITTEN)
def test_values_are_written_so_that_all_readers_agree(value: object, written: str) -> None:
    """The bytes are as people would write them, and quoted exactly where a reader could differ."""
    raw = emit({"key": value})
    assert raw.decode() == f"key:{written}\n"
    assert load(raw).data == {"key": value}


def test_lists_of_slugs_and_small_maps_stand_on_one_line() -> None:
    """The keys of the format that are flow style are so at every depth, other lists are not."""
    data: dict[str, object] = {
        "services": ["web", "a, b"],
        "actions": [{"action": "x", "dropped": {"because": "y: z", "by": "ana", "until": Plain("2017-08-01")}}],
        "source": {"system": "markdown", "lines": [1, {"what?": "a\nb"}]},
    }
    assert emit(data).decode() == (
        'services: [web, "a, b"]\n'
        "actions:\n"
        "  - action: x\n"
        '    dropped: {because: "y: z", by: ana, until: 2017-08-01}\n'
        'source: {system: markdown, lines: [1, {"what?": "a\\nb"}]}\n'
    )


def test_a_summary_is_always_a_block() -> None:
    """Prose has room to grow, one line or many; an empty one has no block."""
    data: dict[str, object] = {"summary": "One line: short", "impact": {"summary": ""}}
    assert emit(data).decode() == 'summary: |-\n  One line: short\nimpact:\n  summary: ""\n'


def test_a_header_becomes_comments_on_top() -> None:
    """Each line of the header is a comment."""
    raw = emit({"a": 1}, header="yaml-language-server: $schema=x\n\nsecond")
    assert raw.decode() == "# yaml-language-server: $schema=x\n#\n# second\na: 1\n"


DEEP: dict[str, object] = {"a": "x"}
for _ in range(70):
    DEEP = {"a": DEEP}

UNWRITABLE: list[tuple[object, str]] = [
    ("\ud83d", "the text holds the character U+D83D"),
    ({"\udc00": 1}, "the text holds the character U+DC00"),
    ({"k" * 1001: 1}, "a key of 1,001 characters"),
    (10**18 + 1, "an integer beyond ±1,000,000,000,000,000,000"),
    ("x" * 300_000, "the file has 300,006 bytes; a record has at most 262,144"),
    (["x"] * 20_000, "more than 20,000 values and marks"),
    (DEEP, "nested deeper than 64 levels"),
]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\x1b[31m", 'key: "a\\u001B[31m"'),
        ("a\r\nb", 'key: "a\\u000D\\nb"'),
        ("a\u2028b\x00", 'key: "a\\u2028b\\u0000"'),
        ("\u202edeleted", 'key: "\\u202Edeleted"'),
    ],
)
def test_what_acts_on_a_terminal_is_written_as_an_escape(text: str, line: str) -> None:
    """What somebody typed is kept, and the file itself stays harmless."""
    raw = emit({"key": text})
    assert raw.decode() == f"{line}\n"
    assert load(raw).data == {"key": text}


@pytest.mark.parametrize(("value", "reason"), UNWRITABLE, ids=[reason for _, reason in UNWRITABLE])
def test_what_no_record_may_hold_is_refused_before_it_is_written(value: object, reason: str) -> None:
    """The loader's limits hold for the writer, with a reason."""
    with pytest.raises(UnwritableRecord) as caught:
        emit({"key": value})
    assert caught.value.code == "unwritable-record"
    assert caught.value.message == f"this cannot be written into a record: {reason}"
    assert caught.value.hint


def test_a_value_of_another_type_is_a_bug() -> None:
    """Floats and dates never come this far."""
    with pytest.raises(TypeError, match="a record holds no float"):
        emit({"key": 1.5})
