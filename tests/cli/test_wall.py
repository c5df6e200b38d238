"""The clock on the wall of a zone."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.cli.wall import Wall

ZONES = [
    UTC,
    timezone(timedelta(hours=-3, minutes=-30)),
    *map(ZoneInfo, ("Europe/Berlin", "Asia/Shanghai", "Africa/Monrovia")),
]
WALLS = [(zone, Wall(zone)) for zone in ZONES]


@given(st.integers(-3_000_000_000, 4_000_000_000), st.sampled_from(WALLS))
def test_it_tells_what_a_datetime_tells(seconds: int, where: tuple[ZoneInfo, Wall]) -> None:
    """Whatever the moment and the zone, and whatever was told before."""
    zone, wall = where
    assert wall.tell([seconds, 0])[0] == f"{datetime.fromtimestamp(seconds, UTC).astimezone(zone):%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(("at", "told"), [("00:59", "2026-03-29 01:59"), ("01:00", "2026-03-29 03:00")])
def test_a_day_on_which_the_clock_is_moved(at: str, told: str) -> None:
    """Before and after the change, each has its offset."""
    moment = datetime.fromisoformat(f"2026-03-29T{at}+00:00")
    assert Wall(ZoneInfo("Europe/Berlin")).tell([int(moment.timestamp())]) == [told]


@pytest.mark.parametrize("name", ["Europe/Berlin", "Australia/Lord_Howe", "UTC"])
def test_the_zone_of_the_machine_needs_no_tables(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """What its C library tells is what the tables of zones say."""
    moments = [day * 86_400 + 3600 for day in range(0, 21_000, 10)]
    monkeypatch.setenv("TZ", name)
    time.tzset()
    try:
        assert Wall(None).tell(moments) == Wall(ZoneInfo(name)).tell(moments)
    finally:
        monkeypatch.undo()
        time.tzset()
