"""A normalised phrase and the time that it means, seen from now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from rcalog.model.timegrammar.clocks import Clock, read_clock
from rcalog.model.timegrammar.dayforms import read_month, split_day
from rcalog.model.timegrammar.days import Day, Relative
from rcalog.model.timegrammar.errors import LEEWAY, TimeInFuture, Unread
from rcalog.model.timegrammar.spans import read_pieces, to_delta
from rcalog.model.timegrammar.zones import in_zone, localise
from rcalog.model.times import When

UNKNOWN = {"unknown", "?", "不知道", "未知", "不详", "不清楚"}
NOW = {"now", "right now", "just now", "现在", "刚刚", "刚才", "此刻"}

_AROUND = re.compile(
    r"(?<![0-9a-z])~|≈|(?<![a-z])(?:about|around|approximately|approx\.?|roughly|circa|ca\.)(?![a-z])"
    r"|(?<![a-z])or so$|大约|大概|差不多|约|左右$|前后$"
)
_AGO = re.compile(r"(?P<span>.+?)(?: ago|(?:以|之)?前)|- ?(?P<minus>.+)")
_BASIC = re.compile(r"([0-9]{4})([0-9]{2})([0-9]{2})t([0-9]{2})([0-9]{2})([0-9]{2})?(?=$|[^0-9])")
_JOINT = re.compile(r"^(?:t(?=[0-9])|,? ?at |, ?|@ ?)|(?:,| at| on)$")


@dataclass(frozen=True)
class Present:
    """Now, in the zone of the reader."""

    now: datetime
    zone: tzinfo

    @property
    def limit(self) -> datetime:
        """The latest instant that is not the future."""
        return self.now + LEEWAY

    def today(self, zone: tzinfo | None = None) -> date:
        """Return the present date in a zone."""
        return self.now.astimezone(zone or self.zone).date()


def read_phrase(phrase: str, present: Present) -> When:
    """Return the time that a normalised phrase means.

    Raises:
        Unread: where it is not in the grammar.
        TimeInFuture: more than five minutes ahead.
        TimeAmbiguous: where clocks were changed.
    """
    if phrase in UNKNOWN:
        return When.unknown()
    exact, marks = _AROUND.subn(" ", phrase)
    moment = _moment(" ".join(exact.split()) if marks else phrase, present)
    return When(f"~{moment.text}") if marks else moment


def _moment(phrase: str, present: Present) -> When:
    if phrase in NOW:
        return When.at(in_zone(present.now, present.zone))
    if (span := _span_ago(phrase)) is not None:
        return When.at(in_zone(present.now - span, present.zone))
    if month := read_month(phrase):
        return _past_day((month,), present, form="%Y-%m")
    day, rest = split_day(_BASIC.sub(_extended, phrase))
    rest = _JOINT.sub("", rest.strip()).strip()
    if day and not rest:
        return _past_day(day.past(present.today()), present, form="%Y-%m-%d")
    clock = read_clock(rest)
    if not clock:
        raise Unread
    return When.at(_latest(day, clock, present))


def _extended(found: re.Match[str]) -> str:
    return "{}-{}-{}t{}:{}:{}".format(*found.groups(default="00"))


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


def _latest(day: Day | None, clock: Clock, present: Present) -> datetime:
    """Return the most recent past instant that a day, if any, and a time of day may mean."""
    zone = clock.zone or present.zone
    today = present.today(zone)
    candidates = day.past(today) if day else (*Relative(0).past(today), *Relative(-1).past(today))
    for candidate in candidates:
        if candidate > today + timedelta(days=1):
            continue
        instant = localise(datetime.combine(candidate, clock.at), zone).only(until=present.limit)
        if instant:
            return instant
    raise _ahead(datetime.combine(candidates[0], clock.at), zone, present)


def _ahead(naive: datetime, zone: tzinfo, present: Present) -> TimeInFuture:
    if naive.year > present.now.year + 1:
        return TimeInFuture(naive.isoformat(), present.now)
    instant = localise(naive, zone).instants[0]
    before = localise(naive - timedelta(days=1), zone).instants[0]
    near = before.isoformat() if before <= present.limit else None
    return TimeInFuture(instant.isoformat(), present.now, near=near)
