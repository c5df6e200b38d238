"""Pasted logs, seen from Friday 2026-11-20 15:30:12 in Shanghai."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.model.pastelog import PastedLog, read_log
from tests.unit.model.timegrammar.moment import NEW_YORK, NOW, SHANGHAI


def read(text: str, day: date | None = None) -> PastedLog:
    """Read a log at the moment of the tests."""
    return read_log(text, now=NOW, zone=SHANGHAI, day=day)


def events(text: str, day: date | None = None) -> list[tuple[str, str]]:
    """Return the times and texts that were understood."""
    return [(event.at.text, event.text) for event in read(text, day).events]


@pytest.mark.parametrize(
    ("line", "time", "text"),
    [
        ("14:05 rolled back", "14:05:00", "rolled back"),
        ("14:05:10 rolled back", "14:05:10", "rolled back"),
        ("  14:05\trolled back  ", "14:05:00", "rolled back"),
        ("[14:05:10] ana: on it", "14:05:10", "ana: on it"),
        ("(14:05) ana: on it", "14:05:00", "ana: on it"),
        ("14:05 <ana> on it", "14:05:00", "<ana> on it"),
        ("14:05 - failover", "14:05:00", "failover"),
        ("14:05 – failover", "14:05:00", "failover"),
        ("14:05: failover", "14:05:00", "failover"),
        ("14:05 | failover", "14:05:00", "failover"),
        ("14:05 -> failover", "14:05:00", "failover"),
        ("- 14:05 failover", "14:05:00", "failover"),
        ("* **14:05** failover", "14:05:00", "failover"),
        ("| 14:05 | failover | ana |", "14:05:00", "failover | ana"),
        ("> 14:05 failover", "14:05:00", "failover"),
        ("2:05 PM failover", "14:05:00", "failover"),
        ("2:05pm failover", "14:05:00", "failover"),
        ("2pm failover", "14:00:00", "failover"),
        ("today 14:05 failover", "14:05:00", "failover"),
        ("2026-11-20T14:05:00+08:00 failover", "14:05:00", "failover"),
        ("2026-11-20 14:05:10,123 INFO failover", "14:05:10", "INFO failover"),
        ("[2026-11-20 14:05:10.123456789] failover", "14:05:10", "failover"),
        ("2026/11/20 14:05:10 failover", "14:05:10", "failover"),
        ("Nov 20 14:05:10 db1 postgres[7]: FATAL", "14:05:10", "db1 postgres[7]: FATAL"),
        ("Fri Nov 20 14:05:10 2026 failover", "14:05:10", "failover"),
        ("Fri, 20 Nov 2026 14:05:10 +0800 failover", "14:05:10", "failover"),
        ("下午2:05 切换主库", "14:05:00", "切换主库"),
        ("下午两点零五分 切换主库", "14:05:00", "切换主库"),
        ("下午三点半 恢复", "15:30:00", "恢复"),
        ("14点05分，切换主库", "14:05:00", "切换主库"),
        ("14:05切换主库", "14:05:00", "切换主库"),
        ("【14:05】告警", "14:05:00", "告警"),
        ("（14：05）告警", "14:05:00", "告警"),
        ("１４：０５　告警", "14:05:00", "告警"),
        ("11月20日 14:05 告警", "14:05:00", "告警"),
        ("14:05 3 hosts down", "14:05:00", "3 hosts down"),
        ("14:05 +20 replicas", "14:05:00", "+20 replicas"),
        ("14:05 -10 replicas", "14:05:00", "-10 replicas"),
        ("14:05 on call paged", "14:05:00", "on call paged"),
        ("14:05 monday's deploy was back", "14:05:00", "monday's deploy was back"),
        ("14:05 2026 was a bad year", "14:05:00", "2026 was a bad year"),
    ],
)
def test_a_line_with_a_time_at_its_start(line: str, time: str, text: str) -> None:
    """Chats, terminals, logs and hand-written lists each have their way to put the time first."""
    assert events(line) == [(f"2026-11-20T{time}+08:00", text)]


@pytest.mark.parametrize(
    ("line", "time"),
    [
        ("2026-11-20T06:05:00Z failover", "2026-11-20T06:05:00+00:00"),
        ("2026-11-20 06:05 UTC failover", "2026-11-20T06:05:00+00:00"),
        ("06:05Z failover", "2026-11-20T06:05:00+00:00"),
        ("01:05-05:00 failover", "2026-11-20T01:05:00-05:00"),
        ("~14:05 failover", "~2026-11-20T14:05:00+08:00"),
        ("大约14:05 failover", "~2026-11-20T14:05:00+08:00"),
        ("yesterday 14:05 failover", "2026-11-19T14:05:00+08:00"),
        ("昨天 14:05 failover", "2026-11-19T14:05:00+08:00"),
        ("last friday 14:05 failover", "2026-11-13T14:05:00+08:00"),
        ("Nov 20 14:05:10 2025 failover", "2025-11-20T14:05:10+08:00"),
        ("Sat Nov 20 14:05:10 failover", "2021-11-20T14:05:10+08:00"),
        ("23:50 failover", "2026-11-19T23:50:00+08:00"),
    ],
)
def test_days_and_offsets_are_kept(line: str, time: str) -> None:
    """An offset that a line gives is kept; a line without a date is the most recent past."""
    assert events(line) == [(time, "failover")]


@pytest.mark.parametrize(
    "line",
    [
        "14:05 CST failover",
        "14:05 (PST) failover",
        "14:05-14:30 failover",
        "14:05 - 14:30 failover",
        "14:05 to 14:30 failover",
        "14:05到14:30 切换",
        "11/20 14:05 failover",
        "[11/20 2:05 PM] ana: failover",
        "25:00 failover",
        "3点 切换",
        "2026-11-20 23:00 failover",
        "2026-02-30 14:05 failover",
        "14:05",
        "failover at 14:05",
        "ana  14:05",
        "no time at all",
    ],
)
def test_what_is_not_certain_is_left_out(line: str) -> None:
    """A doubtful time, the future, a time without a text and a text without a time are reported, not guessed."""
    assert read(line) == PastedLog((), ((1, line),))


def test_lines_without_a_time_belong_to_the_event_above() -> None:
    """A stack trace or a second paragraph stays with its event, word for word."""
    log = "preamble\n\n14:05 crashed\n  at Foo.bar(Baz.java:10)\n\nand again\n14:06 fixed\n\n"

    assert read(log).unread == ((1, "preamble"),)
    assert [(event.line, event.text) for event in read(log).events] == [
        (3, "crashed\n  at Foo.bar(Baz.java:10)\n\nand again"),
        (7, "fixed"),
    ]


def test_what_belongs_to_an_unread_line_is_unread_too() -> None:
    """A message is never put to the event before it because its own time is doubtful."""
    log = "14:05 fine\n14:06 CST doubtful\nmore of it"

    assert read(log).unread == ((2, "14:06 CST doubtful"), (3, "more of it"))
    assert events(log) == [("2026-11-20T14:05:00+08:00", "fine")]


def test_names_above_messages() -> None:
    """Chats print a name and a time above the message; the name goes before what was said."""
    log = """ana  2:05 PM
