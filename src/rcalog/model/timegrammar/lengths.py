"""Reading a length of time, and the period of a drill."""

from __future__ import annotations

import re
from datetime import timedelta

from rcalog.model.overdue import PERIOD
from rcalog.model.timegrammar.errors import PeriodNotUnderstood, SpanNotUnderstood, Unread, Why
from rcalog.model.timegrammar.spans import read_pieces, to_delta
from rcalog.model.timegrammar.words import LONGEST, normalise
from rcalog.patterns import pattern

_PERIOD = pattern(f"0*({PERIOD})")
_LIKE_A_PERIOD = pattern(
    r"(?:every |每)?([1-9][0-9]{0,3})? ?(m|months?|d|days?|w|weeks?|y|years?|天|日|个?周|个?月|年)?"
)
_ADVERBS = {"daily": "1d", "weekly": "1w", "monthly": "1mo", "quarterly": "3mo", "每季度": "3mo", "yearly": "1y"}
_LETTERS = {"m": "mo", "d": "d", "w": "w", "y": "y", "天": "d", "日": "d", "周": "w", "月": "mo", "年": "y"}


def read_span(text: str) -> timedelta:
    """Return a length of time, longer than nothing.

    Raises:
        SpanNotUnderstood: not in the grammar.
    """
    if len(text) > LONGEST:
        raise SpanNotUnderstood(text, Why.TOO_LONG)
    phrase = normalise(text)
    try:
        span = to_delta(read_pieces(phrase.removeprefix("+").strip()) or {})
    except Unread as err:
        raise SpanNotUnderstood(text, err.reason, err.near) from None
    if not span:
        near = (f"{phrase}m", f"{phrase}h") if re.fullmatch(r"[1-9][0-9]{0,5}", phrase) else ()
        raise SpanNotUnderstood(text, near=near)
    return span


def read_period(text: str) -> str:
    """Return the period of a drill in its stored form: a number and `d`, `w`, `mo` or `y`.

    Raises:
        PeriodNotUnderstood: anything else.
    """
    phrase = normalise(text[:LONGEST])
    if found := _PERIOD.fullmatch(phrase):
        return str(found[1])
    raise PeriodNotUnderstood(text, near=_near_period(phrase))


def _near_period(phrase: str) -> tuple[str, ...]:
    if phrase in _ADVERBS:
        return (_ADVERBS[phrase],)
    found = _LIKE_A_PERIOD.fullmatch(phrase)
    if not phrase or not found:
        return ()
    unit = (found[2] or "d").removeprefix("个")[0]
    near = f"{found[1] or 1}{_LETTERS[unit]}"
    return (near,) if _PERIOD.fullmatch(near) else ()
