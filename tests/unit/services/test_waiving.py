"""Accepting findings: which rule, at which item, why, by whom."""

from __future__ import annotations

import pytest

from rcalog.errors import UsageError
from rcalog.model.reading import read_incident
from rcalog.model.review import Waiver
from rcalog.model.rules import RULES
from rcalog.services.waiving import waive
from tests.helpers.golden import golden

INCIDENT = read_incident(golden(waivers=None))


@pytest.mark.parametrize(
    ("rules", "given"),
    [
        ([], []),
        (["A204"], [("A204", None)]),
        (["a204"], [("A204", None)]),
        (["A204@ap9d2"], [("A204", "ap9d2")]),
        (["A204@ap9d2", "R201"], [("A204", "ap9d2"), ("R201", None)]),
        (["R202@w7np2"], [("R202", "w7np2")]),
        (["S306@c2m9r"], [("S306", "c2m9r")]),
        (["T102@e4k2m"], [("T102", "e4k2m")]),
        (["A210@p1c0q"], [("A210", "p1c0q")]),
        (["R201@20170131-k7f3q"], [("R201", "20170131-k7f3q")]),
    ],
)
def test_what_is_accepted(rules: list[str], given: list[tuple[str, str | None]]) -> None:
    """A rule everywhere, or at one item of any kind; the reason and the name go with it."""
    found = waive(INCIDENT, rules, "Known", "ana").waivers
    assert found == tuple(Waiver(rule=rule, at=item, because="Known", by="ana") for rule, item in given)


@pytest.mark.parametrize(
    ("rules", "because", "code"),
    [
        (["A999"], "x", "no-such-rule"),
        ([""], "x", "no-such-rule"),
        (["A204@zzzzz"], "x", "no-such-item"),
        (["F201"], "x", "not-waivable"),
        (["A204"], None, "reason-for-waiver"),
        (["A204"], "", "reason-for-waiver"),
        (["A204", "A999"], "x", "no-such-rule"),
    ],
)
def test_what_is_refused(rules: list[str], because: str | None, code: str) -> None:
    """Nothing is accepted where one of several cannot be."""
    with pytest.raises(UsageError) as refused:
        waive(INCIDENT, rules, because, "ana")
    assert refused.value.code == code
    assert refused.value.hint


def test_what_was_accepted_before_stays() -> None:
    """The new one comes after it."""
    before = read_incident(golden())
    assert [each.rule for each in waive(before, ["R201"], "Known", "li.wei").waivers] == ["A204", "R201"]


@pytest.mark.parametrize("rule", sorted(RULES))
def test_every_rule_is_waived_or_says_that_it_cannot_be(rule: str) -> None:
    """As its page says."""
    if RULES[rule].waivable:
        assert waive(INCIDENT, [rule], "Known", "ana").waivers[0].rule == rule
        return
    with pytest.raises(UsageError, match=f"{rule} cannot be waived"):
        waive(INCIDENT, [rule], "Known", "ana")
