"""The time of day in a phrase: `14:05:30`, `2:05pm`, `下午3点半`, with an offset where one is given."""

from __future__ import annotations

import re
from datetime import UTC, time, timedelta, timezone, tzinfo

from rcalog.model.timegrammar.errors import Unread, Why
from rcalog.patterns import pattern
from rcalog.values import Value


class Clock(Value):
    """A time of day; without a zone it is in the zone of the reader."""

    at: time
    zone: tzinfo | None = None


_EARLY = {hour: hour for hour in range(1, 12)}
_LATE = {hour: hour + 12 for hour in range(1, 12)} | {hour: hour for hour in range(12, 24)}
_PARTS = {
    "凌晨": {hour: hour for hour in range(6)} | {12: 0},
    "清晨": _EARLY,
    "早晨": _EARLY,
    "早上": _EARLY,
    "上午": _EARLY,
    "中午": {11: 11, 12: 12, 13: 13, 14: 14, 1: 13, 2: 14},
    "下午": _LATE,
    "傍晚": {hour: hour + 12 for hour in range(4, 9)} | {hour: hour for hour in range(16, 21)},
    "晚上": {hour: hour + 12 for hour in range(5, 12)} | {hour: hour for hour in range(17, 24)},
}
_PART = rf"(?P<part>{'|'.join(_PARTS)})?"
_HALF = r"(?: ?(?P<half>[ap])\.?m\.?)"

_COLON = pattern(rf"{_PART}(?P<h>[0-9]{{1,2}}):(?P<m>[0-9]{{2}})(?::(?P<s>[0-9]{{2}})(?:[.,][0-9]{{1,9}})?)?{_HALF}?")
_HOUR = pattern(rf"(?P<h>[0-9]{{1,2}}){_HALF}")
_HAN = pattern(
    rf"{_PART}(?P<h>[0-9]{{1,2}})(?P<mark>[点时])"
    r"(?:[钟整]|(?P<fraction>半|[13]刻)|(?P<m>[0-9]{2})|(?P<m1>[0-9]{1,2})分(?:(?P<s>[0-9]{1,2})秒)?)?"
)
_FRACTIONS = {"半": 30, "1刻": 15, "3刻": 45}
_NAMED = {"noon": time(12), "正午": time(12)}

_ZONE = pattern(
    r"(?:(?<=[0-9]) ?z| ?(?:utc|gmt)(?P<hours>[+-][0-9]{1,2})?(?::?(?P<min>[0-9]{2}))?"
    r"| ?(?P<plain>[+-][0-9]{2})(?::?(?P<plain_min>[0-9]{2}))?)$"
)


def read_clock(phrase: str) -> Clock | None:
    """Return the time of day that a phrase is, or None where it is none.

    Raises:
        Unread: where it is one that no clock shows, or has more than one meaning.
    """
    zone = _ZONE.search(phrase)
    rest = phrase[: zone.start()] if zone else phrase
    if rest in _NAMED:
        at = _NAMED[rest]
    elif found := _COLON.fullmatch(rest) or _HOUR.fullmatch(rest) or _HAN.fullmatch(rest):
        at = _time(found.groupdict(), rest)
    else:
        return None
    return Clock(at, _offset(zone) if zone else None)


def _offset(found: re.Match[str]) -> tzinfo:
    hours = found["hours"] or found["plain"] or "+0"
    minutes = int(found["min"] or found["plain_min"] or 0)
    offset = timedelta(hours=abs(int(hours)), minutes=minutes) * (-1 if hours[0] == "-" else 1)
    if minutes % 15 or minutes > 45 or not timedelta(hours=-12) <= offset <= timedelta(hours=14):
        raise Unread(Why.OFFSET, found[0].strip())
    return timezone(offset) if offset else UTC


def _time(groups: dict[str, str | None], phrase: str) -> time:
    minute = int(groups.get("m") or groups.get("m1") or _FRACTIONS.get(groups.get("fraction") or "", 0))
    hour, second = _hour(groups), int(groups.get("s") or 0)
    if hour > 23 or minute > 59 or second > 59:
        raise Unread(Why.CLOCK, phrase)
    return time(hour, minute, second)


def _hour(groups: dict[str, str | None]) -> int:
    shown, part, half = int(groups["h"] or 0), groups.get("part"), groups.get("half")
    if half:
        return _twelve(shown, late=half == "p")
    if part:
        if shown not in _PARTS[part]:
            raise Unread(Why.PART, part, shown)
        return _PARTS[part][shown]
    if groups.get("mark") == "点" and 1 <= shown <= 12:
        raise Unread(Why.TWICE, shown)
    return shown


def _twelve(shown: int, *, late: bool) -> int:
    if not 1 <= shown <= 12:
        raise Unread(Why.HALF)
    return shown % 12 + (12 if late else 0)
