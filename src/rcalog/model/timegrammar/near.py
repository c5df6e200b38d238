"""What a phrase that is not in the grammar may have been meant to be: a reason, and what to type in its place."""

from __future__ import annotations

import calendar
import difflib
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import chain

from rcalog.model.timegrammar.abbreviations import OFFSETS, why_refused
from rcalog.model.timegrammar.dayforms import WEEKDAY, split_day
from rcalog.model.timegrammar.errors import Unread
from rcalog.model.timegrammar.words import MONTHS, WEEKDAYS, spoken

Found = re.Match[str]
Guess = tuple[str, tuple[str, ...]]
"""A reason, and forms that may be meant; those that cannot be read are dropped."""
Rule = Callable[[Found, datetime], Guess]

_OFFERED = 3
_VOCABULARY = (
    *(*WEEKDAYS, *MONTHS, "yesterday", "today", "tomorrow", "last", "next", "ago", "about", "around", "unknown"),
    *("minutes", "hours", "days", "weeks"),
)
_HAN_PARTS = ("凌晨", "上午", "中午", "下午", "晚上")


def nearest(
    phrase: str, refusal: Unread, now: datetime, meaning: Callable[[str], str | None]
) -> tuple[str, tuple[str, ...]]:
    """Return the reason of a refusal and up to three forms to type, each of which `meaning` reads in its own way."""
    if not phrase:
        return "nothing was typed", ()
    own = ((refusal.reason, refusal.near),) if refusal.near else ()
    fallback = refusal.reason
    for reason, forms in chain(own, _guesses(phrase, now), _guesses_beside_day(phrase, now)):
        fallback = fallback or ("" if forms else reason)
        found: dict[str, str] = {}
        for form in map(spoken, forms):
            if means := meaning(form):
                found.setdefault(means, form)
        if found:
            return refusal.reason or reason, tuple(found.values())[:_OFFERED]
    return fallback, ()


def _guesses(phrase: str, now: datetime) -> Iterator[Guess]:
    for pattern, rule in _RULES:
        if found := re.fullmatch(pattern, phrase):
            yield rule(found, now)
    wrong = {word: close[0] for word in re.findall(r"[a-z]{3,}", phrase) if (close := _close(word)) and close != [word]}
    if wrong:
        known = re.sub(r"[a-z]{3,}", lambda word: wrong.get(word[0], word[0]), phrase)
        yield f"“{'”, “'.join(wrong)}” is not known", (known,)


def _close(word: str) -> list[str]:
    return difflib.get_close_matches(word, _VOCABULARY, 1, 0.75)


def _guesses_beside_day(phrase: str, now: datetime) -> Iterator[Guess]:
    """Guess at what stands before or after a day that is understood."""
    try:
        day, rest = split_day(phrase)
    except Unread:
        return
    if day and rest.strip():
        words = phrase.removeprefix(rest).removesuffix(rest).strip()
        for reason, forms in _guesses(rest.strip().removeprefix("at "), now):
            yield reason, tuple(f"{words} {form}" for form in forms)


def _say(reason: str, *forms: str) -> Rule:
    return lambda found, _now: (reason, tuple(found.expand(form) for form in forms))


def _zone(found: Found, now: datetime) -> Guess:
    offsets = OFFSETS.get(found["zone"]) or (now.isoformat()[-6:],)
    return why_refused(found["zone"]), tuple(f"{found['rest']}{offset}" for offset in offsets)


def _place(found: Found, now: datetime) -> Guess:
    return "names of zones are not read; give the offset", (f"{found['rest']}{now.isoformat()[-6:]}",)


def _swapped(found: Found, now: datetime) -> Guess:
    year = int(found["y"] or now.year)
    pairs = ((int(found["a"]), int(found["b"])), (int(found["b"]), int(found["a"])))
    days = list(dict.fromkeys(_dates(year + (2000 if year < 100 else 0), pairs)))
    reason = "which is the day and which the month?" if len(days) > 1 else "in a date the year comes first"
    return reason, tuple(f"{day}{found['rest']}" for day in days)