db1 is down
Li Wei  2:06 PM
looking
into it

PagerDuty APP  2:07 PM
Triggered #42
li.wei [14:08]
it was up at 14:05
张三 14:09
主库挂了
李四 2026-11-20 14:10:30
收到
王五　下午2:11
好
"""

    assert events(log) == [
        ("2026-11-20T14:05:00+08:00", "ana: db1 is down"),
        ("2026-11-20T14:06:00+08:00", "Li Wei: looking\ninto it"),
        ("2026-11-20T14:07:00+08:00", "PagerDuty APP: Triggered #42"),
        ("2026-11-20T14:08:00+08:00", "li.wei: it was up at 14:05"),
        ("2026-11-20T14:09:00+08:00", "张三: 主库挂了"),
        ("2026-11-20T14:10:30+08:00", "李四: 收到"),
        ("2026-11-20T14:11:00+08:00", "王五: 好"),
    ]


def test_a_name_with_a_doubtful_date() -> None:
    """A message whose date has no year is left out, with its text."""
    log = "张三 14:05\n主库挂了\n李四 11-20 14:06\n收到"

    assert read(log).unread == ((3, "李四 11-20 14:06"), (4, "收到"))


@pytest.mark.parametrize(
    "line",
    ["it was fine until 14:05", "we saw it at 2:05 PM", "see the graph of 14:05", "since 14:05", "from 14:05 to 14:06"],
)
def test_a_sentence_that_ends_with_a_time_is_no_name(line: str) -> None:
    """The end of a sentence starts no message."""
    assert events(f"14:00 alarm\n{line}\nmore") == [("2026-11-20T14:00:00+08:00", f"alarm\n{line}\nmore")]


def test_days_above_messages() -> None:
    """A line that is a day gives the day of what follows."""
    log = """November 18th, 2026
