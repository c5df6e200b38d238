"""Due dates, lengths of time and periods, seen from Friday 2026-11-20."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from rcalog.model.timegrammar.due import read_due
from rcalog.model.timegrammar.errors import (
    DUE_FORMS,
    SPAN_FORMS,
    DueNotUnderstood,
    PeriodNotUnderstood,
    SpanNotUnderstood,
)
from rcalog.model.timegrammar.lengths import read_period, read_span
from tests.unit.model.timegrammar.moment import NOW, SHANGHAI


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("2026-12-01", "2026-12-01"),
        ("2026/12/1", "2026-12-01"),
        ("2017-02-15", "2017-02-15"),
        ("9999-12-31", "9999-12-31"),
        ("by 2026-12-01", "2026-12-01"),
        ("Dec 1", "2026-12-01"),
        ("1 March", "2027-03-01"),
        ("nov 20", "2026-11-20"),
        ("29 feb", "2028-02-29"),
        ("2026年12月1日", "2026-12-01"),
        ("12月1日", "2026-12-01"),
        ("十二月一号", "2026-12-01"),
        ("+15d", "2026-12-05"),
        ("15d", "2026-12-05"),
        ("2w", "2026-12-04"),
        ("in 2 weeks", "2026-12-04"),
        ("two weeks from now", "2026-12-04"),
        ("a week", "2026-11-27"),
        ("1w3d", "2026-11-30"),
        ("1mo", "2026-12-20"),
        ("+3 months", "2027-02-20"),
        ("1y", "2027-11-20"),
        ("today", "2026-11-20"),
        ("tomorrow", "2026-11-21"),
        ("friday", "2026-11-20"),
        ("next friday", "2026-11-27"),
        ("next monday", "2026-11-23"),
        ("this sunday", "2026-11-22"),
        ("mon", "2026-11-23"),
        ("明天", "2026-11-21"),
        ("后天", "2026-11-22"),
        ("周五", "2026-11-20"),
        ("本周日", "2026-11-22"),
        ("下周五", "2026-11-27"),
        ("下周一", "2026-11-23"),
        ("下下周一", "2026-11-30"),
        ("两周后", "2026-12-04"),
        ("两个星期内", "2026-12-04"),
        ("15天之后", "2026-12-05"),
        ("三个月后", "2027-02-20"),
    ],
)
def test_due_dates(typed: str, due: str) -> None:
    """The nearest future is meant; a date with its year may be past, for records of long ago."""
    assert read_due(typed, now=NOW, zone=SHANGHAI) == date.fromisoformat(due)


def test_a_month_may_be_shorter() -> None:
    """A month after the 31st is the last day of a shorter month."""
    now = datetime(2026, 1, 31, 12, tzinfo=UTC)

    assert [read_due(typed, now=now, zone=UTC).isoformat() for typed in ("1mo", "2mo")] == ["2026-02-28", "2026-03-31"]


def test_the_day_is_that_of_the_zone() -> None:
    """Late in the evening in UTC it is already tomorrow in Shanghai."""
    now = datetime(2026, 11, 20, 20, tzinfo=UTC)

    assert [read_due("today", now=now, zone=zone).day for zone in (UTC, SHANGHAI)] == [20, 21]


@pytest.mark.parametrize(
    ("typed", "reason", "near"),
    [
        ("03/04/2027", "which is the day and which the month?", ["2027-03-04", "2027-04-03"]),
        ("2026-12", "a month has many days", ["2026-12-31"]),
        ("yesterday", "a day that is past is given as a date", ["2026-11-19"]),
        ("last friday", "a day that is past is given as a date", ["2026-11-13"]),
        ("上周五", "a day that is past is given as a date", ["2026-11-13"]),
        ("3 days ago", "a day that is past is given as a date", ["2026-11-17"]),
        ("2h", "something is due on a day, not at an hour", ["today", "tomorrow"]),
        ("next week", "", ["1w", "next monday"]),
        ("下个月", "", ["1mo"]),
        ("nxt firday", "“nxt”, “firday” is not known", ["next friday"]),
        ("2026-02-30", "February 2026 has the days 1 to 28", []),
        ("2026-12-01 14:05", "", []),
        ("99999999w", "that is more than a hundred years", []),
        ("20日", "a day of the month needs its month", ["11月20日"]),
        ("and", "", []),
        ("0 months", "", []),
        ("soon", "", []),
        ("", "nothing was typed", []),
        ("9" * 300, "it is too long", []),
    ],
)
def test_refused_due_dates(typed: str, reason: str, near: list[str]) -> None:
    """A refusal gives its reason, what comes near, and the accepted forms."""
    with pytest.raises(DueNotUnderstood) as refusal:
        read_due(typed, now=NOW, zone=SHANGHAI)

    assert (refusal.value.reason, list(refusal.value.near)) == (reason, near)
    assert DUE_FORMS in (refusal.value.hint or "")


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("30m", 30),
        ("+30m", 30),
        ("90 minutes", 90),
        ("2h", 120),
        ("2h30m", 150),
        ("1.5h", 90),
        ("half an hour", 30),
        ("an hour and a half", 90),
        ("two hours", 120),
        ("1d", 1_440),
        ("2w", 20_160),
        ("三十分钟", 30),
        ("半小时", 30),
        ("一个半小时", 90),
        ("两小时", 120),
        ("三天", 4_320),
        ("两周", 20_160),
    ],
)
def test_lengths_of_time(typed: str, minutes: int) -> None:
    """A length of time is a number and a unit, or several."""
    assert read_span(typed) == timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("typed", "reason", "near"),
    [
        ("30", "", ["30m", "30h"]),
        ("0m", "", []),
        ("2mo", "", []),
        ("1.5d", "a part of a day is given in hours", []),
        ("30m2h", "larger units come first, each once", []),
        ("2h2h", "larger units come first, each once", []),
        ("999999w", "that is more than a hundred years", []),
        ("-30m", "", []),
        ("", "", []),
        ("20日", "", []),
        ("am", "", []),
        ("later", "", []),
        ("9" * 300, "it is too long", []),
    ],
)
def test_refused_lengths(typed: str, reason: str, near: list[str]) -> None:
    """No length is nothing, negative, or of unsure size."""
    with pytest.raises(SpanNotUnderstood) as refusal:
        read_span(typed)

    assert (refusal.value.reason, list(refusal.value.near)) == (reason, near)
    assert SPAN_FORMS in (refusal.value.hint or "")


@pytest.mark.parametrize(
    ("typed", "period"), [("1d", "1d"), ("2W", "2w"), ("３mo", "3mo"), ("01y", "1y"), (" 90d ", "90d")]
)
def test_periods(typed: str, period: str) -> None:
    """The period of a drill is stored as a number and a unit."""
    assert read_period(typed) == period


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("daily", "type 1d; accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("每天", "type 1d; accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("quarterly", "type 3mo; accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("every 2 weeks", "type 2w; accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("每两个月", "type 2mo; accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("30", "type 30d; accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("3m", "type 3mo; accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("9999y", "accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("9999mo", "accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("0d", "accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("1d2w", "accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("1h", "accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("", "accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
        ("now and then", "accepted: 1d (every day), 2w, 3mo, 1y; 99y at most"),
    ],
)
def test_refused_periods(typed: str, hint: str) -> None:
    """A period that comes near is completed, any other is refused with the forms."""
    with pytest.raises(PeriodNotUnderstood) as refusal:
        read_period(typed)

    assert refusal.value.hint == hint
