"""Where words stand in a text: found where the index finds them, marked where people see them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.highlight import count, ranges
from rcalog.model.tokens import folded, phrase, places, stands_in, tokens

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
