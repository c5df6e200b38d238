"""check: the golden record, the table of rules, weights, waivers and order."""

from __future__ import annotations

from rcalog.model.findings import Finding, errors
from rcalog.model.policy import Policy
from rcalog.model.reading import read_incident
from rcalog.model.rules import check
from tests.helpers.golden import golden

Data = dict[str, object]


def found(data: Data, policy: Policy | None = None) -> list[Finding]:
    """Return the findings of a record."""
    return check(read_incident(data), data, policy or Policy())


def ids(data: Data, policy: Policy | None = None) -> list[str]:
    """Return the rules that a record breaks."""
    return [finding.rule for finding in found(data, policy)]


def test_the_golden_record_breaks_no_rule_with_an_error() -> None:
    """What a review would still ask for is said, and nothing in it is wrong."""
    assert errors(found(golden())) == []
    assert [(one.rule, one.path) for one in found(golden())] == [
        ("R201", "whys"),
        ("R201", "whys"),
        ("R202", "whys[wd5hz]"),
    ]
