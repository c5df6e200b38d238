"""What was typed, brought into one form before it is read: widths, variants, spaces, numerals."""

from __future__ import annotations

import re
import unicodedata

from rcalog.model.numerals import digits
from rcalog.patterns import pattern

LONGEST = 200
"""No time takes more characters; a pasted page is refused before it is looked at."""

MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
HAN_WEEKDAYS = "一二三四五六日"

_NUMBERS = {
    word: str(number)
    for number, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
} | {"fifteen": "15", "twenty": "20", "thirty": "30", "forty": "40", "fifty": "50"}
_NUMBER = pattern(rf"(?<![a-z0-9-])(?:{'|'.join(_NUMBERS)})(?= )")
_VARIANTS = str.maketrans("點時鐘後週兩個剛號約萬億禮這現間−–〜", "点时钟后周两个刚号约万亿礼这现间--~")
_WEEKDAY = pattern(r"(?:周|星期|礼拜)([一二三四五六日天])")
_LAST_NIGHT = pattern(r"([昨今前明])天?([晚早])上?")
_AROUND_HAN = pattern(r" (?=[\u3400-\u9fff])|(?<=[\u3400-\u9fff]) ")

AROUND = pattern(
    r"(?<![0-9a-z])~|≈|(?<![a-z])(?:about|around|approximately|approx\.?|roughly|circa|ca\.)(?![a-z])"
    r"|(?<![a-z])or so$|大约|大概|差不多|约|左右$|前后$"
)
"""Words that say that a time is not exact."""


def normalise(text: str) -> str:
    """Return `text` as the grammar reads it: half-width, lower case, simplified, Arabic digits, single spaces.

    A Chinese weekday becomes `周1` to `周7` followed by `;`, so that its number stays apart from an hour after it.
    """
    plain = " ".join(unicodedata.normalize("NFKC", text).translate(_VARIANTS).lower().split())
    plain = _NUMBER.sub(lambda found: _NUMBERS[found[0]], plain)
    plain = _LAST_NIGHT.sub(r"\1天\2上", plain)
    plain = _WEEKDAY.sub(lambda found: f"周{_number_of(found[1])};", plain)
    return _AROUND_HAN.sub("", digits(plain))


def spoken(phrase: str) -> str:
    """Return a normalised phrase as a person would type it."""
    plain = re.sub("周([1-7]);", lambda found: f"周{HAN_WEEKDAYS[int(found[1]) - 1]} ", phrase)
    return re.sub(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])", "", plain).strip()


def _number_of(weekday: str) -> int:
    return HAN_WEEKDAYS.index(weekday.replace("天", "日")) + 1
