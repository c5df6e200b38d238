"""Laws of the rules on language, over sentences made of the words that they look for."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.model.language import all_unquoted, gist, unquoted
from rcalog.model.rules import RULES
from tests.helpers.words import LEXICON

TELLING = """the a our engineer operator team we nobody should could have not failed to forgot error human mistake
    careless no lack of monitoring training poor was because more careful remind junior who , . ; 值班人员 没有 及时 发现
    误删 忘了 应该 加强 意识 培训 新人 监控 不到位 缺少 告警 谁干的 。 ，"""
WORDS = TELLING.split()
MARKS = str.maketrans("", "", '`"“”«»「」『』‘’＂｀')
texts = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join) | st.text(max_size=40)
laws = settings(max_examples=80, deadline=None)


@laws
@given(texts)
def test_a_hit_is_in_the_text(text: str) -> None:
    """Each rule once, in order, known, with a phrase that stands there and something to ask."""
    hits = LEXICON.blame(text)
    rules = [hit.rule for hit in hits]
    assert rules == sorted(set(rules))
    assert set(rules) <= set(RULES)
    assert [hit for hit in hits if hit.phrase not in unquoted(text) or not hit.offer] == []


@laws
@given(st.lists(texts, max_size=6))
def test_texts_are_searched_together_as_one_by_one(several: list[str]) -> None:
    """What stands beside a text changes neither how it is read nor what is found in it."""
    assert all_unquoted(several) == [unquoted(text) for text in several]
    assert LEXICON.blames(several) == [LEXICON.blame(text) for text in several]


@laws
@given(texts)
def test_a_quotation_blames_nobody(text: str) -> None:
    """Whatever stands in it."""
    assert LEXICON.blame(f"They wrote «{text.translate(MARKS)}» on the board") == []


@laws
@given(texts)
def test_marks_and_case_change_nothing(text: str) -> None:
    """An end is one with a full stop, in capitals, or with other blanks."""
    assert LEXICON.kind_of(f"  {text}.  ") == LEXICON.kind_of(text)
    assert LEXICON.kind_of(text.replace(" ", "\n")) == LEXICON.kind_of(text)


@laws
@given(texts, texts)
def test_the_gist_grows_with_the_text(one: str, other: str) -> None:
    """What a text is about, it is about with more behind it."""
    assert gist(one) <= gist(f"{one} | {other}")
