"""Events: what a typed line says, and where an event goes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rcalog.model.timegrammar.errors import TimeInFuture, TimeNotUnderstood
from rcalog.model.timeline import Event
from rcalog.model.times import When
from rcalog.services.notes import WordsMissing, from_line, in_order

NOW = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)
TIMES = st.sampled_from(
    ["unknown", "2026-11", *(When.at(NOW + timedelta(minutes=minute)).text for minute in range(6)), "2026-11-20"]
)
EVENTS = st.lists(st.builds(Event, event=st.sampled_from("abcdef"), at=TIMES.map(When)), max_size=6)


def event(text: str) -> tuple[str, str]:
    """Return the words and the time of a typed line."""
    found = from_line(text, now=NOW, zone=UTC)
    return found.event, found.at.text


@pytest.mark.parametrize(
    ("text", "words", "at"),
    [
        ("rolled back", "rolled back", "2026-11-20T14:05:00+00:00"),
        ("13:59 rolled back", "rolled back", "2026-11-20T13:59:00+00:00"),
        ("昨天 23:50 回滚", "回滚", "2026-11-19T23:50:00+00:00"),
        ("20分钟前，回滚了", "回滚了", "2026-11-20T13:45:00+00:00"),
        ("3 pods were restarted", "3 pods were restarted", "2026-11-20T14:05:00+00:00"),
    ],
)
def test_a_typed_line(text: str, words: str, at: str) -> None:
    """Its leading time and the rest, else now and all of it."""
    assert event(text) == (words, at)


@pytest.mark.parametrize(
    ("text", "kind"),
    [("13:59", WordsMissing), ("25:99 rolled back", TimeNotUnderstood), ("tomorrow 10:00 rolled back", TimeInFuture)],
)
def test_what_is_refused(text: str, kind: type[Exception]) -> None:
    """A time alone, one that is none, one to come."""
    with pytest.raises(kind):
        event(text)


@given(EVENTS, EVENTS)
def test_nothing_that_stands_there_is_moved(there: list[Event], new: list[Event]) -> None:
    """All are there afterwards, and those that were there before stand in the same order."""
    found = in_order(there, new)
    assert sorted(map(str, found)) == sorted(map(str, [*there, *new]))
    rest = [*found]
    for each in new:
        rest.remove(each)
    assert [(each.event, each.at) for each in there] == [
        (each.event, each.at) for each in found if any(each is one for one in there)
    ]


@given(EVENTS)
def test_events_with_certain_times_stand_in_order(new: list[Event]) -> None:
    """Whatever the order in which they come."""
    certain = [each for each in new if each.at.instant]
    instants = [each.at.instant for each in in_order([], certain)]
    assert instants == sorted(each for each in instants if each)
