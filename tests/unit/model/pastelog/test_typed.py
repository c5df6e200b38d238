"""One typed line, with or without a time at its start, seen from Friday 2026-11-20 15:30:12 in Shanghai."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.errors import UsageError
from rcalog.model.pastelog import read_line
from rcalog.model.timegrammar.errors import TimeInFuture, TimeNotUnderstood
from rcalog.model.timegrammar.windows import Window
from tests.unit.model.timegrammar.moment import NOW, SHANGHAI

LONG = Window(NOW - timedelta(days=3), NOW)
"""An outage that had every time of day three times."""


@pytest.mark.parametrize(
    ("line", "time", "text"),
    [
        ("14:05 rolled back", "2026-11-20T14:05:00+08:00", "rolled back"),
        ("14:05 - rolled back", "2026-11-20T14:05:00+08:00", "rolled back"),
        ("14:05: rolled back", "2026-11-20T14:05:00+08:00", "rolled back"),
        ("[14:05] rolled back", "2026-11-20T14:05:00+08:00", "rolled back"),
        ("[~14:05] rolled back", "~2026-11-20T14:05:00+08:00", "rolled back"),
        ("- 14:05 rolled back", "2026-11-20T14:05:00+08:00", "rolled back"),
        ("2:05 pm rolled back", "2026-11-20T14:05:00+08:00", "rolled back"),
        ("yesterday 14:05 rolled back", "2026-11-19T14:05:00+08:00", "rolled back"),
        ("last friday 17:00 rolled back", "2026-11-13T17:00:00+08:00", "rolled back"),
        ("2026-11-20 14:05 +08:00 rolled back", "2026-11-20T14:05:00+08:00", "rolled back"),
        ("20m ago rolled back", "2026-11-20T15:10:12+08:00", "rolled back"),
        ("half an hour ago rolled back", "2026-11-20T15:00:12+08:00", "rolled back"),
        ("-20m rolled back", "2026-11-20T15:10:12+08:00", "rolled back"),
        ("about 14:05 rolled back", "~2026-11-20T14:05:00+08:00", "rolled back"),
        ("14:05 today's deploy rolled back", "2026-11-20T14:05:00+08:00", "today's deploy rolled back"),
        ("14:05 3 hosts down", "2026-11-20T14:05:00+08:00", "3 hosts down"),
        ("昨天14:05回滚", "2026-11-19T14:05:00+08:00", "回滚"),
        ("昨天 14:05 回滚", "2026-11-19T14:05:00+08:00", "回滚"),
        ("20分钟前重启了主库", "2026-11-20T15:10:12+08:00", "重启了主库"),
        ("半小时前重启", "2026-11-20T15:00:12+08:00", "重启"),
        ("下午三点半恢复", "2026-11-20T15:30:00+08:00", "恢复"),
        ("大约14:05恢复", "~2026-11-20T14:05:00+08:00", "恢复"),
        ("14:05", "2026-11-20T14:05:00+08:00", ""),
    ],
)
def test_a_line_that_begins_with_a_time(line: str, time: str, text: str) -> None:
    """Every form of a time may come first; what follows is the text."""
    when, rest = read_line(line, now=NOW, zone=SHANGHAI)

    assert (when and when.text, rest) == (time, text)


@pytest.mark.parametrize(
    "line",
    [
        "rolled back",
        "2 hosts down",
        "5xx at 14% since 14:05",
        "now restarting",
        "yesterday's deploy",
        "3 days ago it began",
        "昨天的发布",
        "",
    ],
)
def test_a_line_without_a_time(line: str) -> None:
    """A line that only speaks of a time keeps every word."""
    assert read_line(line, now=NOW, zone=SHANGHAI) == (None, line)


@pytest.mark.parametrize(
    ("line", "near"),
    [
        ("14:05 CST rolled back", ("14:05-06:00", "14:05+08:00")),
        ("11/20 14:05 rolled back", ("2026-11-20 14:05",)),
        ("14:05-14:30 rolled back", ("14:05",)),
        ("14:05 - 14:30 rolled back", ()),
        ("25:00 rolled back", ()),
        ("3点 重启", ("凌晨3点", "下午3点")),
        ("三点零五分客服群里有人说收不到验证码", ("凌晨3点05分", "下午3点05分")),
    ],
)
def test_a_doubtful_time_is_not_taken_for_now(line: str, near: tuple[str, ...]) -> None:
    """What looks like a time and cannot be read is refused, so that no event gets a wrong time unseen."""
    with pytest.raises(TimeNotUnderstood) as refusal:
        read_line(line, now=NOW, zone=SHANGHAI)

    assert refusal.value.near == near


@pytest.mark.parametrize(
    "line", ["tomorrow 14:05 rolled back", "2026-11-20 23:00 rolled back", "[today 23:00] rolled back"]
)
def test_the_future_is_refused(line: str) -> None:
    """A line cannot say what has not happened."""
    with pytest.raises(TimeInFuture):
        read_line(line, now=NOW, zone=SHANGHAI)


@pytest.mark.parametrize("line", ["06:30 rolled back", "[06:30] rolled back", "06:30回滚"])
def test_on_several_days(line: str) -> None:
    """A time that a long outage had several times is refused with the days to choose from."""
    with pytest.raises(TimeNotUnderstood) as refused:
        read_line(line, now=NOW, zone=SHANGHAI, near=LONG)

    assert (refused.value.hint or "").startswith("type 2026-11-18 06:30 or 2026-11-19 06:30 or 2026-11-20 06:30")


@given(
    st.text(max_size=40)
    | st.lists(
        st.sampled_from(["14:05", "3点", "[", "]", " ", "-", "ago", "20m", "昨天", "回滚", "CST", "x", "11/20"]),
        max_size=8,
    ).map("".join)
)
@settings(max_examples=200)
@pytest.mark.parametrize("near", [None, LONG])
def test_no_line_is_too_odd(near: Window | None, line: str) -> None:
    """Whatever is typed is split, kept or refused; the text that is kept was typed."""
    try:
        _, text = read_line(line, now=NOW, zone=SHANGHAI, near=near)
    except UsageError:
        return

    assert text in line