def _dates(year: int, pairs: tuple[tuple[int, int], ...]) -> Iterator[str]:
    for month, day in pairs:
        if 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]:
            yield f"{year}-{month:02}-{day:02}"


def _clock(found: Found, _now: datetime) -> Guess:
    form = f"{found['h']}:{found['m']:0>2}"
    return "a time of day has a colon and two digits after it", (
        f"{form}{found['half']}" if found["half"] else form.zfill(5),
    )


def _hour(found: Found, _now: datetime) -> Guess:
    hour = int(found["h"])
    hours = (hour, hour + 12) if 1 <= hour <= 11 else (hour,)
    return "an hour alone is no time of day", tuple(f"{each:02}:00" for each in hours)


def _months(found: Found, now: datetime) -> Guess:
    number, unit = found["n"] or "1", found["unit"]
    count = int(number) if number.isdecimal() else 1
    months = now.year * 12 + now.month - 1 - count * (12 if unit.startswith(("y", "年")) else 1)
    return "a month or a year is given as such", (f"{months // 12:04}-{months % 12 + 1:02}",)


def _han_hour(found: Found, _now: datetime) -> Guess:
    return "the hour comes twice a day", tuple(f"{part}{found['clock']}" for part in _HAN_PARTS)


def _epoch(found: Found, _now: datetime) -> Guess:
    return "seconds since 1970 are no time here", (datetime.fromtimestamp(int(found["s"]), UTC).isoformat(),)


def _part_of_day(found: Found, _now: datetime) -> Guess:
    hours = float(found["n"]) * (24 if found["unit"].startswith(("d", "天", "日")) else 168)
    return "a part of a day is given in hours", (f"{hours:.2f}".rstrip("0").rstrip(".") + "h ago",)


def _month_day(found: Found, now: datetime) -> Guess:
    return "a day of the month needs its month", (f"{now.month}月{found['d']}日{found['rest']}",)


