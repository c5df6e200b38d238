"""Dates in filters: how they are typed, ranges that hold nothing, and what the day decides."""

from __future__ import annotations

import pytest

from rcalog.model.query.keyed import QuerySyntaxError
from rcalog.model.query.parsing import parse_query


def test_a_date_with_a_time_behind_a_blank() -> None:
    """It is one value, as people type it; what follows it is read on."""
    spaced, joined = parse_query(["since:2026-11-01 00:10 lag"]), parse_query(["since:2026-11-01T00:10", "lag"])
    assert [type(term).__name__ for term in spaced.terms] == ["Began", "Word"]
    assert [term.period.first for term in spaced.terms[:1]] == [term.period.first for term in joined.terms[:1]]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("typed", "depends"),
    [("", False), ("lag", False), ("overdue:false", True), ("-has:OVERDUE", True), ("id:k7f3q status:closed", False)],
)
def test_whether_the_day_decides(typed: str, depends: bool) -> None:  # noqa: FBT001 (a column of the table)
    """What is overdue today may not be tomorrow; everything else stays as it is."""
    assert parse_query([typed]).is_about_today is depends


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("since:2025 until:2024", "did you mean since:2024 until:2025?"),
        ("lag since:2026-02 until:2026 until:2026-01-31", "did you mean since:2026-01-31 until:2026-02?"),
        ("since:2026-01-31T00:00Z until:2026-01-30T00:00Z", "did you mean since:2026-01-30T00:00Z until:2026-01-31T"),
    ],
)
def test_a_range_that_ends_before_it_begins(typed: str, hint: str) -> None:
    """It is not answered with nothing: that would look as if nothing had happened."""
    with pytest.raises(QuerySyntaxError, match="this range ends before it begins") as refusal:
        parse_query(typed.split())

    assert (refusal.value.hint or "").startswith(hint)


@pytest.mark.parametrize(
    "typed",
    [
        *("since:2025 until:2025", "since:2024 until:2025", "until:2024 not:since:2025", "since:2025 -until:2024"),
        *("since:2026-01-31T14:00 until:2026-01-31T13:00Z", "since:2026-06-30 until:2026-W27"),
        "since:2026-01-31T14:00:05 until:2026-01-31T14:00:05",
    ],
)
def test_a_range_that_may_hold_something(typed: str) -> None:
    """One that begins in the period in which it ends, one that is turned round, one whose ends are on two clocks."""
    assert len(parse_query(typed.split()).terms) == 2
