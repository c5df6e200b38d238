"""Dates as git prints them, those that no calendar has too."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from rcalog.logbook.git.dates import moment, seconds


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ("1700000000 +0130", "2023-11-14T23:43:20+01:30"),
        ("-1 -0200", "1969-12-31T21:59:59-02:00"),
        ("99999999999999 +0000", "1970-01-01T00:00:00+00:00"),
        ("1700000000 +9999", "1970-01-01T00:00:00+00:00"),
    ],
)
def test_moment(raw: str, said: str) -> None:
    """It is in the zone of its author."""
    assert moment(raw).isoformat() == said


@pytest.mark.parametrize("raw", ["1700000000 +0130", "-1 -0200", "99999999999999 +0000"])
def test_seconds(raw: str) -> None:
    """They are the same moment."""
    assert datetime.fromtimestamp(seconds(raw), UTC) == moment(raw)
