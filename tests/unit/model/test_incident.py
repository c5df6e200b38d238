"""An incident, and what can be asked of it."""

from __future__ import annotations

import pytest

from rcalog.model.reading import read_incident
from tests.helpers.golden import golden

INCIDENT = read_incident(golden())


@pytest.mark.parametrize(
    ("status", "is_open"),
    [("ongoing", True), ("mitigated", True), ("resolved", True), ("reviewed", True), ("closed", False)],
)
def test_open_until_it_is_closed(status: str, is_open: bool) -> None:  # noqa: FBT001 (a column of the table)
    """A review does not end it: the actions are still to be done."""
    assert read_incident(golden(status=status)).is_open is is_open


def test_causes_in_the_order_of_reading() -> None:
    """Leg by leg, what lies deeper right after what it explains."""
    assert [str(cause.id) for cause in INCIDENT.causes()] == ["c8x3d", "c2m9r", "cj6ve", "None"]


def test_root_causes() -> None:
    """Only what ends as one, not where nobody knows."""
    assert [cause.id for cause in INCIDENT.root_causes()] == ["c2m9r", "cj6ve"]
