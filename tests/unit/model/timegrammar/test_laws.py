"""What holds for every time and for every text."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rcalog.errors import UsageError
from rcalog.model.timegrammar.due import read_due
from rcalog.model.timegrammar.lengths import read_period, read_span
from rcalog.model.timegrammar.reader import read_time
from rcalog.model.timegrammar.render import render_time
from rcalog.model.times import When
from tests.unit.model.timegrammar.moment import NEW_YORK, NOW, SHANGHAI

PLACES = (
    "UTC",
    "Asia/Shanghai",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Monrovia",
    "Pacific/Kiritimati",
)
zones = st.sampled_from([ZoneInfo(place) for place in PLACES]) | st.just(timezone(timedelta(hours=-3, minutes=-30)))
seconds = st.integers(86_400, int(NOW.timestamp()))
instants = seconds.map(lambda number: datetime.fromtimestamp(number, UTC))
approximations = st.sampled_from(["", "~"])
WORDS = (
    "yesterday today last next friday ago about now at on pm am noon an hour half and month week weeks days 3 "
    "昨天 今天 上 周五 下午 晚上 3点 半 一刻 三 十 两 分钟 小时 前 后 大约 左右 11月 20日 2026年 14:05 2:05 2026-11-20 20m 2h30m "
    "9999-12-31 0001-01-01 t z utc cst +08:00 -12:00 +14:00 : - + ~ / . , 0 12 24 99 1763613900 999999999 ３ ？ \x00 ٣"
)
words = st.lists(st.sampled_from(WORDS.split()), max_size=7)
phrases = words.map("".join) | words.map(" ".join)


@given(instants, zones, zones, approximations)
@example(datetime(2026, 11, 1, 5, 30, tzinfo=UTC), NEW_YORK, NEW_YORK, "")
@settings(max_examples=150)
def test_what_is_rendered_can_be_typed(instant: datetime, written: ZoneInfo, read: ZoneInfo, about: str) -> None:
    """A time that is shown to somebody and typed by somebody else is the same instant, and as exact."""
    when = When(about + When.at(instant).text)

    again = read_time(render_time(when, written), now=NOW, zone=read)

    assert (again.instant, again.approximate) == (when.instant, bool(about))


@given(st.dates(date(1970, 1, 1), NOW.date()), st.sampled_from(["%Y-%m-%d", "%Y-%m"]), approximations)
@settings(max_examples=100)
def test_days_and_months_are_rendered_as_they_are(day: date, form: str, about: str) -> None:
    """A day and a month keep their text both ways."""
    when = When(about + day.strftime(form))

    assert read_time(render_time(when, SHANGHAI), now=NOW, zone=SHANGHAI) == when


@given(instants, zones)
@settings(max_examples=100)
def test_a_stored_time_is_read_as_it_stands(instant: datetime, zone: ZoneInfo) -> None:
    """The text of a record can be typed, and keeps its offset."""
    when = When.at(instant.astimezone(timezone(timedelta(hours=5, minutes=30))))

    assert read_time(when.text, now=NOW, zone=zone) == when


@given(st.times(), instants, zones)
@settings(max_examples=150)
def test_a_time_of_day_is_in_the_last_day(clock: time, now: datetime, zone: ZoneInfo) -> None:
    """A time of day alone is never the future, and never more than a day and a change of the clocks ago."""
    try:
        when = read_time(clock.strftime("%H:%M:%S"), now=now, zone=zone)
    except UsageError:
        return

    assert when.instant is not None
    assert timedelta(minutes=-5) <= now - when.instant <= timedelta(days=1, hours=2)


@given(st.integers(0, 9_999), st.integers(0, 59), st.integers(0, 59))
@settings(max_examples=100)
def test_a_length_of_time_is_taken_to_the_second(hours: int, minutes: int, seconds: int) -> None:
    """So many hours, minutes and seconds ago are exactly that, in English and Chinese."""
    expected = NOW.replace(microsecond=0) - timedelta(hours=hours, minutes=minutes, seconds=seconds)
    typed = (
        f"{hours}h{minutes}m{seconds}s ago",
        f"{hours}小时{minutes}分{seconds}秒前",
        f"-{hours}h {minutes}m {seconds}s",
    )

    assert [read_time(form, now=NOW, zone=SHANGHAI).instant for form in typed] == [expected] * 3


READERS: dict[str, Callable[[str], object]] = {
    "time": lambda text: read_time(text, now=NOW, zone=NEW_YORK),
    "due": lambda text: read_due(text, now=NOW, zone=NEW_YORK),
    "span": read_span,
    "period": read_period,
}


@pytest.mark.parametrize("reader", READERS)
@given(text=st.text(max_size=30) | phrases)
@settings(max_examples=250)
def test_no_text_is_too_odd(reader: str, text: str) -> None:
    """Whatever is typed is read or refused with a hint; nothing else comes out."""
    try:
        READERS[reader](text)
        hint: str | None = "none needed"
    except UsageError as refusal:
        hint = refusal.hint

    assert hint


@given(phrases)
@settings(max_examples=200)
def test_what_is_read_is_never_the_future(text: str) -> None:
    """A time that was understood is stored with an offset and lies in the past."""
    try:
        when = read_time(text, now=NOW, zone=SHANGHAI)
    except UsageError:
        return

    assert when.earliest is None or when.earliest <= NOW + timedelta(minutes=5)
