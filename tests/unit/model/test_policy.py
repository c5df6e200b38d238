"""What a team has decided, and what holds where it has not."""

from __future__ import annotations

import pytest

from rcalog.model.causes import LegName
from rcalog.model.incident import Severity
from rcalog.model.policy import Policy
from rcalog.model.reading import read_incident
from tests.helpers.golden import golden

OCCURRENCE, DEFENCE, RECOVERY, SYSTEMIC = LegName.OCCURRENCE, LegName.DEFENCE, LegName.RECOVERY, LegName.SYSTEMIC


@pytest.mark.parametrize(
    ("severity", "legs"),
    [
        ("sev1", (OCCURRENCE, DEFENCE, RECOVERY, SYSTEMIC)),
        ("sev2", (OCCURRENCE, DEFENCE)),
        ("unrated", (OCCURRENCE, DEFENCE)),
        ("sev3", (OCCURRENCE,)),
        ("sev4", ()),
        ("sev5", ()),
    ],
)
def test_required_legs(severity: str, legs: tuple[LegName, ...]) -> None:
    """The worse it was, the more is asked; what nobody has rated counts as sev2."""
    assert Policy().legs_for(read_incident(golden(severity=severity))) == legs


def test_a_team_decides_on_legs() -> None:
    """What it does not name it does not ask for."""
    own = Policy.model_validate({"required_legs": {"sev2": ["recovery"]}})
    assert own.legs_for(read_incident(golden(severity="sev2"))) == (RECOVERY,)
    assert own.legs_for(read_incident(golden(severity="sev1"))) == ()


def test_labels() -> None:
    """A team's own word for a severity, else that of rcalog."""
    own = Policy.model_validate({"severity_labels": {"sev1": "P0"}})
    assert [own.label(each) for each in Severity] == ["P0", "sev2", "sev3", "sev4", "sev5", "unrated"]
