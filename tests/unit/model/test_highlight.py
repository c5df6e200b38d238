"""Where words stand in a text: found where the index finds them, marked where people see them."""

from __future__ import annotations

from itertools import accumulate
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.display import width
from rcalog.model.highlight import around, count, lines, may_stand, ranges, worth_a_look
from rcalog.model.jsontext import json_lines
from rcalog.model.times import Plain
from rcalog.model.tokens import folded, phrase, placed_values, places, stands_in, tokens, values

TEXTS = st.text(st.sampled_from("ab _1.连接池かABＡ½éıİßﬁ e\u0301\u0308\u1100\u1161"), max_size=12)


def marked(text: str, *wanted: str) -> str:
    """Return a text with what was found in brackets."""
    for start, end in reversed(ranges(text, [phrase(each) for each in wanted])):
        text = f"{text[:start]}[{text[start:end]}]{text[end:]}"
    return text


@pytest.mark.parametrize(
    ("text", "wanted", "shown"),
    [
        ("Replica lag on db1", ["lag"], "Replica [lag] on db1"),
        ("the lag, lagging", ["LAG"], "the [lag], [lag]ging"),
        ("replica  lag", ["replica la"], "[replica  la]g"),
        ("数据库连接池耗尽", ["连接池"], "数据库[连接池]耗尽"),
        ("数据库连接池", ["池"], "数据库连接[池]"),
        ("连接池连接", ["连接", "接池"], "[连接池][连接]"),
        ("ＤＢ１ was ½ full", ["db1 was 1"], "[ＤＢ１ was ½] full"),
        ("cafe\u0301 closed", ["café"], "[cafe\u0301] closed"),
        ("nothing", ["lag"], "nothing"),
    ],
)
def test_ranges(text: str, wanted: list[str], shown: str) -> None:
    """Words are marked as they stand there, whatever their case and width; what overlaps is one."""
    assert marked(text, *wanted) == shown


def test_more_than_characters() -> None:
    """Where several characters become one that none of them is, the whole text is marked."""
    assert ranges("\u1100\u1161 x", [phrase("가")]) == [(0, 4)]


@given(TEXTS, TEXTS.filter(phrase))
def test_as_the_index(text: str, wanted: str) -> None:
    """Something is marked where the phrase stands in the text, and nowhere else; its tokens are those of the index."""
    stands = stands_in(phrase(wanted), tokens(text))
    assert (bool(ranges(text, [phrase(wanted)])), bool(count(text, phrase(wanted)))) == (stands, stands)
    assert [token for _, token in places(folded(text))] == tokens(text)
    assert all(0 <= start < end <= len(text) for start, end in ranges(text, [phrase(wanted)]))


def test_lines() -> None:
    """Each line with words in it stands alone, its indentation left out; a phrase may run over an end of line."""
    text = "the\n   replica\n lag, lag\nnothing"
    found = [(number, line, marked(line, "replica", "lag")) for number, line, _ in lines(text, [["replica", "lag"]])]
    assert found == [(1, "replica", "[replica]"), (2, "lag, lag", "[lag], [lag]")]
    assert [marks for _, _, marks in lines(text, [["replica", "lag"]])] == [[(0, 7)], [(0, 3)]]
    assert list(lines("replicas lag", [["replica", "lag"]])) == []
    assert lines(" The LAG\n", [["pool"], ["lag"]]) == [(0, "The LAG", [(4, 7)])]
    assert [number for number, _, _ in lines("replica\n\n lag", [["replica", "lag"]])] == [0, 2]


