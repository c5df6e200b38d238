"""A normalised phrase and the time that it means, seen from now."""

from __future__ import annotations

from datetime import date, timedelta

from rcalog.model.timegrammar.dayforms import read_month
from rcalog.model.timegrammar.errors import TimeInFuture, Unread
from rcalog.model.timegrammar.spans import read_pieces, to_delta
from rcalog.model.timegrammar.stamps import Present, read_stamp
from rcalog.model.timegrammar.words import AROUND
from rcalog.model.timegrammar.zones import in_zone
from rcalog.model.times import When
from rcalog.patterns import pattern

UNKNOWN = {"unknown", "?", "不知道", "未知", "不详", "不清楚"}
NOW = {"now", "right now", "just now", "现在", "刚刚", "刚才", "此刻"}

_AGO = pattern(r"(?P<span>.+?)(?: ago|(?:以|之)?前)|- ?(?P<minus>.+)")


def read_phrase(phrase: str, present: Present) -> When:
    """Return the time that a normalised phrase means.

    Raises:
        Unread: where it is not in the grammar.
        TimeInFuture: more than five minutes ahead.
        TimeAmbiguous: where clocks were changed.
    """
    if phrase in UNKNOWN:
        return When.unknown()
    exact, marks = AROUND.subn(" ", phrase)
    moment = _moment(" ".join(exact.split()) if marks else phrase, present)
    return When(f"~{moment.text}") if marks else moment


def _moment(phrase: str, present: Present) -> When:
    if phrase in NOW:
        return When.at(in_zone(present.now, present.zone))
    if (span := _span_ago(phrase)) is not None:
        return When.at(in_zone(present.now - span, present.zone))
    if month := read_month(phrase):
        return _past_day((month,), present, form="%Y-%m")
    stamp = read_stamp(phrase)
    if not stamp:
        raise Unread
    if stamp.day and not stamp.clock:
        return _past_day(stamp.day.past(present.today()), present, form="%Y-%m-%d")
    return When.at(stamp.latest(present))


def _span_ago(phrase: str) -> timedelta | None:
    """Return how long ago; days and weeks alone are a date, which is read elsewhere."""
    found = _AGO.fullmatch(phrase)
    pieces = read_pieces(found["span"] or found["minus"]) if found else None
    return to_delta(pieces) if pieces and not set(pieces) <= {"w", "d"} else None


def _past_day(candidates: tuple[date, ...], present: Present, *, form: str) -> When:
    today = present.today()
    past = [day for day in candidates if day <= today]
    if not past:
        raise TimeInFuture(candidates[0].strftime(form), present.now)
    return When(past[0].strftime(form))
