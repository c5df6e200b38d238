"""The rules of check, as a list and each on its page. Loaded when somebody asks for one."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from rcalog.model.findings import Weight
from rcalog.model.rules import RULES

if TYPE_CHECKING:
    from rcalog.cli.output import Page
    from rcalog.model.rules import Rule

FAMILIES = {
    "F": "format and references",
    "T": "times",
    "S": "causes, and where branches end",
    "B": "words that blame",
    "A": "actions",
    "R": "status, review and closing",
    "X": "secrets and personal data",
}


def find_rule(name: str) -> Rule | None:
    """Return the rule of this id, whatever the case of its letter."""
    return RULES.get(name.upper())


def rule_data(rule: Rule) -> dict[str, object]:
    """Return the object of a rule."""
    examples = {"bad": rule.bad, "good": rule.good, "bad_zh": rule.bad_zh or None, "good_zh": rule.good_zh or None}
    own = {"rule": rule.id, "weight": rule.weight.value, "title": rule.title, "why": rule.why, **examples}
    asked = {"guards": rule.guards, "since": rule.since}
    return own | {key: status and status.value for key, status in asked.items()} | {"waivable": rule.waivable}


def show_rules(page: Page) -> None:
    """Write one line for each rule, family by family."""
    for family, rules in groupby(RULES.values(), lambda rule: rule.family):
        page.line(f"{family}: {FAMILIES[family]}")
        page.table([(rule.id, rule.weight.value, rule.title) for rule in rules], indent="  ")
    page.gap()
    page.line("rcalog help S301 explains one, with examples")


def show_rule(page: Page, rule: Rule) -> None:
    """Write what a rule is for, an example of each kind, and what follows from it."""
    from rcalog.cli.output import bold, green, red

    page.line(bold(f"{rule.id}: {rule.title}"), f" ({rule.weight.value})")
    page.gap()
    page.line(rule.why)
    for no, bad, yes, good in (("not", rule.bad, "instead", rule.good), ("不要", rule.bad_zh, "而是", rule.good_zh)):
        if bad:
            page.gap()
            page.table([(red(no), bad), (green(yes), good)], indent="  ", whole=True)
    page.gap()
    for sentence in _consequences(rule):
        page.line(sentence)


def _consequences(rule: Rule) -> list[str]:
    said = []
    if rule.since:
        said.append(f"Check looks at it from {rule.since.value} on.")
    if rule.guards:
        said.append(f"What breaks it keeps an incident from {rule.guards.value}.")
    if rule.look or rule.waivable:
        other = "off" if rule.weight is Weight.HINT else "hint"
        said.append(f'A team may weigh it otherwise: {rule.id} = "{other}" under rules in .rcalog/config.toml.')
    if rule.id[:2] in {"B1", "S3"} and rule.id != "S306":
        said.append(
            "What it looks for: templates/language/ of rcalog; a team's own lists in .rcalog/templates/language/."
        )
    if rule.waivable:
        said.append(f"To accept it: rcalog set 'waivers+={{rule: {rule.id}, at: ITEM, because: WHY, by: WHO}}'")
    return said
