"""check: the golden record, the table of rules, weights, waivers and order."""

from __future__ import annotations

import re

import pytest

from rcalog.model.findings import Finding, Weight, errors
from rcalog.model.paths import value_at
from rcalog.model.policy import Person, Policy
from rcalog.model.reading import read_incident
from rcalog.model.rules import RULES, check, required_legs
from rcalog.model.rules.checking import check_family
from tests.helpers.golden import DEFENCE, OCCURRENCE, golden
from tests.helpers.words import LEXICON

Data = dict[str, object]

TIMES: Data = {"started": "2017-01-31T23:27:00+00:00", "resolved": "2017-02-01T18:00:00+00:00"}


def found(data: Data, policy: Policy | None = None) -> list[Finding]:
    """Return the findings of a record."""
    return check(read_incident(data), data, policy or Policy(), LEXICON)


def ids(data: Data, policy: Policy | None = None) -> list[str]:
    """Return the rules that a record breaks."""
    return [finding.rule for finding in found(data, policy)]


def waiver(rule: str, at: str | None = None) -> Data:
    """Return a waiver."""
    return {"rule": rule, "because": "Known", "by": "ana", **({"at": at} if at else {})}


def test_the_golden_record_breaks_no_rule_with_an_error() -> None:
    """What a review would still ask for is said, and nothing in it is wrong."""
    assert errors(found(golden())) == []
    assert [(one.rule, one.path) for one in found(golden())] == [
        ("R201", "whys"),
        ("R201", "whys"),
        ("R202", "whys[wd5hz]"),
    ]


def test_a_record_of_the_first_minute_breaks_no_rule() -> None:
    """Nobody is nagged at 3 a.m."""
    keys = ("schema", "id", "title", "kind", "status", "severity")
    data = {key: value for key, value in golden(status="ongoing", severity="unrated").items() if key in keys}
    assert found(data) == []


def test_the_table_of_rules_is_whole() -> None:
    """Each rule has its id, its texts, and Chinese examples in pairs; families follow each other."""
    assert [number for number in RULES if not re.fullmatch(r"[FTSBARX]\d{3}", number)] == []
    assert [
        rule.id for rule in RULES.values() if not all((rule.title, rule.why, rule.bad.strip("…"), rule.good.strip("…")))
    ] == []
    assert [rule.id for rule in RULES.values() if bool(rule.bad_zh) != bool(rule.good_zh)] == []
    assert "".join(dict.fromkeys(rule.family for rule in RULES.values())) == "FTSBARX"
    assert all(number == rule.id for number, rule in RULES.items())


def test_findings_come_in_the_order_of_the_file() -> None:
    """Reading down the file, one meets them in their order."""
    data = golden(tittle="x", reviews=[], severity="unrated")
    data = {"tittle": data.pop("tittle"), **data}
    assert ids(data) == ["F101", "R210", "R201", "R202", "R203"]


def test_each_finding_leads_to_its_place() -> None:
    """The place is in the data, the path names items by id, the item is the one that a waiver names."""
    data = golden(whys=[OCCURRENCE, {**DEFENCE, "reads_true": True}], waivers=[])
    (weak,) = [finding for finding in found(data) if finding.rule == "A204"]
    assert (weak.path, weak.item) == ("actions[ap9d2]", "ap9d2")
    assert value_at((*weak.loc, "id"), data) == "ap9d2"


@pytest.mark.parametrize(
    ("weight", "expected"), [("error", Weight.ERROR), ("hint", Weight.HINT), ("warning", Weight.WARNING)]
)
def test_the_policy_sets_weights(weight: str, expected: Weight) -> None:
    """A team makes a rule heavier or lighter."""
    policy = Policy.model_validate({"rules": {"R202": weight}})
    assert [one.weight for one in found(golden(), policy) if one.rule == "R202"] == [expected]


def test_the_policy_turns_rules_off() -> None:
    """A rule that is off finds nothing, and neither do those about waivers."""
    policy = Policy(rules={"R201": "off", "R202": "off", "F109": "off"})
    assert ids(golden(waivers=[waiver("A204"), waiver("Z000")]), policy) == []


@pytest.mark.parametrize("at", [None, "wd5hz", "20170131-k7f3q"])
def test_a_waiver_holds_for_its_item_or_the_record(at: str | None) -> None:
    """What is waived is not found; the other findings stay."""
    data = golden(waivers=[waiver("R202", at), waiver("A204")])
    assert ids(data) == ["R201", "R201"]


def test_a_waiver_of_an_item_holds_for_what_is_in_it() -> None:
    """A waiver of a leg covers its causes."""
    whys = [OCCURRENCE, {**DEFENCE, "because": ["Failure mails were rejected"]}]
    assert "S103" not in ids(golden(whys=whys, waivers=[waiver("S103", "wd5hz")]))
    assert "S103" in ids(golden(whys=whys, waivers=[waiver("S103", "w7np2")]))


def test_what_the_format_forbids_cannot_be_waived() -> None:
    """A waiver for a culprit waives nothing, and is not called idle either."""
    assert "F102" in ids(golden(culprit="ana", waivers=[waiver("F102")]))


