"""A line that somebody types: a time, if it begins with one, and what happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, tzinfo

from rcalog.model.pastelog.heads import after_time, find_head, is_doubtful
from rcalog.model.timegrammar.abbreviations import OFFSETS
from rcalog.model.timegrammar.errors import TimeNotUnderstood, Unread
from rcalog.model.timegrammar.reader import read_time
from rcalog.model.timegrammar.stamps import Present
from rcalog.model.timegrammar.windows import Window
from rcalog.model.times import When
from rcalog.patterns import pattern

_MOST_WORDS = 6
_LONGEST = 40
_WORD = pattern(r"[^ \t]+")
_LAST_WORD = pattern(r".*[0-9].*|ago|[ap]\.?m\.?|utc|gmt|z|.*[点點刻半分秒前]", re.IGNORECASE)
_JOINT = pattern(r"(?<=[0-9点點刻半分秒前])(?=[\u3400-\u9fff，、：])")


def read_line(text: str, *, now: datetime, zone: tzinfo, near: Window | None = None) -> tuple[When | None, str]:
    """Return the time that a line begins with, or None, and the rest of the line.

    Raises:
        TimeNotUnderstood: it begins with what looks like a time and is none, or has more than one meaning.
        TimeInFuture: it begins with a time more than five minutes after `now`.
        TimeAmbiguous: it begins with a local time that a change of the clocks skipped or repeated.
    """
    line = text.strip()
    for end in _ends(line):
        when = None if is_doubtful(line[end:]) else _moment(line[:end], now, zone, near)
        if when:
            return when, after_time(line[end:])
    head = find_head(line)
    if head and head.stamp:
        try:
            instant = head.stamp.latest(Present(now.astimezone(zone), zone, near))
        except Unread as err:
            raise TimeNotUnderstood(line.removesuffix(head.text).strip(), err.reason, err.near) from None
        return When.at(instant, approximate=head.about), head.text
    if head:
        _refuse(line, now, zone, near)
    return None, line


def _ends(line: str) -> Iterator[int]:
    """Yield where a time at the start of the line may end, the farthest first."""
    words = list(_WORD.finditer(line, 0, _LONGEST))[:_MOST_WORDS]
    ends = {word.end() for word in words if _LAST_WORD.fullmatch(word[0].rstrip(":,;"))}
    yield from sorted(ends | {joint.start() for joint in _JOINT.finditer(line, 0, _LONGEST)}, reverse=True)


def _moment(text: str, now: datetime, zone: tzinfo, near: Window | None) -> When | None:
    try:
        when = read_time(text.rstrip(":,; "), now=now, zone=zone, near=near)
    except TimeNotUnderstood:
        return None
    return when if when.precision == "second" else None


def _refuse(line: str, now: datetime, zone: tzinfo, near: Window | None) -> None:
    first, *others = line.split(" ")[:2]
    goes_on = others and (others[0].lower().strip("()") in OFFSETS or re.search("[0-9]", others[0]))
    if not _LAST_WORD.fullmatch(first):  # Chinese goes on behind a time without a blank
        first = first[: max((joint.start() for joint in _JOINT.finditer(first)), default=len(first))]
    shown = f"{first} {others[0]}" if goes_on else first
    read_time(shown, now=now, zone=zone, near=near)
    raise TimeNotUnderstood(shown)
