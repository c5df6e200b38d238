"""The problem gate: a problem is something observable with a number, and holds no cause, fix or person."""

from __future__ import annotations

import re
from typing import Literal

from rcalog.model.numerals import digits
from rcalog.model.rules.problems import CAUSE
from rcalog.patterns import pattern

Hint = Literal["number", "cause", "fix", "person"]

UNIT = (
    r"%|‰|[kmgt]i?b(?:/s|it/s)?|[kmgt]?bit/s|ms|us|s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?|weeks?|months?"
    r"|times|x|qps|rps|utc|users?|customers?|requests?|orders?|rows?|records?|files?|hosts?|nodes?|pods?|errors?|alerts?"
    r"|methods?|copies|copy|backups?|mails?|emails?|tickets?|calls?|of|out of|/|percent|usd|eur|cny"
    r"|毫秒|秒|分钟|分|小时|个?钟头|天|周|月|年|点|次|人|名|位|台|个|条|笔|单|家|行|份|元|万|亿|成|倍|张|封|点钟"
)
"""What a number may count: a unit of measure, of time, or a thing."""

NUMBER = r"(?<![A-Za-z\d_])\d(?:[\d,.]*\d)?"
MEASURED = pattern(rf"{NUMBER}\s*[- ]?(?:\+\s*)?(?:{UNIT})(?![a-z])", re.IGNORECASE)
COUNTED = pattern(r"(?<![A-Za-z\d_])\d(?:[\d,.]*\d)?\s+(?:[\w'-]+\s+){0,2}?(?!was|is|has|does)[a-z]+s\b", re.IGNORECASE)
TIMED = pattern(r"\d{4}-\d{2}-\d{2}|\d{1,2}:\d{2}")
HALF = pattern(r"半\s*(?:个?小时|个?钟头|天|年|个月)|half an? (?:hour|day|year)", re.IGNORECASE)

FIX = pattern(
    r"\b(?:we (?:need|have|ought) to|(?:we|it) should(?: have)?|must be (?:fixed|replaced|added)|needs? to be"
    r"|has to be (?:fixed|replaced|added)|lack of an?|let's)\b"
    r"|应该|需要(?:加|增加|改|修|建立|完善)|必须|本应|缺少一个",
    re.IGNORECASE,
)
PERSON = pattern(
    r"\b(?:he|she|somebody|someone|the (?:engineer|developer|operator|admin|administrator|intern|dba|junior|new hire)"
    r"|an? (?:engineer|developer|operator|admin|administrator|intern|dba))\b"
    r"|(?:^|[，。；、\s])[他她](?!们的产品)|(?<!没)有人|某人|(?:工程师|开发人员|运维人员|操作员|管理员|实习生|值班人员)",
    re.IGNORECASE,
)


def hints(problem: str) -> tuple[Hint, ...]:
    """Return what keeps a text from being a problem that a leg can explain; nothing when it is one."""
    narrow = digits(problem)
    found: list[tuple[Hint, bool]] = [
        ("number", not measured(problem, narrow)),
        ("cause", bool(CAUSE.search(narrow.casefold()))),
        ("fix", bool(FIX.search(narrow))),
        ("person", bool(PERSON.search(narrow))),
    ]
    return tuple(hint for hint, fails in found if fails)


def measured(text: str, narrow: str) -> bool:
    """Return whether the text, or its form with plain digits, holds a number with a unit, or a time."""
    return any(pattern.search(narrow) for pattern in (MEASURED, COUNTED, TIMED)) or bool(HALF.search(text))
