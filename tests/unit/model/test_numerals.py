"""Chinese numerals and full-width digits."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rcalog.model.numerals import digits


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("１８", "18"),
        ("三百GB", "300GB"),
        ("十", "10"),
        ("十五", "15"),
        ("二十", "20"),
        ("一百零五", "105"),
        ("一百五", "150"),
        ("一百十五", "115"),
        ("三千二", "3200"),
        ("一千零一十", "1010"),
        ("两万五", "25000"),
        ("兩萬零五", "20005"),
        ("两亿五万", "200050000"),
        ("九千九百九十九万", "99990000"),
        ("一亿零三", "100000003"),
        ("3万5千", "35000"),
        ("1.5万", "15000"),
        ("廿三", "23"),
        ("二〇二六年", "2026年"),
        ("一九九八年", "1998年"),
        ("三点零五", "3点05"),
        ("十一月二十日下午三点半", "11月20日下午3点半"),
        ("半小时", "半小时"),
        ("plain text", "plain text"),
    ],
)
def test_definite_numbers(text: str, expected: str) -> None:
    """A definite number becomes ASCII digits; what surrounds it stays."""
    assert digits(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "两三天",
        "三五分钟",
        "十七八",
        "一一九",
        "万一",
        "千万",
        "百",
        "三万亿",
        "万百",
        "五17:00",
        "1万5",
        "5十",
        "三零五百千",
    ],
)
def test_indefinite_numbers_stay(text: str) -> None:
    """`两三` is two or three, a unit alone is a word, and no digits are joined to those beside them."""
    assert digits(text) == text


def spelled(number: int) -> str:
    """Write a number below ten thousand in Chinese, the long way."""
    parts, gap = "", False
    for size, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // size % 10
        gap = gap or (not digit and bool(parts))
        if digit:
            parts += ("零" if gap else "") + "零一二三四五六七八九"[digit] + unit
            gap = False
    return parts


@given(st.integers(1, 9_999), st.integers(0, 9_999))
@settings(max_examples=200)
def test_spelled_numbers_are_read_back(large: int, small: int) -> None:
    """A number that is spelled out in full is read as that number."""
    rest = ("零" if small < 1000 else "") + spelled(small) if small else ""

    assert digits(f"{spelled(large)}万{rest}") == str(large * 10_000 + small)
    assert digits(spelled(large)) == str(large)


@example("一.0万")
@given(st.text(alphabet="零〇一二两三四五六七八九十廿卅百千万亿0123456789.点半 ", max_size=30))
@settings(max_examples=200)
def test_any_run_of_numerals_is_taken(text: str) -> None:
    """No run of numerals is too odd, and reading twice changes nothing more."""
    once = digits(text)

    assert digits(once) == once
