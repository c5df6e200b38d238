"""Reading the day by which something is due."""

from __future__ import annotations

import calendar
from datetime import date, datetime, tzinfo

from rcalog.model.timegrammar.dayforms import read_month, split_day
from rcalog.model.timegrammar.days import Day, Fixed, Weekly
from rcalog.model.timegrammar.errors import DueNotUnderstood, Unread, Why
from rcalog.model.timegrammar.near import nearest
from rcalog.model.timegrammar.spans import read_pieces, to_delta
from rcalog.model.timegrammar.words import LONGEST, normalise
from rcalog.patterns import pattern

_AHEAD = pattern(r"(?:in |within |\+ ?)?(?P<length>.+?)(?: from now|(?:以|之)?[后内])?")
_MONTHS = pattern(r"(?P<n>[1-9][0-9]{0,2} ?|an? )(?P<unit>mo|months?|个月|y|yrs?|years?|年)")
_LOOSE = {
    "next week": ("1w", "next monday"),
    "下周": ("1w", "下周一"),
    "next month": ("1mo",),
    "下个月": ("1mo",),
    "下月": ("1mo",),
    "asap": ("today", "tomorrow"),
}
"""Common phrases that leave the day open, and what names one."""


def read_due(text: str, *, now: datetime, zone: tzinfo) -> date:
    """Return the day by which something is due; the nearest future where the year or the week is left open.

    Raises:
        DueNotUnderstood: not in the grammar, or a phrase that points backwards.
    """
    if len(text) > LONGEST:
        raise DueNotUnderstood(text, Why.TOO_LONG)
    phrase = normalise(text)
    here = now.astimezone(zone)
    try:
        return _due(phrase, here.date())
    except Unread as err:
        err.near = err.near or _LOOSE.get(phrase, ())
        reason, near = nearest(phrase, err, here, lambda form: _meaning(form, here.date()))
        raise DueNotUnderstood(text, reason, near) from None


def _meaning(form: str, today: date) -> str | None:
    try:
        return _due(normalise(form), today).isoformat()
    except Unread:
        return None


def _due(phrase: str, today: date) -> date:
    day, rest = split_day(phrase.removeprefix("by ").removeprefix("next "))
    if day and not rest.strip():
        return _named(phrase, day, today)
    if month := read_month(phrase):
        last = calendar.monthrange(month.year, month.month)[1]
        raise Unread(Why.MONTH_DUE, near=(month.replace(day=last).isoformat(),))
    found = _AHEAD.fullmatch(phrase)
    return _ahead(found["length"], today) if found else _refuse()


def _named(phrase: str, day: Day, today: date) -> date:
    if isinstance(day, Weekly) and phrase.startswith("next "):
        return Weekly(day.weekday, today_too=False).future(today)
    due = day.past(today)[0] if phrase.startswith("last ") else day.future(today)
    if due < today and not isinstance(day, Fixed):
        raise Unread(Why.PAST_DUE, near=(due.isoformat(),))
    return due


def _ahead(length: str, today: date) -> date:
    if months := _MONTHS.fullmatch(length):
        count = 1 if months["n"].startswith("a") else int(months["n"])
        return _months_later(today, count * (12 if months["unit"].startswith(("y", "年")) else 1))
    pieces = read_pieces(length)
    if not pieces:
        return _refuse()
    if not set(pieces) <= {"w", "d"}:
        raise Unread(Why.HOUR_DUE, near=("today", "tomorrow"))
    return today + to_delta(pieces)


def _months_later(today: date, months: int) -> date:
    """Return the same day of a later month, or the last of that month where it is shorter."""
    year, month = divmod(today.year * 12 + today.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(today.day, last))


def _refuse() -> date:
    raise Unread
