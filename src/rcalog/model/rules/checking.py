"""Check a record: every rule, the policy's weights, the record's waivers, in the order of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

from rcalog.model.base import record_data
from rcalog.model.complaints import did_you_mean
from rcalog.model.findings import Finding, Loc, Weight
from rcalog.model.incident import Incident
from rcalog.model.lexicon import Lexicon
from rcalog.model.paths import format_path, value_at
from rcalog.model.policy import Policy
from rcalog.model.review import Waiver
from rcalog.model.rules import (
    actions,
    chronology,
    ends,
    evidence,
    followup,
    form,
    privacy,
    problems,
    references,
    review,
    rungs,
    stops,
    words,
)
from rcalog.model.rules.rule import Case, Rule, Seen
from rcalog.model.timeline import Status

WAIVERS = (
    Rule(
        "F108",
        Weight.HINT,
        "A waiver that waives nothing",
        why="What was accepted is gone; the waiver would hide the next one.",
        bad="waivers: for a finding that is no longer there",
        good="waivers: []",
    ),
    Rule(
        "F109",
        Weight.WARNING,
        "A waiver for a rule that does not exist",
        why="It waives nothing.",
        bad="rule: A999",
        good="rule: A204",
    ),
)

FAMILIES = (
    form,
    references,
    evidence,
    chronology,
    ends,
    problems,
    stops,
    words,
    actions,
    followup,
    review,
    rungs,
    privacy,
)

RULES: Mapping[str, Rule] = {
    rule.id: rule
    for rule in sorted(
        chain(form.REFUSED, WAIVERS, *(family.RULES for family in FAMILIES)),
        key=lambda rule: ("FTSBARX".index(rule.family), rule.id),
    )
}
"""Every rule by its id."""


def check(incident: Incident, data: Mapping[str, object], policy: Policy, lexicon: Lexicon) -> list[Finding]:
    """Return what the rules find in a record, in the order of the file; what is waived is left out.

    Raises:
        BadWordList: where a team's own list of words is none.
    """
    return check_case(Case(incident, data, policy, lexicon))


def check_case(case: Case) -> list[Finding]:
    """Return what `check` does, of all that rules look at.

    Raises:
        BadWordList: where a team's own list of words is none.
    """
    due = _due(case.incident.status)
    found = look(case, due)
    kept = [finding for finding in found if not waived(finding, case)]
    return sorted([*kept, *_idle_waivers(case, found, due)], key=lambda finding: _place(finding.loc, case.data))


@cache
def _due(status: Status) -> tuple[Rule, ...]:
    """Return the rules that are looked at from a status on."""
    return tuple(rule for rule in RULES.values() if rule.since is None or rule.since.rung <= status.rung)


def check_family(family: str, incident: Incident, policy: Policy) -> list[Finding]:
    """Return what the rules of one family that is not about words find in a record; what is waived is left out."""
    case = Case(incident, record_data(incident), policy)
    found = look(case, [rule for rule in RULES.values() if rule.family == family and rule.since is None])
    return [each for each in found if not waived(each, case)]


def look(case: Case, rules: Iterable[Rule]) -> list[Finding]:
    """Return what these rules find, waived or not, as heavy as the policy says."""
    found, weights = [], case.policy.rules
    for rule in rules:
        weight = weights.get(rule.id, rule.weight)
        if rule.look and weight != "off":
            for seen in rule.look(case):
                found.append(finding(rule, seen, case.data, Weight(weight)))  # noqa: PERF401 (a list for each rule)
    return found


def finding(rule: Rule, seen: Seen, data: Mapping[str, object], weight: Weight) -> Finding:
    """Return what a rule saw as a finding."""
    ids = _ids(seen.loc, data)
    path = format_path(seen.loc, data)
    return Finding(rule.id, weight, seen.message, seen.hint, seen.loc, path, ids[-1] if ids else None)


def waived(found: Finding, case: Case) -> bool:
    """Return whether the record says that a finding is accepted."""
    return any(_covers(waiver, found, case.data) for waiver in case.incident.waivers)


def _covers(waiver: Waiver, found: Finding, data: Mapping[str, object]) -> bool:
    rule = RULES.get(waiver.rule)
    if rule is None or not rule.waivable or waiver.rule != found.rule:
        return False
    return waiver.at is None or waiver.at in _ids(found.loc, data) or waiver.at == data.get("id")


def _idle_waivers(case: Case, found: list[Finding], due: Iterable[Rule]) -> Iterator[Finding]:
    looked = {rule.id for rule in due if rule.look} if case.incident.waivers else set()
    for position, waiver in enumerate(case.incident.waivers):
        loc: Loc = ("waivers", position)
        if waiver.rule not in RULES:
            near = did_you_mean(waiver.rule, RULES)
            seen = Seen(
                (*loc, "rule"),
                f"no rule {waiver.rule}",
                f"did you mean {near}?" if near else "each finding of rcalog check starts with its rule",
            )
            yield from _own_finding("F109", seen, case)
        elif waiver.rule in looked and not any(_covers(waiver, one, case.data) for one in found):
            seen = Seen(loc, f"nothing breaks {waiver.rule} here any more", "remove the waiver")
            yield from _own_finding("F108", seen, case)


def _own_finding(number: str, seen: Seen, case: Case) -> Iterator[Finding]:
    weight = case.policy.rules.get(number, RULES[number].weight)
    if weight != "off":
        yield finding(RULES[number], seen, case.data, Weight(weight))


def _ids(loc: Loc, data: Mapping[str, object]) -> list[str]:
    """Return the ids of the items on the way to a place, the outermost first."""
    parts = [value_at(loc[:end], data) for end in range(1, len(loc) + 1)]
    return [part["id"] for part in parts if isinstance(part, Mapping) and isinstance(part.get("id"), str)]


def _place(loc: Loc, data: object) -> list[int]:
    """Return the position of a place in the file, as a key to sort by; what is absent comes last in its part."""
    order = []
    for step in loc:
        if isinstance(data, Mapping):
            keys = list(data)
            order.append(keys.index(step) if step in keys else len(keys))
            data = data.get(step)
        elif isinstance(data, list | tuple) and isinstance(step, int) and step < len(data):
            order.append(step)
            data = data[step]
    return order
