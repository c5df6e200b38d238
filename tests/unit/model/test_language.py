"""The plain form of texts in which words are looked for."""

from __future__ import annotations

import pytest

from rcalog.model.language import APART, all_unquoted, clause, sentences, unquoted


@pytest.mark.parametrize(
    "texts",
    [
        [],
        ["It’s   DOWN"],
        ["Nobody looked.", "", "数据库 超时"],
        ['The alert "pool is full" was muted', "The pool"],
        [f"one{APART}two", "three"],
    ],
)
def test_many_texts_are_read_as_each_alone(texts: list[str]) -> None:
    """Also where a text holds what keeps texts apart, is empty, or quotes somebody."""
    assert all_unquoted(texts) == [unquoted(text) for text in texts]


def test_a_text_that_holds_what_keeps_texts_apart() -> None:
    """It stays one text: a blank stands there."""
    assert all_unquoted([f"One{APART}two", "Three"]) == ["one two", "three"]


@pytest.mark.parametrize(
    ("plain", "found"),
    [
        ("", ()),
        ("the pool was full", ("the pool was full",)),
        ("the pool was full. nobody looked!", ("the pool was full", "nobody looked")),
    ],
)
def test_sentences(plain: str, found: tuple[str, ...]) -> None:
    """Each without the sign that ends it and the blanks around it."""
    assert sentences(plain) == found


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("It was caused by The  pool.", "the pool"),
        *((f"由于磁盘写满{end}。", "磁盘写满") for end in ("", "导致", "所导致的", "造成", "引起的", "所致", "所致的")),
        ("这是值班的", "这是值班的"),
        ("磁盘写满导致超时", "磁盘写满导致超时"),
    ],
)
def test_clauses(text: str, plain: str) -> None:
    """Without what joins them to their effect before and after, and without end marks."""
    assert clause(text) == plain
