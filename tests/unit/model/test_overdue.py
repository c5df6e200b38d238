"""What is late."""

from __future__ import annotations

from datetime import date

import pytest

from rcalog.model.actions import Action
from rcalog.model.overdue import after, due_on, is_overdue, overdue, review_due
from rcalog.model.reading import read_incident
from tests.helpers.golden import golden

PASSED = {"proof": "pass", "at": "2017-02-14T06:00:00+00:00"}
FAILED = {"proof": "fail", "at": "2017-02-20T06:00:00+00:00"}


def action(**keys: object) -> Action:
    """Return an action."""
    return Action.model_validate({"action": "Restore the dump", **keys})


@pytest.mark.parametrize(
    ("day", "period", "later"),
    [
        (date(2026, 11, 20), "1d", date(2026, 11, 21)),
        (date(2026, 11, 20), "2w", date(2026, 12, 4)),
        (date(2026, 11, 30), "3mo", date(2027, 2, 28)),
        (date(2023, 12, 31), "2mo", date(2024, 2, 29)),
        (date(2026, 11, 20), "1mo", date(2026, 12, 20)),
        (date(2024, 2, 29), "1y", date(2025, 2, 28)),
        (date(9900, 12, 31), "99y", date(9999, 12, 31)),
        (date(9950, 1, 1), "99y", None),
        (date(9950, 1, 1), "999mo", None),
        (date(9990, 1, 1), "9999d", None),
        (date(9990, 1, 1), "999w", None),
    ],
)
def test_after(day: date, period: str, later: date | None) -> None:
    """Days, weeks, months and years, ending where a month does; beyond the calendar there is no day."""
    assert after(day, period) == later


@pytest.mark.parametrize(
    ("keys", "due"),
    [
        ({}, None),
        ({"due": "2017-02-15"}, date(2017, 2, 15)),
        ({"due": "2017-02-15", "status": "done"}, None),
        ({"due": "2017-02-15", "status": "verified"}, None),
        ({"due": "2017-02-15", "status": "dropped"}, None),
        ({"due": "2017-02-15", "every": "1w"}, date(2017, 2, 15)),
        ({"every": "1w", "status": "running"}, None),
        ({"every": "1w", "status": "running", "running_since": "2017-02-10"}, date(2017, 2, 17)),
        ({"every": "1w", "status": "running", "proofs": [PASSED]}, date(2017, 2, 21)),
        ({"every": "1w", "status": "running", "running_since": "2017-02-10", "proofs": [PASSED]}, date(2017, 2, 21)),
        ({"every": "1w", "status": "running", "proofs": [PASSED, FAILED]}, date(2017, 2, 21)),
    ],
)
def test_due_on(keys: dict[str, object], due: date | None) -> None:
    """An action by its due date until it is done, a drill one period after its last pass; a failure resets nothing."""
    assert due_on(action(**keys)) == due


def test_an_action_is_late_from_the_day_after() -> None:
    """The due date itself is in time."""
    todo = action(due="2017-02-15")
    assert (is_overdue(todo, date(2017, 2, 15)), is_overdue(todo, date(2017, 2, 16))) == (False, True)


def test_overdue_of_an_incident() -> None:
    """The drill has been silent; what is verified or dropped is never late."""
    incident = read_incident(golden())
    assert [each.id for each in overdue(incident, date(2017, 2, 15))] == []
    assert [each.id for each in overdue(incident, date(2017, 3, 15))] == ["am3x7"]


@pytest.mark.parametrize(
    ("status", "resolved", "due"),
    [
        ("resolved", "2017-02-01T18:00:00+00:00", date(2017, 2, 15)),
        ("resolved", "~2017-02-01T23:59:00+00:00", date(2017, 2, 15)),
        ("resolved", "unknown", None),
        ("resolved", None, None),
        ("mitigated", "2017-02-01T18:00:00+00:00", None),
        ("reviewed", "2017-02-01T18:00:00+00:00", None),
    ],
)
def test_a_review_is_due_two_weeks_after_the_end(status: str, resolved: str | None, due: date | None) -> None:
    """Only while it is over and not reviewed, and only where somebody knows when it was over."""
    times = {"started": "2017-01-31T23:27:00+00:00", **({"resolved": resolved} if resolved else {})}
    assert review_due(read_incident(golden(status=status, times=times)), days=14) == due
