"""What can be wrong with a time, a date or a span that somebody typed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from enum import StrEnum

from rcalog.errors import UsageError

_ENGLISH = (
    "14:05, 2:05pm, yesterday 14:05, last friday 17:00, 2026-11-20 14:05, 2026-11-20T14:05:00+08:00, "
    "20m ago, -2h30m, 3 days ago, now; 2026-11-20 (the day), 2016-04 (the month), ~14:05 (about)"
)
_CHINESE = "昨天 14:05, 今天下午3点, 上周五 17:00, 11月20日 14:05, 20分钟前, 半小时前, 大约14:05"
TIME_FORMS = f"{_ENGLISH}, unknown; {_CHINESE}, 未知"
KNOWN_FORMS = f"{_ENGLISH}; {_CHINESE}"
DUE_FORMS = "2026-12-01, +15d, 2w, next friday, tomorrow, dec 1; 下周五, 两周后, 12月1日"
SPAN_FORMS = "30m, 2h, 2h30m, 1d, 2w, half an hour; 半小时, 两小时, 三天, 两周"
PERIOD_FORMS = "1d (every day), 2w, 3mo, 1y; 99y at most"

_SHOWN = 60


class Why(StrEnum):
    """Why a phrase is refused, where more can be said than that it is not in the grammar."""

    NOT_A_FORM = ""
    TOO_LONG = "it is too long"
    YEAR = "years begin at {} here"
    MONTH = "there is no month {}"
    DAY = "{} {} has the days 1 to {}"
    WEEKDAY = "that date is no {}"
    CLOCK = "no clock shows {}"
    OFFSET = "no zone has the offset {}"
    HALF = "am and pm go with the hours 1 to 12"
    DAYS = "it was that time on several days"
    TWICE = "{}点 comes twice a day"
    PART = "{} has no certain {}点"
    ORDER = "larger units come first, each once"
    PART_OF_DAY = "a part of a day is given in hours"
    CENTURY = "that is more than a hundred years"
    MONTH_DUE = "a month has many days"
    PAST_DUE = "a day that is past is given as a date"
    HOUR_DUE = "something is due on a day, not at an hour"


class Unread(Exception):
    """A phrase, or a part of one, is not in the grammar; the readers turn it into an error that names the forms."""

    def __init__(self, why: Why = Why.NOT_A_FORM, *values: object, near: tuple[str, ...] = ()) -> None:
        self.reason = why.format(*values)
        self.near = near
        super().__init__(self.reason)


class _NotUnderstood(UsageError):
    """Something typed is not in the grammar; `near` holds what can be typed in its place."""

    code = "not-understood"
    noun = "a time"
    forms = TIME_FORMS

    def __init__(self, text: str, reason: str = "", near: Sequence[str] = (), *, forms: str = "") -> None:
        shown = " ".join(text.split())
        shown = f"{shown[:_SHOWN]}…" if len(shown) > _SHOWN else shown
        because = f": {reason}" if reason else ""
        instead = f"type {' or '.join(near)}; " if near else ""
        super().__init__(
            f"cannot read “{shown}” as {self.noun}{because}", hint=f"{instead}accepted: {forms or self.forms}"
        )
        self.text = text
        self.reason = reason
        self.near = tuple(near)


class TimeNotUnderstood(_NotUnderstood):
    """A time is not in the grammar, or has more than one meaning."""

    code = "time-not-understood"


class MomentNotUnderstood(TimeNotUnderstood):
    """What was typed is neither a time nor the name of a commit."""

    code = "moment-not-understood"
    noun = "a time, and no commit is called so"
    forms = f"a commit (2f04c1a, HEAD~3, a tag), or {KNOWN_FORMS}"


class DueNotUnderstood(_NotUnderstood):
    """A due date is not in the grammar, or has more than one meaning."""

    code = "due-not-understood"
    noun = "a due date"
    forms = DUE_FORMS


class SpanNotUnderstood(_NotUnderstood):
    """A length of time is not in the grammar."""

    code = "span-not-understood"
    noun = "a length of time"
    forms = SPAN_FORMS


class PeriodNotUnderstood(_NotUnderstood):
    """The period of a drill is not a number and a unit."""

    code = "period-not-understood"
    noun = "a period"
    forms = PERIOD_FORMS


class TimeInFuture(UsageError):
    """A time of something that happened lies ahead; `understood` is how it was read."""

    code = "time-in-future"

    def __init__(self, understood: str, now: datetime, *, near: str | None = None) -> None:
        present = now.replace(microsecond=0).isoformat()
        instead = f"type {near} if it was the day before" if near else "check the date, and the clock of this machine"
        super().__init__(f"{understood} is in the future: it is {present} now", hint=instead)
        self.understood = understood


class TimeAmbiguous(UsageError):
    """A local time that the change of the clocks skipped or repeated; `forms` are the two that may be meant."""

    code = "time-ambiguous"

    def __init__(self, local: datetime, forms: tuple[datetime, datetime], *, skipped: bool) -> None:
        self.forms = (forms[0].isoformat(), forms[1].isoformat())
        what = "does not exist: the clocks went forward over it" if skipped else "came twice: the clocks went back"
        place = f" in {local.tzinfo}" if local.tzinfo else ""
        super().__init__(f"{local.replace(tzinfo=None)}{place} {what}", hint=f"type {self.forms[0]} or {self.forms[1]}")


LEEWAY = timedelta(minutes=5)
"""Clocks differ: a time this far ahead is still taken as the present."""
