"""A time of day without a day: that of what is spoken of."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.model.pastelog import read_line, read_log
from rcalog.model.timegrammar.errors import TimeInFuture, TimeNotUnderstood
from rcalog.model.timegrammar.reader import read_time
from rcalog.model.timegrammar.windows import Window
from rcalog.model.times import When
from tests.unit.model.timegrammar.moment import NOW, SHANGHAI

LAST_WEEK = Window.between(When("2026-11-12T23:05:00+08:00"), When("2026-11-13T01:40:00+08:00"))
"""An outage over midnight, long before `NOW`."""


def near(text: str, window: Window | None, zone: tzinfo = SHANGHAI) -> str:
    """Return how a text is read by somebody who speaks of a window."""
    return read_time(text, now=NOW, zone=zone, near=window).text


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("23:05", "2026-11-12T23:05:00+08:00"),
        ("23:30", "2026-11-12T23:30:00+08:00"),
        ("00:10", "2026-11-13T00:10:00+08:00"),
        ("凌晨1点", "2026-11-13T01:00:00+08:00"),
        ("1:40", "2026-11-13T01:40:00+08:00"),
        ("09:00", "2026-11-13T09:00:00+08:00"),  # after it, in the morning
        ("22:50", "2026-11-12T22:50:00+08:00"),  # just before it
        ("~23:10", "~2026-11-12T23:10:00+08:00"),
        ("16:10Z", "2026-11-12T16:10:00+00:00"),
        ("yesterday 23:10", "2026-11-19T23:10:00+08:00"),  # a day that is said is kept
        ("2026-11-15 23:10", "2026-11-15T23:10:00+08:00"),
        ("20m ago", "2026-11-20T15:10:12+08:00"),
        ("2026-11-15", "2026-11-15"),
        ("now", "2026-11-20T15:30:12+08:00"),
    ],
)
def test_a_time_of_day_is_that_of_the_outage(typed: str, meant: str) -> None:
    """Only the day that was left open leans on the window."""
    assert near(typed, LAST_WEEK) == meant


def test_without_a_window_it_is_the_most_recent_past() -> None:
    """So it is read during an outage."""
    assert near("23:05", None) == "2026-11-19T23:05:00+08:00"


def test_a_day_after_and_a_day_before() -> None:
    """Either holds every time of day once: the first from a time on, or the last up to it."""
    started = When("2026-11-12T23:05:00+08:00")
    assert near("23:05", Window.day_after(started)) == "2026-11-12T23:05:00+08:00"
    assert near("23:04", Window.day_after(started)) == "2026-11-13T23:04:00+08:00"
    assert near("23:05", Window.day_before(started)) == "2026-11-12T23:05:00+08:00"
    assert near("23:06", Window.day_before(started)) == "2026-11-11T23:06:00+08:00"


@pytest.mark.parametrize("text", ["unknown", "2026-11-12", "2026-11", None])
def test_what_is_not_exact_makes_no_window(text: str | None) -> None:
    """A date or an unknown time says nothing about the day of a time of day."""
    when = When(text) if text else None
    exact = When("2026-11-12T23:05:00+08:00")
    assert (Window.between(when, exact), Window.between(exact, when)) == (None, None)
    assert (Window.day_after(when), Window.day_before(when)) == (None, None)


def test_what_would_lie_ahead_is_refused() -> None:
    """An end that was not yet reached is a slip; it is not moved to another day."""
    with pytest.raises(TimeInFuture):
        near("16:00", Window.day_after(When("2026-11-20T15:00:00+08:00")))


def test_several_days_are_asked_for() -> None:
    """In an outage of days a time of day alone says too little: the forms to choose from are named."""
    days = Window.between(When("2026-11-10T12:00:00+08:00"), When("2026-11-12T18:00:00+08:00"))
    with pytest.raises(TimeNotUnderstood) as caught:
        near("14:05", days)
    assert caught.value.near == ("2026-11-10 14:05", "2026-11-11 14:05", "2026-11-12 14:05")
    assert "several days" in caught.value.message
    assert near("11:00", Window.between(When("2026-11-10T12:00:00+08:00"), When("2026-11-11T10:00:00+08:00")))


def test_a_typed_line_and_a_pasted_log_lean_on_it_too() -> None:
    """A log without dates begins beside the outage, and goes on over midnight."""
    when, words = read_line("00:10 rolled back", now=NOW, zone=SHANGHAI, near=LAST_WEEK)
    log = read_log("23:06 paged\n00:10 rolled back\n", now=NOW, zone=SHANGHAI, day=None, near=LAST_WEEK)
    assert (when and when.text, words) == ("2026-11-13T00:10:00+08:00", "rolled back")
    assert [line.at.text for line in log.events] == ["2026-11-12T23:06:00+08:00", "2026-11-13T00:10:00+08:00"]


def test_a_log_of_an_outage_of_days_ends_in_the_most_recent_past() -> None:
    """Where the window does not settle the day, a log is read as without one; `--day` says it."""
    days = Window.between(When("2026-11-10T12:00:00+08:00"), When("2026-11-12T18:00:00+08:00"))
    log = read_log("14:05 paged\n", now=NOW, zone=SHANGHAI, day=None, near=days)
    assert [line.at.text for line in log.events] == ["2026-11-20T14:05:00+08:00"]


zones = st.sampled_from([UTC, SHANGHAI, ZoneInfo("America/New_York"), timezone(timedelta(hours=-9, minutes=-30))])
minutes = st.integers(0, 24 * 60 - 1)


@given(st.datetimes(datetime(2020, 1, 1), datetime(2026, 10, 1)), minutes, minutes, zones)  # noqa: DTZ001
@settings(max_examples=150)
def test_nothing_is_nearer(first: datetime, length: int, clock: int, zone: tzinfo) -> None:
    """The day that is chosen is at most half a day away from the window, whatever the zone."""
    begin = first.replace(tzinfo=UTC)
    window = Window(begin, begin + timedelta(minutes=length))
    at = time(clock // 60, clock % 60)
    found = datetime.combine(window.day_of(at, zone), at)
    first_local, last_local = (end.astimezone(zone).replace(tzinfo=None) for end in (window.first, window.last))
    away = max(first_local - found, found - last_local, timedelta(0))
    assert away <= timedelta(hours=13)