ana  11:50 PM
down
----- Yesterday -----
ana  12:10 AM
up
=== 2026-11-20 ===
[09:00] review
11月20日
10:00 复盘
"""

    assert events(log) == [
        ("2026-11-18T23:50:00+08:00", "ana: down"),
        ("2026-11-19T00:10:00+08:00", "ana: up"),
        ("2026-11-20T09:00:00+08:00", "review"),
        ("2026-11-20T10:00:00+08:00", "复盘"),
    ]


@pytest.mark.parametrize("line", ["2026-02-30", "30 Feb 2026", "see ana 14:05 and bob 14:06 of it"])
def test_what_looks_like_a_head_and_is_none(line: str) -> None:
    """A date that no calendar has, and times in the middle, are text."""
    assert events(f"14:00 alarm\n{line}\n14:10 fixed") == [
        ("2026-11-20T14:00:00+08:00", f"alarm\n{line}"),
        ("2026-11-20T14:10:00+08:00", "fixed"),
    ]


def test_a_day_inside_a_message_is_text() -> None:
    """A line that is a day, with no message after it, is a part of the message."""
    assert events("14:05 next run on\n2026-11-21\nor later") == [
        ("2026-11-20T14:05:00+08:00", "next run on\n2026-11-21\nor later")
    ]


NIGHT = "23:50 alarm\n23:58 seen\n00:10 fixed\n00:09 out of order\n14:00 review"


def test_midnight_is_passed() -> None:
    """The last line is the most recent past, and lines before a midnight are of the day before."""
    assert [time[:16] for time, _ in events(NIGHT)] == [
        "2026-11-19T23:50",
        "2026-11-19T23:58",
        "2026-11-20T00:10",
        "2026-11-20T00:09",
        "2026-11-20T14:00",
    ]


def test_the_first_day_may_be_given() -> None:
    """With the day of its first line a log of long ago is read as it was."""
    assert [time[:10] for time, _ in events(NIGHT, date(2017, 1, 31))] == ["2017-01-31"] * 2 + ["2017-02-01"] * 3


def test_a_later_date_dates_the_lines_above() -> None:
    """One line with a date is enough for the lines around it."""
    log = "23:50 alarm\n2026-11-05 00:10 fixed\n00:20 closed\n23:30 again\n00:30 over"

    assert [time[:16] for time, _ in events(log)] == [
        "2026-11-04T23:50",
        "2026-11-05T00:10",
        "2026-11-05T00:20",
        "2026-11-05T23:30",
        "2026-11-06T00:30",
    ]


def test_the_newest_line_may_come_first() -> None:
    """Lists of alerts run backwards; the order of the lines is kept."""
    assert [time[:16] for time, _ in events("00:10 fixed\n23:58 seen\n23:50 alarm")] == [
        "2026-11-20T00:10",
        "2026-11-19T23:58",
        "2026-11-19T23:50",
    ]


def test_lines_in_different_zones() -> None:
    """The order of instants counts, not that of the clocks."""
    assert [time for time, _ in events("06:05Z alarm\n14:06 seen\n06:07Z fixed")] == [
        "2026-11-20T06:05:00+00:00",
        "2026-11-20T14:06:00+08:00",
        "2026-11-20T06:07:00+00:00",
    ]


def test_a_repeated_hour_is_left_out() -> None:
    """What the clocks showed twice is reported, where no offset tells which it was."""
    now = datetime(2026, 11, 1, 12, tzinfo=NEW_YORK)
    log = read_log("00:50 alarm\n01:30 seen\n01:40-05:00 fixed", now=now, zone=NEW_YORK, day=None)

    assert [event.at.text for event in log.events] == ["2026-11-01T00:50:00-04:00", "2026-11-01T01:40:00-05:00"]
    assert log.unread == ((2, "01:30 seen"),)


gaps = st.lists(st.integers(1, 12 * 60), min_size=1, max_size=12)


@given(gaps)
@settings(max_examples=60)
def test_gaps_of_half_a_day_are_followed(minutes: list[int]) -> None:
    """In a log in order, without dates, every line is dated right if no gap is longer than half a day."""
    end = NOW.replace(second=0, microsecond=0)
    instants = [end - timedelta(minutes=sum(minutes[place:])) for place in range(len(minutes) + 1)]
    log = "\n".join(f"{instant:%H:%M} step" for instant in instants)

    assert [event.at.instant for event in read(log).events] == instants


LINES = (
    "14:05 §",
    "[9:10] ¤",
    "ana  2:05 PM",
    "¶",
    "",
    "2026-11-20",
    "Nov 19",
    "23:59",
    "11/20 14:05 €",
    "昨天",
    "昨晚 £",
    "14:05 CST ¢",
)
MARKS = set("§¤¶€£¢")


@given(st.lists(st.sampled_from(LINES) | st.text(max_size=12), max_size=8))
@settings(max_examples=200)
def test_every_line_is_somewhere(pasted: list[str]) -> None:
    """No pasted line is lost: it is in an event, among the unread, or the day above others."""
    text = "\n".join(pasted)
    log = read(text)
    places = [event.line for event in log.events] + [number for number, _ in log.unread]
    kept = "".join([event.text for event in log.events] + [line for _, line in log.unread])

    assert len(places) == len(set(places))
    assert [text.splitlines()[number - 1] for number, _ in log.unread] == [line for _, line in log.unread]
    assert MARKS & set(text) == MARKS & set(kept)
