"""Family F, the ties inside a record: ids, and what refers to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from rcalog.model.base import Part
from rcalog.model.complaints import did_you_mean
from rcalog.model.findings import Loc, Weight
from rcalog.model.incident import Incident
from rcalog.model.paths import format_path
from rcalog.model.rules.actions import numbered
from rcalog.model.rules.rule import Case, Rule, Seen, once


@once
def _items(case: Case) -> Iterator[tuple[str, Loc, Part]]:
    """Yield the items of the record that have ids."""
    for loc, part in case.parts:
        found = vars(part).get("id")
        if isinstance(found, str) and loc and isinstance(loc[-1], int):
            yield found, loc, part


def _twice(case: Case) -> Iterator[Seen]:
    first: dict[str, Loc] = {}
    for found, loc, _ in _items(case):
        if found in first:
            where = format_path(first[found], case.data)
            yield Seen((*loc, "id"), f"the id {found} is taken by {where}", "remove the id: the next write gives one")
        else:
            first[found] = loc


def _for_nothing(case: Case) -> Iterator[Seen]:
    causes = {cause.id for cause in case.incident.causes() if cause.id}
    for loc, action in numbered(case):
        for position, target in enumerate(action.for_):
            if target not in causes:
                yield Seen((*loc, "for", position), f"no cause {target} in this record", _near(target, causes))


def _same_as_nothing(case: Case) -> Iterator[Seen]:
    causes = {cause.id for cause in case.incident.causes() if cause.id}
    for node in case.nodes:
        target = node.cause.same_as
        if target and target not in causes:
            yield Seen((*node.loc, "same_as"), f"no cause {target} in this record", _near(target, causes))


def _waives_nothing(case: Case) -> Iterator[Seen]:
    ids = {found for found, _, _ in _items(case)} | {case.incident.id}
    for position, waiver in enumerate(case.incident.waivers):
        if waiver.at and waiver.at not in ids:
            yield Seen(("waivers", position, "at"), f"no item {waiver.at} in this record", _near(waiver.at, ids))


def _near(target: str, known: set[str]) -> str | None:
    near = did_you_mean(target, sorted(known))
    return f"did you mean {near}?" if near else None


def _circle(case: Case) -> Iterator[Seen]:
    leads = _leads(case.incident)
    for node in case.nodes:
        cause = node.cause
        if cause.id and cause.same_as and _reaches(cause.same_as, cause.id, leads):
            hint = "a cause may be the same as one elsewhere, not as one above or below it"
            yield Seen((*node.loc, "same_as"), f"{cause.id} would explain itself through {cause.same_as}", hint)


def _leads(incident: Incident) -> dict[str, set[str]]:
    """Return for each cause those that explain it: the causes below it, and the one that it is the same as."""
    leads: dict[str, set[str]] = defaultdict(set)
    for cause in incident.causes():
        below = {child.id for child in cause.because if child.id}
        leads[cause.id or ""] |= below | ({cause.same_as} if cause.same_as else set())
    return leads


def _reaches(start: str, goal: str, leads: dict[str, set[str]]) -> bool:
    seen: set[str] = set()
    waiting = [start]
    while waiting:
        here = waiting.pop()
        if here == goal:
            return True
        if here not in seen:
            seen.add(here)
            waiting += leads.get(here, ())
    return False


def _tied_to_itself(case: Case) -> Iterator[Seen]:
    for position, link in enumerate(case.incident.links):
        if link.to == case.incident.id:
            yield Seen(("links", position, "to"), "the incident is linked to itself", "name the other incident")


GONE = "What was meant cannot be found, or is something else by now."

RULES = (
    Rule(
        "F103",
        Weight.ERROR,
        "An id is used twice",
        look=_twice,
        why="A change could hit the wrong item.",
        bad="id: c1 … id: c1",
        good="id: c1 … id: c2",
    ),
    Rule(
        "F104",
        Weight.ERROR,
        "An action for a cause that is not there",
        look=_for_nothing,
        why=GONE,
        bad="for: [c9zzz]",
        good="for: [c2m9r]",
    ),
    Rule(
        "F105",
        Weight.ERROR,
        "The same as a cause that is not there",
        look=_same_as_nothing,
        why=GONE,
        bad="same_as: c9zzz",
        good="same_as: c2m9r",
    ),
    Rule(
        "F106",
        Weight.WARNING,
        "A waiver for an item that is not there",
        look=_waives_nothing,
        why=GONE,
        bad="at: a9zzz",
        good="at: ap9d2",
    ),
    Rule(
        "F107",
        Weight.ERROR,
        "A cause that explains itself",
        look=_circle,
        why="Nothing is explained.",
        bad="same_as: its own effect",
        good="same_as: a cause of another leg",
    ),
    Rule(
        "F112",
        Weight.ERROR,
        "An incident linked to itself",
        look=_tied_to_itself,
        why="It says nothing.",
        bad="to: its own id",
        good="to: 20161201-hv4et",
    ),
)