@given(st.text(st.sampled_from("ab 连\n "), max_size=20), TEXTS.filter(phrase))
def test_lines_show_all(text: str, wanted: str) -> None:
    """Where the phrase stands, some line shows it."""
    found = lines(text, [phrase(wanted)])
    assert bool(found) == stands_in(phrase(wanted), tokens(text))
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    each_by_itself = {
        (place, starts[number])
        for number, line in enumerate(text.split("\n"))
        for first, last in ranges(text, [phrase(wanted)])
        for place in range(max(first, starts[number]), min(last, starts[number] + len(line)))
        if not text[place].isspace()
    }
    shown = {
        (starts[number] + text.split("\n")[number].index(line) + place, starts[number])
        for number, line, marks in found
        for first, last in marks
        for place in range(first, last)
        if not line[place].isspace()
    }
    assert shown == each_by_itself


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS.filter(phrase), min_size=1, max_size=2))
def test_what_is_worth_a_look(texts: list[str], wanted: list[str]) -> None:
    """No text in which words stand is passed over."""
    phrases = [phrase(each) for each in wanted]
    found = worth_a_look(texts, phrases)
    assert [place for place, text in enumerate(texts) if lines(text, phrases) and place not in found] == []
    assert worth_a_look(["\x01", "b"], [["a"]]) == [0, 1]
    assert worth_a_look(["a", "连接", "接池", "连接池"], [["连接", "接池"]]) == [3]
    assert worth_a_look(["a", "b"], [["池"]]) == []


@given(st.lists(TEXTS, max_size=4), st.lists(TEXTS.filter(phrase), min_size=1, max_size=2))
def test_where_words_may_stand(texts: list[str], wanted: list[str]) -> None:
    """What the index keeps of texts has the words too, or spells letters out, wherever one of them has the words."""
    phrases = [phrase(each) for each in wanted]
    keys = {text: [text] for text in texts}
    kept = json_lines(keys)[1:-1]
    for text, line, is_near in zip(keys or [""], kept.split("\n"), may_stand(kept, phrases), strict=True):
        assert is_near or "\\u" in line or not lines(text, phrases)
    assert may_stand("接池 连接\n连接\nＡ", [["a"], ["连接", "接池"]]) == [True, False, True]


@given(st.text(st.sampled_from("ab 连\x00"), max_size=30), st.integers(0, 29), st.integers(20, 40))
def test_around(text: str, place: int, cells: int) -> None:
    """What is shown fits, and the first mark is in it with what it marks."""
    text = text.ljust(place + 2, "x") * 3
    shown, marks = around(text, [(place, place + 2), (place + 2, len(text))], cells)
    assert width(shown) <= max(cells, 0)
    first, last = marks[0]
    assert text[place : place + 2].startswith(shown[first:last])
    assert first < last


@pytest.mark.parametrize(
    ("text", "place", "cells", "shown", "marks"),
    [
        ("the lag", 4, 7, "the lag", [(4, 7)]),
        ("lag " + "x" * 20, 0, 15, "lag xxxxx...", [(0, 3)]),
        ("x" * 20 + "lag" + "y" * 20, 20, 21, "...xxxxxlagyyyyyyy...", [(8, 11)]),
        ("连" * 20 + "lag" + "接" * 20, 20, 21, "...连连lag接接接接...", [(5, 8)]),
        ("x" * 20 + "lag", 20, 21, "...xxxxxlag", [(8, 11)]),
    ],
)
def test_what_is_shown_of_a_long_line(
    text: str, place: int, cells: int, shown: str, marks: list[tuple[int, int]]
) -> None:
    """A third before the word, the rest behind it, and a sign where something is left out; marks out of sight are none."""
    far = [(len(text) - 1, len(text))] if shown.endswith("...") else []
    assert around(text, [(place, place + 3), *far], cells) == (shown, marks)
    assert around("x" * 20 + "lag" + "y" * 20, [(20, 23), (29, 31), (30, 31)], 21)[1] == [(8, 11), (17, 18)]


def test_placed_values() -> None:
    """The values are those of the index, each with its place."""
    data = {"schema": "x", "a": [{"b": 1, "c": None}, "two", True], "d": {"schema": "y", "e": "three"}}
    assert list(placed_values(data)) == [(("a", 0, "b"), "1"), (("a", 1), "two"), (("d", "e"), "three")]
    assert [value for _, value in placed_values(data)] == list(values(data))
    frozen = {"a": (Plain("2026-01"), ("x",)), "b": MappingProxyType({"c": 2.5, "d": True})}
    assert placed_values(frozen) == [(("a", 0), "2026-01"), (("a", 1, 0), "x"), (("b", "c"), "2.5")]
