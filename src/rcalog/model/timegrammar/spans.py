"""Lengths of time: `2h30m`, `an hour and a half`, `一个半小时`."""

from __future__ import annotations

import re
from datetime import timedelta
from fractions import Fraction

from rcalog.model.timegrammar.errors import Unread, Why
from rcalog.patterns import pattern

SECONDS = {"w": 604_800, "d": 86_400, "h": 3_600, "q": 900, "m": 60, "s": 1}
LONGEST = timedelta(days=36_500)

_UNITS = {
    "w": r"w|wks?|weeks?|周|星期|礼拜",
    "d": r"d|days?|天",
    "h": r"h|hrs?|hours?|小时|钟头|钟",
    "q": r"刻钟",
    "m": r"m|mins?|minutes?|分钟?",
    "s": r"s|secs?|seconds?|秒钟?",
}
_UNIT = "|".join(f"(?P<{key}>{pattern})" for key, pattern in _UNITS.items())
_PIECE = pattern(
    r"(?P<number>[0-9]{1,9}(?:\.[0-9]{1,3})?|(?:half an?|half|an?)(?= [a-z]{2})|半)"
    r"(?P<half> and a half)? ?个?(?P<middle>半)?"
    rf" ?(?:{_UNIT})(?![a-z])(?P<after> and a half(?= |$)|半)?"
)
_BETWEEN = pattern(r" ?(?:, ?|and )?")


def read_pieces(text: str) -> dict[str, Fraction] | None:
    """Return the number for each unit, the largest unit first; None where `text` is no length of time.

    Raises:
        Unread: for units out of order and for parts of a day.
    """
    pieces: dict[str, Fraction] = {}
    place = 0
    while place < len(text):
        found = _PIECE.match(text, place) or _PIECE.match(text, _skip(text, place) if pieces else place)
        if not found:
            return None
        unit = next(key for key in _UNITS if found[key])
        pieces[unit] = _amount(found, unit) if _is_smaller(unit, pieces) else _refuse_order()
        place = found.end()
    return pieces or None


def to_delta(pieces: dict[str, Fraction]) -> timedelta:
    """Return the length in seconds.

    Raises:
        Unread: for more than a hundred years.
    """
    seconds = sum(SECONDS[unit] * number for unit, number in pieces.items())
    if seconds > LONGEST.total_seconds():
        raise Unread(Why.CENTURY)
    return timedelta(seconds=int(seconds))


def _skip(text: str, place: int) -> int:
    found = _BETWEEN.match(text, place)
    return found.end() if found else place


def _is_smaller(unit: str, pieces: dict[str, Fraction]) -> bool:
    return all(SECONDS[unit] < SECONDS[earlier] for earlier in pieces)


def _refuse_order() -> Fraction:
    raise Unread(Why.ORDER)


def _amount(found: re.Match[str], unit: str) -> Fraction:
    word = found["number"]
    number = {"a": Fraction(1), "an": Fraction(1)}.get(word) or (
        Fraction(1, 2) if word.startswith(("half", "半")) else Fraction(word)
    )
    number += Fraction(sum(found[name] is not None for name in ("half", "middle", "after")), 2)
    if number.denominator != 1 and unit in "wd":
        raise Unread(Why.PART_OF_DAY)
    return number
