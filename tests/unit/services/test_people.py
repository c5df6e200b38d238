"""Who somebody is in the team's own words."""

from __future__ import annotations

import pytest

from rcalog.model.policy import Person, Policy
from rcalog.services.people import handle

TEAM = Policy(
    people={
        "ana": Person(name="Ana Silva", emails=("ana@example.org", "Ana.Silva@old.example")),
        "李伟": Person(emails=("li.wei@example.org",)),
        "ops": Person(),
    }
)


@pytest.mark.parametrize(
    ("email", "name"),
    [
        ("ana@example.org", "ana"),
        ("ANA@EXAMPLE.ORG", "ana"),
        ("ana.silva@old.example", "ana"),
        ("li.wei@example.org", "李伟"),
        ("ana@elsewhere.example", "ana"),
        ("bo.ek@example.org", "bo.ek"),
        ("robot", "robot"),
        ("@example.org", "@example.org"),
        ("", ""),
    ],
)
def test_handles(email: str, name: str) -> None:
    """The one that the team has written down, else what stands before the @."""
    assert handle(email, TEAM) == name