_NIGHT = "a night has two dates"
_AGO = "a length of time needs the word “ago”"
_RULES: tuple[tuple[str, Rule], ...] = (
    (rf"(?P<rest>.*[^ (]) ?\(?(?P<zone>{'|'.join(OFFSETS)})\)?", _zone),
    (r"(?P<zone>北京时间)(?P<rest>.+)", _zone),
    (r"(?P<rest>.*[0-9]) ?\[?[a-z]+/[a-z_/]+\]?", _place),
    (r"(?P<a>[0-9]{1,2})([/.-])(?P<b>[0-9]{1,2})\2(?P<y>(?:[12][0-9])?[0-9]{2})(?P<rest>(?: .*)?)", _swapped),
    (r"(?P<a>[0-9]{1,2})[/-](?P<b>[0-9]{1,2})(?P<y>)(?P<rest>(?: .*)?)", _swapped),
    (r"(?P<h>[0-9]{1,2})[.,;h·-](?P<m>[0-9]{2})(?P<half> ?[ap]m)?", _clock),
    (r"(?P<h>[0-9]{1,2}):(?P<m>[0-9])(?P<half> ?[ap]m)?", _clock),
    (r"(?P<h>[01][0-9]|2[0-3])(?P<m>[0-5][0-9])(?P<half> ?[ap]m)?", _clock),
    (r"([0-9]{4})([0-9]{2})([0-9]{2})", _say("a date has hyphens", r"\1-\2-\3")),
    (
        r"([0-9]{4})([0-9]{2})([0-9]{2}) ?([0-9]{2}):?([0-9]{2})(?::?[0-9]{2})?",
        _say("a date has hyphens, a time has colons", r"\1-\2-\3 \4:\5"),
    ),
    (r"(?P<s>[0-9]{10})(?:[0-9]{3})?", _epoch),
    (r"(?:at )?(?P<h>[01]?[0-9]|2[0-3]) ?(?:h|o'?clock)?", _hour),
    (r"昨天晚上([0-9].*)", _say("after midnight it is the next day", r"今天凌晨\1", r"昨天凌晨\1")),
    (rf"(?:{'|'.join(_HAN_PARTS)}|早上)?(?P<clock>[0-9]{{1,2}}[点:].*)", _han_hour),
    (r"(?:in .+|.+ later|.+[以之]?后)", _say("what lies ahead has not happened yet")),
    (r"(?:z|utc|gmt|[+-][0-9:]+)", _say("a day alone has no zone", "")),
    (r"-?(?P<n>[0-9]{1,3}\.[0-9]{1,3}) ?(?P<unit>d|days?|w|weeks?|天|周)(?: ago|[以之]?前)?", _part_of_day),
    (
        r"([一二两三四五六七八九])([一二两三四五六七八九])(个?[^0-9]{1,3}前)",
        _say("how many?", r"大约\1\3", r"大约\2\3"),
    ),
    (r".*几.*前", _say("how many?", "大约15分钟前", "大约3天前")),
    (r"(?:a while|some time|long|a few .+|several .+|recently)(?: ago)?", _say("how long?", "~15m ago", "~3 days ago")),
    (r"(?P<d>[0-9]{1,2})[日号](?P<rest>.*)", _month_day),
    (r"(?:last|this) week(?:end)?", _say("a week has seven days", "last monday", "last friday")),
    (r"[上本这]?个?周末?", _say("a week has seven days", "上周1;", "上周5;")),
    (r"(?P<n>[0-9]{1,3}|an?) ?(?P<unit>mo|months?|y|yrs?|years?) ago", _months),
    (r"(?P<n>last|上个?|去)(?: ?)(?P<unit>month|year|月|年)", _months),
    (r"(?P<n>[0-9]{1,3})个?(?P<unit>月|年)(?:以|之)?前", _months),
    (r"-?([0-9]{1,4})(?: ago)?", _say("minutes, hours or days?", r"\1m ago", r"\1h ago")),
    (r"-?(.+?h ?[0-9]{1,2})(?: ago)?", _say("a unit is missing", r"\1m ago")),
    (r"\+?([0-9a].*[a-z])", _say(_AGO, r"\1 ago")),
    (r"([0-9半].*)", _say("a length of time needs 前", r"\1前")),
    (r"last night(?: at)? (.+)", _say(_NIGHT, r"yesterday \1", r"today \1")),
    (r"last night", _say(_NIGHT, "yesterday 23:00", "today 02:00")),
    (r"(?:tonight|this (?:morning|afternoon|evening))(?: at)? (.+)", _say("the hour says it alone", r"today \1")),
    (r"昨夜(.+)", _say(_NIGHT, r"昨晚\1", r"今天凌晨\1")),
    (r"(?:半夜|深夜|夜里|夜间|午夜)(.+)", _say(_NIGHT, r"凌晨\1", r"晚上\1")),
    (r"midnight|午夜|半夜|24:00(?::00)?", _say("midnight belongs to two days", "00:00", "23:59")),
    (r"(.+:[0-5][0-9]):60(.*)", _say("leap seconds are not kept", r"\1:59\2")),
    (r"(.*[0-9]) ?[ap]m", _say("am and pm go with the hours 1 to 12", r"\1")),
    (r"(.+?) ?(?:-|~|to|until|到|至) ?.+", _say("one time is asked for, not two", r"\1")),
    (rf"(?:{WEEKDAY}),? (.+)", _say("a date needs no weekday", r"\1")),
    (r"[^0-9a-z\u3400-\u9fff]*(.+?)[^0-9a-z\u3400-\u9fff]*", _say("there are signs around it", r"\1")),
    (r"(?P<rest>.*[0-9]) ?(?P<zone>[a-z]{2,5})", _zone),
)
