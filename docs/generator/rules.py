"""The tables of the rules of check, one for each family."""

from __future__ import annotations

from itertools import groupby

from generator import code, table
from rcalog.cli.rule_page import FAMILIES
from rcalog.model.rules import RULES, Rule

HEAD = ("rule", "weight", "title", "guards", "why")


def rule_tables() -> str:
    """Return a section for each family, with a row for each rule."""
    return "\n\n".join(
        f"## {family}: {FAMILIES[family]}\n\n{table(HEAD, map(_row, rules))}"
        for family, rules in groupby(RULES.values(), lambda rule: rule.family)
    )


def _row(rule: Rule) -> tuple[str, ...]:
    since = f", from {code(rule.since.value)} on" if rule.since else ""
    return f"{code(rule.id)}", f"{rule.weight.value}{since}", rule.title, code(rule.guards or ""), rule.why
