"""Accepting findings: which rule, at which item, why, by whom."""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.model.reading import with_item_ids
from rcalog.model.review import Waiver
from rcalog.model.rules import RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rcalog.model.incident import Incident


class NoSuchRule(UsageError):
    """Nothing has this rule id."""

    code = "no-such-rule"

    def __init__(self, wanted: str) -> None:
        near = get_close_matches(wanted, RULES, 1)
        hint = f"did you mean {near[0]}?" if near else "rcalog help rules"
        super().__init__(f"there is no rule {wanted!r}", hint=hint)


class NotWaivable(UsageError):
    """A finding of this rule cannot be accepted."""

    code = "not-waivable"

    def __init__(self, rule: str) -> None:
        super().__init__(f"{rule} cannot be waived: {RULES[rule].title}", hint="rcalog help rules")


class NoSuchItem(UsageError):
    """The record has no item of this id."""

    code = "no-such-item"

    def __init__(self, wanted: str, incident: str) -> None:
        super().__init__(f"there is no item {wanted!r} in {incident}", hint=f"rcalog show {incident} shows their ids")


class ReasonForWaiver(UsageError):
    """A waiver needs a reason."""

    code = "reason-for-waiver"

    def __init__(self, rules: Sequence[str]) -> None:
        super().__init__(f"why is {', '.join(rules)} waived?", hint="give the reason: --because TEXT")


def waive(incident: Incident, rules: Sequence[str], because: str | None, by: str) -> Incident:
    """Return the incident with each `RULE` or `RULE@ITEM` accepted.

    Raises:
        NoSuchRule, NotWaivable, NoSuchItem, ReasonForWaiver.
    """
    if not rules:
        return incident
    named = with_item_ids(incident)
    waivers = []
    for text in rules:
        rule, _, item = text.partition("@")
        _refuse(rule.upper(), item, named)
        waivers.append((rule.upper(), item or None))
    if not because:
        raise ReasonForWaiver(rules)
    given = (Waiver(rule=rule, at=item, because=because, by=by) for rule, item in waivers)
    return named.model_copy(update={"waivers": (*named.waivers, *given)})


def _refuse(rule: str, item: str, incident: Incident) -> None:
    if rule not in RULES:
        raise NoSuchRule(rule)
    if not RULES[rule].waivable:
        raise NotWaivable(rule)
    if item and item not in _items(incident):
        raise NoSuchItem(item, incident.id)


def _items(incident: Incident) -> Iterator[str | None]:
    """Yield the ids that a waiver may name."""
    yield incident.id
    for part in (incident.timeline, incident.whys, incident.causes(), incident.actions):
        yield from (item.id for item in part)
    yield from (proof.id for action in incident.actions for proof in action.proofs)
