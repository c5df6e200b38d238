"""What a list is sorted by."""

from __future__ import annotations

import pytest

from rcalog.model.query.sorting import INCIDENT_SORTS, NEWEST, NoSuchName, Sort


@pytest.mark.parametrize(
    ("typed", "read"),
    [("severity", Sort("severity")), ("-started", NEWEST), (" Status ", Sort("status")), ("－ＩＤ", Sort("id", True))],
)
def test_an_order_is_read(typed: str, read: Sort) -> None:
    """A field, or with a minus the other way round, and it can be written again."""
    assert Sort.read(typed, INCIDENT_SORTS) == read
    assert Sort.read(str(read), INCIDENT_SORTS) == read


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("severty", "did you mean severity?"),
        ("SEVERTY", "did you mean severity?"),
        ("-start", "did you mean started?"),
        ("colour", "one of started, id, title, status, severity, kind"),
        ("", "one of started, id, title, status, severity, kind"),
    ],
)
def test_an_order_that_there_is_not(typed: str, hint: str) -> None:
    """What was typed is named, with what was probably meant."""
    with pytest.raises(NoSuchName) as refusal:
        Sort.read(typed, INCIDENT_SORTS)

    assert (refusal.value.text, refusal.value.hint) == (typed, hint)
    assert refusal.value.message == f"{typed!r} is not something to sort by here"
