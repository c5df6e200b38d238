"""What is doubtful about times is said by the change that brings it, and never again."""

from __future__ import annotations

import pytest

from rcalog.model.incident import Incident
from rcalog.model.policy import Policy
from rcalog.model.reading import read_incident
from rcalog.services.doubts import doubts
from tests.helpers.golden import golden

TIMES = {
    "started": "2017-01-31T23:27:00+00:00",
    "detected": "2017-01-31T23:27:30+00:00",
    "resolved": "2017-02-01T18:00:00+00:00",
}


def incident(**times: str) -> Incident:
    """Return the golden incident with other times."""
    return read_incident(golden(times={**TIMES, **times}))


@pytest.mark.parametrize(
    ("times", "rules"),
    [
        ({}, []),
        ({"detected": "2017-01-31T23:20:00+00:00"}, ["T101"]),
        ({"detected": "~2017-01-31"}, []),
        ({"detected": "unknown"}, []),
        ({"resolved": "2017-01-31T20:00:00+00:00"}, ["T101"]),
        ({"resolved": "2019-02-01T18:00:00+00:00"}, ["T103"]),
    ],
)
def test_what_a_change_brings(times: dict[str, str], rules: list[str]) -> None:
    """An order that cannot be, or a year that was hardly meant; what is vague is not doubted."""
    found = doubts(incident(), incident(**times), Policy())
    assert sorted({each.rule for each in found}) == rules


def test_what_was_there_is_not_said_again() -> None:
    """It was said when it came."""
    late = incident(detected="2017-01-31T23:20:00+00:00")
    assert doubts(late, late, Policy()) == []
    assert doubts(late, incident(), Policy()) == []


def test_of_a_new_record_all_is_said() -> None:
    """Nothing stood there before."""
    assert {each.rule for each in doubts(None, incident(detected="2017-01-31T23:20:00+00:00"), Policy())} == {"T101"}
