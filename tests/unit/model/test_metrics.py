"""Durations and how they are said."""

from __future__ import annotations

import pytest

from rcalog.model.incident import Incident
from rcalog.model.metrics import durations, render_span


def incident(**times: str) -> Incident:
    """Return an incident with these times."""
    return Incident.model_validate(
        {
            "schema": "rcalog/v1",
            "id": "20170131-k7f3q",
            "title": "Database deleted",
            "kind": "incident",
            "status": "resolved",
            "severity": "sev1",
            "times": times,
        }
    )


def test_only_known_ends_make_a_duration() -> None:
    """An unknown or missing time gives no number."""
    found = durations(
        incident(started="2017-01-31T23:27:00+00:00", detected="2017-01-31T23:27:30+00:00", mitigated="unknown")
    )
    assert {name: each.seconds for name, each in found.items()} == {"time_to_detect": 30}


def test_ends_in_different_zones() -> None:
    """Durations are differences of instants."""
    found = durations(incident(started="2017-01-31T23:27:00+00:00", resolved="~2017-02-02T02:00:00+08:00"))
    assert (found["time_to_resolve"].seconds, found["time_to_resolve"].approximate) == (66_780, True)


@pytest.mark.parametrize(
    ("seconds", "english", "chinese"),
    [
        (0, "0 s", "0秒"),
        (30, "30 s", "30秒"),
        (66_780, "18 h 33 min", "18小时33分钟"),
        (90_061, "1 d 1 h", "1天1小时"),
        (86_401, "1 d 1 s", "1天1秒"),
        (-60, "-1 min", "-1分钟"),
    ],
)
def test_spans_in_words(seconds: int, english: str, chinese: str) -> None:
    """The two largest units are said, in both languages."""
    assert (render_span(seconds), render_span(seconds, "zh")) == (english, chinese)