def test_an_idle_waiver_is_a_hint_once_the_rule_looks() -> None:
    """A waiver for the review is not idle before the review."""
    waivers = [waiver("A204"), waiver("R203")]
    assert "F108" not in ids(golden(status="resolved", waivers=waivers))
    assert "F108" in ids(golden(waivers=waivers))


def test_slow_detection_and_recovery_ask_for_their_legs() -> None:
    """A leg is required by severity, or by a duration over the limit of the policy."""
    policy = Policy()
    slow = {"started": "2017-01-31T23:00:00Z", "detected": "2017-01-31T23:16:00Z", "resolved": "2017-02-01T04:00:00Z"}
    quick = {"started": "2017-01-31T23:00:00Z", "detected": "2017-01-31T23:15:00Z", "resolved": "unknown"}
    assert required_legs(read_incident(golden(severity="sev3", times=slow)), policy) == (
        "occurrence",
        "detection",
        "recovery",
    )
    assert required_legs(read_incident(golden(severity="sev3", times=quick)), policy) == ("occurrence",)
    assert required_legs(read_incident(golden(severity="sev4", times=slow)), policy) == ()


@pytest.mark.parametrize(
    ("people", "second_person", "broken"),
    [
        ({}, "when-available", False),
        ({}, "required", True),
        ({"ana": Person(), "kim": Person(former=True)}, "when-available", False),
        ({"ana": Person(), "kim": Person()}, "when-available", True),
    ],
)
def test_an_owner_may_verify_where_nobody_else_is(people: dict[str, Person], second_person: str, broken: bool) -> None:  # noqa: FBT001
    """Whoever works alone may verify alone, unless the team wants otherwise."""
    action = {"action": "x", "owner": "ana", "due": "2017-02-15", "status": "verified", "verified_by": "ana"}
    action |= {"verified_at": "2017-02-15", "verified_how": "looked"}
    policy = Policy.model_validate({"people": people, "second_person": second_person})
    assert ("A213" in ids(golden(actions=[action], reviews=[]), policy)) is broken


def test_people_of_the_policy_are_no_causes() -> None:
    """The names and handles in the config count as persons."""
    cause = {"cause": "Kim Doe", "id": "c1", "end": "root-cause", "changeable_by": "x"}
    whys = [{**OCCURRENCE, "because": [cause]}]
    assert "S301" in ids(golden(whys=whys), Policy(people={"kim": Person(name="Kim Doe")}))
    assert "S301" not in ids(golden(whys=whys))


def test_a_secret_beside_nothing_is_found() -> None:
    """A key without a value, and an item without one, hide no other."""
    data = {**golden(), "summary": None, "x_notes": [None, "ghp_" + "a1B2" * 9]}
    assert [(one.rule, one.path) for one in found(data) if one.rule.startswith("X")] == [("X101", "x_notes[1]")]


def test_no_secret_reaches_from_one_text_into_the_next() -> None:
    """All texts are searched as one, and each secret is found in its own."""
    token = "ghp_" + "a1B2" * 9
    data = golden(tags=["password:", "hunter2hunter2"], services=["Authorization: Bearer", "QWxhZGRpbjpvcGVu", token])
    assert [(one.rule, one.path) for one in found(data) if one.rule.startswith("X")] == [("X101", "services[2]")]


def test_one_family_alone() -> None:
    """What a command says of the times that it has just taken; what is waived is left out."""
    early = golden(culprit="ana", times={**TIMES, "detected": "2017-01-30T23:27:30+00:00"})
    assert [one.rule for one in check_family("T", read_incident(early), Policy())] == ["T101"]
    assert check_family("T", read_incident(early | {"waivers": [waiver("T101")]}), Policy()) == []


def test_a_cause_written_in_short_has_its_place() -> None:
    """What stands as mere text in the file is found, and sorted, like what has keys."""
    data = golden(whys=[{**DEFENCE, "because": ["Human error", "Lack of training"]}])
    below = "whys[wd5hz].because"
    assert [(one.rule, one.path) for one in found(data) if one.path.startswith(below)] == [
        ("S103", f"{below}[0]"),
        ("B104", f"{below}[0].cause"),
        ("S103", f"{below}[1]"),
    ]


def test_a_near_miss_has_no_harm_that_stopped() -> None:
    """It may climb without the times of the rungs."""
    data = golden(status="resolved", kind="near-miss", times={"started": "2017-01-31T23:27:00+00:00"}, ladder=None)
    assert [one.path for one in found(data) if one.rule == "R208"] == []


def test_causes_that_meet_again_are_no_circle() -> None:
    """Two branches that end at the same cause explain nothing through themselves."""
    meet = [{"cause": f"Way {end}", "id": f"cway{end}", "end": "same-as", "same_as": "c2m9r"} for end in "ab"]
    fork = {"cause": "Both dumps failed", "id": "cfork", "because": meet}
    last = {"cause": "The copy was old", "id": "cxxxx", "end": "same-as", "same_as": "cfork"}
    data = golden(whys=[OCCURRENCE, {**DEFENCE, "because": [fork, last]}])
    assert "F107" not in ids(data)
