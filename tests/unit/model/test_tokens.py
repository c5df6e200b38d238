"""The words of a text: what they are, and the laws by which they are found again."""

from __future__ import annotations

from types import MappingProxyType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.model.times import Plain
from rcalog.model.tokens import SEPARATOR, folded, narrow, phrase, stands_in, tokens, tokens_of_values, values

LETTERS = "ab_19Éßſ,.-'\"*: \n" + "连接池的ｶﾞー々〇ＡＺ㈱，。！“”" + "한글กำ\u0301\u0130\ue000½"
texts = st.text(alphabet=LETTERS, max_size=24) | st.text(max_size=16)
chinese = st.text(alphabet="连接池耗尽超时数据库𠮷", min_size=1, max_size=12)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Replica lag on DB1", ["replica", "lag", "on", "db1"]),
        ("it's near-miss at 10:30", ["it", "s", "near", "miss", "at", "10", "30"]),
        ("pool_size=40", ["pool", "size", "40"]),
        ("连接池耗尽", ["连接", "接池", "池耗", "耗尽", "尽"]),
        ("池", ["池"]),
        ("ＡＰＩ超时3次，重试", ["api", "超时", "时", "3", "次", "重试", "试"]),
        ("ﾃﾞｰﾀ", ["デー", "ータ", "タ"]),
        ("Straße", ["strasse"]),
        ("5㎒", ["5mhz"]),
        ("데이터 유실", ["데이터", "유실"]),
        (f"… {SEPARATOR} !", []),
    ],
)
def test_the_tokens_of_a_text(text: str, found: list[str]) -> None:
    """Words are what stands between blanks and signs; Chinese is taken two characters at a time."""
    assert tokens(text) == found


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("Replica Lag", ["replica", "lag"]),
        ("连接池", ["连接", "接池"]),
        ("池", ["池"]),
        ("连接池耗尽", ["连接", "接池", "池耗", "耗尽"]),
        ("on db 连接", ["on", "db", "连接"]),
        ("超时 api", ["超时", "时", "api"]),
        ("池 池", ["池", "池"]),
        ("--", []),
    ],
)
def test_the_tokens_of_a_query(text: str, wanted: list[str]) -> None:
    """The last is a beginning, so that a pair needs no last character of its own."""
    assert phrase(text) == wanted


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("replica lag", "the Replica lag grew", True),
        ("replica lag", "the replicas lag", False),
        ("replica l", "the replica lag", True),
        ("lag", "a laggard", True),
        ("agg", "a laggard", False),
        ("超时", "请求超时了", True),
        ("时", "请求超时", True),
        ("求时", "请求超时", False),
        ("超时 重试", "先超时，重试三次", True),
        ("api超时", "ＡＰＩ 超时", True),
    ],
)
def test_what_stands_in_what(query: str, text: str, found: bool) -> None:  # noqa: FBT001 (a column of the table)
    """Words as a whole and in order, the last by its beginning; Chinese anywhere."""
    assert stands_in(phrase(query), tokens(text)) == found


@given(texts)
@settings(max_examples=150)
def test_a_text_is_found_by_its_words(text: str) -> None:
    """By each word, by each beginning of one, by every run of words."""
    found = tokens(text)
    for place, token in enumerate(found):
        assert stands_in(phrase(token), found)
        assert all(stands_in(phrase(token[:end]), found) for end in range(1, len(token)))
        assert stands_in(found[place : place + 3], found)


@given(chinese, texts, st.data())
@settings(max_examples=150)
def test_chinese_is_found_by_any_part(word: str, around: str, data: st.DataObject) -> None:
    """One character, two, or more of them, wherever they stand."""
    start = data.draw(st.integers(0, len(word) - 1))
    part = word[start : data.draw(st.integers(start + 1, len(word)))]

    assert stands_in(phrase(part), tokens(f"{around}{word}{around}"))
    assert stands_in(phrase(part), tokens("".join(chr(ord(c) + 0xFEE0) if c < "\x7f" else c for c in word)))


@given(texts, texts)
@settings(max_examples=150)
def test_no_match_runs_from_one_value_into_the_next(one: str, two: str) -> None:
    """What stands in two values stands in one of them."""
    wanted = tokens(one)[-1:] + tokens(two)[:1]
    apart = tokens_of_values([one, two])

    assert len(wanted) < 2 or stands_in(wanted, apart) == (
        stands_in(wanted, tokens(one)) or stands_in(wanted, tokens(two))
    )
    assert SEPARATOR not in tokens(f"{one}{two}")


@given(texts)
@settings(max_examples=150)
def test_the_tokens_of_a_record_are_those_of_its_values(text: str) -> None:
    """Many values are split at once, in another way than one text is: with the same tokens."""
    assert tokens_of_values([text, text]) == [*tokens(text), SEPARATOR] * 2
    assert tokens_of_values(["x连", text]) == ["x", "连", SEPARATOR, *tokens(text), SEPARATOR]


@given(texts)
@settings(max_examples=150)
def test_folding_twice_is_folding_once(text: str) -> None:
    """A token is found by itself; and nothing but ASCII letters, digits and underscores, or other than ASCII, is in one."""
    assert folded(folded(text)) == folded(text)
    assert all(c.isalnum() or not c.isascii() for token in tokens(text) for c in token)


def test_the_values_of_a_record() -> None:
    """Texts and numbers in the order of the file; keys, the schema, yes, no and nothing are not looked for."""
    data = {
        "schema": "rcalog/v1",
        "title": "Down",
        "impact": {"users_affected": 12, "announced": True},
        "timeline": [{"at": "2026-01-31", "event": "seen", "hindsight": None}],
    }

    assert list(values(data)) == ["Down", "12", "2026-01-31", "seen"]


def test_values_of_lists_that_are_none() -> None:
    """Values of the models are tuples, frozen maps and texts of their own: what stands in them is found all the same."""
    data = {
        "tags": ("cards", 5, None, ("db1",), True),
        "times": MappingProxyType({"schema": 1, "at": Plain("2026-01")}),
    }
    assert [*values(data)] == ["cards", "5", "db1", "2026-01"]


@pytest.mark.parametrize(("text", "shown"), [("Api:", "Api:"), ("ＡＰＩ：５", "API:5"), ("池", "池"), ("", "")])
def test_a_text_made_narrow(text: str, shown: str) -> None:
    """Full width is no more; upper case is."""
    assert narrow(text) == shown
