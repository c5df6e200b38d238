"""The head of a line in a log: a time at its start, or a name and a time that stand alone above a message."""

from __future__ import annotations

import re

from rcalog.model.timegrammar.abbreviations import OFFSETS
from rcalog.model.timegrammar.errors import Unread
from rcalog.model.timegrammar.stamps import AnyDay, Stamp, read_stamp
from rcalog.model.timegrammar.words import AROUND, normalise
from rcalog.patterns import pattern
from rcalog.values import Value

_LONGEST_DAY = 34
_WIDE = {0xFF01 + place: 0x21 + place for place in range(94)} | dict.fromkeys((0x3000, 0x00A0, 0x202F), 0x20)
_CLOSERS = {"[": "]", "(": ")", "<": ">", "【": "】"}

_LEAD = pattern(r"[ \t]*(?:[-*•|>] +)*[*_`]{0,2}")
_NUMBER = "[0-9一二三四五六七八九十零两]"
_CLOCKS = (
    r"(?<![0-9:.])[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:[.,][0-9]{1,9})?)?(?!:?[0-9])",
    rf"{_NUMBER}{{1,3}}[点时](?:{_NUMBER}{{1,3}}分(?:{_NUMBER}{{1,3}}秒)?|半|整|[13一三]刻|{_NUMBER}{{2,3}})?",
    r"(?<![0-9:.])[0-9]{1,2}(?= ?[ap]m\b)",
)
_CLOCK = pattern("|".join(_CLOCKS), re.IGNORECASE)
_SUFFIX = pattern(
    r"(?P<zoned>(?: ?[ap]\.?m\b\.?)?(?: ?(?:z|utc|gmt)\b)?"
    r"(?:[+-][0-9]{2}(?::?[0-9]{2})?(?![0-9:])| [+-][0-9]{2}:?[0-9]{2}(?![0-9:]))?)"
    r"(?: [12][0-9]{3}(?: [+-][0-9]{4})?(?= |$))?",
    re.IGNORECASE,
)
_SEPARATOR = pattern(r"[*_`]{0,2}[ \t]*(?:[-–—|:,;>→]+(?:[ \t]+|$|(?=[\u3400-\u9fff])))?")
_DATE_LIKE = pattern(r"[0-9/.,年月日号 -]*")
_RANGE = pattern(r"[ \t]*(?:-|–|—|~|to\b|到|至)[ \t]*[0-9]{1,2}:[0-9]{2}")
_ABBREVIATION = pattern(r" ?\(?([A-Z]{3,4})\b")
_NO_NAMES = {"at", "from", "since", "until", "by", "around", "about", "before", "after", "to", "and", "on", "was", "is"}
_GAP = pattern(r"[ \t]+[\[(]?")
_DATE_AT_END = pattern(r"[ \t]+[0-9]+[-/.][0-9]+$")
_DIVIDER = pattern(r"[-–—=*#\[ \t]*(?P<day>[^-–—=*#\[ \t].{1,38}?)[-–—=*#:\] \t]*")
_MOST_WORDS = 4


class Head(Value):
    """What a line begins with: the time, where it could be read, and the text after it."""

    stamp: Stamp | None
    text: str
    about: bool = False


def find_divider(line: str) -> AnyDay | None:
    """Return the day that a line consists of, as chats print one above the messages of a day."""
    found = _DIVIDER.fullmatch(line.translate(_WIDE)) if len(line) < 60 else None
    try:
        stamp = read_stamp(normalise(found["day"])) if found else None
    except Unread:
        return None
    return stamp.day if stamp and not stamp.clock else None


def find_named(line: str) -> Head | None:
    """Return the time at the end of a line that is a name and a time, with the name as its text."""
    plain = line.translate(_WIDE).rstrip(" \t])")
    for clock in _CLOCK.finditer(plain, 1, 120):
        suffix = _SUFFIX.match(plain, clock.end())
        if suffix and suffix.end() == len(plain):
            return _named(line, plain, clock.start())
    return None


def _named(line: str, plain: str, clock: int) -> Head | None:
    """Try the gaps before the clock, the farthest first, so that a day is taken with it."""
    gaps = [gap for gap in _GAP.finditer(plain, 1) if gap.end() <= clock][-_MOST_WORDS:]
    for gap in gaps:
        stamp = _stamp(plain[gap.end() :])
        name = line[: gap.start()].strip()
        undated = _DATE_AT_END.sub("", name)
        if stamp and _is_name(undated, gap[0]):
            return Head(stamp if undated == name else None, name, _is_about(plain[gap.end() :]))
    return None


def _is_name(name: str, gap: str) -> bool:
    words = name.split()
    if len(gap) > 1 or len(words) == 1:
        return 0 < len(words) <= _MOST_WORDS and words[-1].lower() not in _NO_NAMES
    return len(words) <= _MOST_WORDS and all(word[0].isupper() or not word[0].isascii() for word in words)


def find_head(line: str) -> Head | None:
    """Return the time at the start of a line and the rest of it; None where the line has none."""
    plain = line.translate(_WIDE)
    lead = _LEAD.match(plain)
    start = lead.end() if lead else 0
    found = _bracketed(plain, start) if plain[start : start + 1] in _CLOSERS else _bare(plain, start)
    if not found:
        return None
    stamp, end = found
    text = after_time(line[end:])
    return Head(stamp, text.rstrip(" \t|") if "|" in plain[:start] else text, _is_about(plain[start:end]))


def after_time(text: str) -> str:
    """Return what follows a time, without the dash, colon or bar between them."""
    between = _SEPARATOR.match(text.translate(_WIDE))
    return text[between.end() if between else 0 :].rstrip()


def _is_about(text: str) -> bool:
    return bool(AROUND.search(text.lower()))


def _bracketed(plain: str, start: int) -> tuple[Stamp | None, int] | None:
    close = plain.find(_CLOSERS[plain[start]], start, start + _LONGEST_DAY + 20)
    inside = plain[start + 1 : close] if close > 0 else ""
    clock = _CLOCK.search(inside)
    if not clock:
        return None
    stamp = _stamp(inside)
    return (stamp, close + 1) if stamp or _DATE_LIKE.fullmatch(inside[: clock.start()]) else None


def _bare(plain: str, start: int) -> tuple[Stamp | None, int] | None:
    clock = _CLOCK.search(plain, start, start + _LONGEST_DAY + 20)
    if not clock or clock.start() > start + _LONGEST_DAY:
        return None
    suffix = _SUFFIX.match(plain, clock.end())
    ends = dict.fromkeys((suffix.end(), suffix.end("zoned"), clock.end())) if suffix else (clock.end(),)
    for end in ends:
        if plain[end : end + 1].isascii() and plain[end : end + 1].isalnum():
            continue
        if stamp := _stamp(plain[start:end]):
            return (None if is_doubtful(plain[end:]) else stamp), end
    return (None, clock.end()) if _DATE_LIKE.fullmatch(plain[start : clock.start()]) else None


def is_doubtful(after: str) -> bool:
    """Return whether a second time or the abbreviation of a zone follows, so that the first alone would be wrong."""
    abbreviation = _ABBREVIATION.match(after)
    return bool(_RANGE.match(after)) or bool(abbreviation and abbreviation[1].lower() in OFFSETS)


def _stamp(text: str) -> Stamp | None:
    try:
        stamp = read_stamp(AROUND.sub("", normalise(text)).strip())
    except Unread:
        return None
    return stamp if stamp and stamp.clock else None
