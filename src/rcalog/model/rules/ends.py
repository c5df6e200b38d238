"""Family S, the form of an end: every branch goes on, ends by rule, or is parked."""

from __future__ import annotations

from collections.abc import Iterator

from rcalog.model.causes import Cause, End, Leg, LegName, Level
from rcalog.model.findings import Weight
from rcalog.model.rules.rule import Case, Rule, Seen
from rcalog.model.timeline import Status

KEYS = {"changeable_by": End.ROOT_CAUSE, "ask": End.UNKNOWN, "accepted": End.ACCEPTED, "same_as": End.SAME_AS}
"""Keys that belong to one end."""


def _root_cause_of_nobody(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        if node.cause.is_root and not node.cause.changeable_by:
            hint = "write changeable_by: and who, or go on asking"
            yield Seen((*node.loc, "end"), "a root cause is a cause that somebody can change; who?", hint)


def _end_that_goes_on(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        cause = node.cause
        if cause.end and cause.end is not End.OUTSIDE and cause.because:
            message = f"the branch ends here as {cause.end} and has {len(cause.because)} below it"
            yield Seen((*node.loc, "end"), message, "remove end: or move what is below it")


def _open_branch(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        if _is_open(node.cause):
            hint = "go on asking, end it (end:), or park it (later: {owner, due})"
            yield Seen(node.loc, f"the branch stops at «{node.cause.cause}» without a reason", hint)
    for position, leg in enumerate(case.incident.whys):
        if leg.problem and not leg.because and not leg.none:
            yield Seen(("whys", position), f"no cause yet for «{leg.problem}»", f"rcalog why --leg {leg.leg}")


def _is_open(cause: Cause) -> bool:
    return not (cause.end or cause.later or cause.because)


def _outside_alone(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        if node.cause.end is End.OUTSIDE and node.alone and not node.cause.because:
            hint = "add a cause beside or below it: what of ours was meant to absorb it?"
            yield Seen((*node.loc, "end"), "what came from outside is the only cause", hint)


def _unknown_without_asking(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        cause = node.cause
        missing = [name for name in ("ask", "by") if cause.end is End.UNKNOWN and not getattr(cause, name)]
        if missing:
            message = f"end: unknown needs {' and '.join(missing)}"
            yield Seen((*node.loc, "end"), message, "write whom you will ask, and by when it will be known")


def _end_without_its_key(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        for key, end in (("accepted", End.ACCEPTED), ("same_as", End.SAME_AS)):
            if node.cause.end is end and not getattr(node.cause, key):
                form = "accepted: {by, until, because}" if end is End.ACCEPTED else "same_as: the id of the other cause"
                yield Seen((*node.loc, "end"), f"end: {end} needs {key}", f"write {form}")


def _key_without_its_end(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        for key, end in KEYS.items():
            if getattr(node.cause, key) and node.cause.end is not end:
                yield Seen((*node.loc, key), f"{key} belongs to end: {end}", f"write end: {end}, or remove {key}")


def _parked_and_ended(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        if node.cause.later and node.cause.end:
            yield Seen(
                (*node.loc, "later"), f"the branch is parked and ends as {node.cause.end}", "keep one of the two"
            )


def _leg_at_odds(case: Case) -> Iterator[Seen]:
    for position, leg in enumerate(case.incident.whys):
        fault = _leg_fault(leg)
        if fault:
            yield Seen(("whys", position), fault, "a leg has a problem with causes, or none: and why there is nothing")


def _leg_fault(leg: Leg) -> str | None:
    if leg.none and leg.because:
        return f"leg {leg.leg} is declared empty and has causes"
    if not leg.none and not leg.problem and leg.leg is not LegName.SYSTEMIC:
        return f"leg {leg.leg} does not say which problem it explains"
    return None


def _ends_at_a_deed(case: Case) -> Iterator[Seen]:
    for node in case.nodes:
        if node.cause.is_root and node.cause.level is Level.HUMAN:
            hint = "ask on: what made it look right, and what would have made the difference visible?"
            yield Seen((*node.loc, "end"), "the branch ends at what somebody did", hint)


RULES = (
    Rule(
        "S101",
        Weight.WARNING,
        "A root cause that nobody can change",
        look=_root_cause_of_nobody,
        why="Digging ends where somebody can change something; if nobody can, it ends too early or elsewhere.",
        bad="end: root-cause",
        good="end: root-cause, changeable_by: database team",
        bad_zh="end: root-cause（没写谁能改）",
        good_zh="end: root-cause，changeable_by: 数据库组",
        guards=Status.REVIEWED,
    ),
    Rule(
        "S102",
        Weight.ERROR,
        "An end that goes on",
        look=_end_that_goes_on,
        why="A reader cannot tell whether the branch ends.",
        bad="end: root-cause, because: [...]",
        good="end: root-cause at the lowest cause",
        guards=Status.REVIEWED,
    ),
    Rule(
        "S103",
        Weight.WARNING,
        "A branch that just stops",
        look=_open_branch,
        why="Nobody can tell whether it was thought through or left off.",
        bad="- cause: The bucket was empty",
        good="- cause: The bucket was empty, later: {owner: ana, due: 2017-02-10}",
        guards=Status.REVIEWED,
    ),
    Rule(
        "S104",
        Weight.WARNING,
        "Only the outside is to blame",
        look=_outside_alone,
        why="What comes from outside will come again; what can change is our own defence.",
        bad="- cause: The provider's region failed, end: outside",
        good="… and beside it: All replicas were in that region",
        bad_zh="- cause: 云厂商机房断电, end: outside",
        good_zh="……旁边再写一条：所有副本都在同一机房",
        guards=Status.REVIEWED,
    ),
    Rule(
        "S105",
        Weight.WARNING,
        "Unknown, and nobody will ask",
        look=_unknown_without_asking,
        why="An open question without a name and a date stays open.",
        bad="end: unknown",
        good="end: unknown, ask: ana, by: 2017-02-10",
        guards=Status.REVIEWED,
    ),
    Rule(
        "S106",
        Weight.ERROR,
        "An end without what it needs",
        look=_end_without_its_key,
        why="An accepted risk needs a name and a date; a link needs its other end.",
        bad="end: same-as",
        good="end: same-as, same_as: c2m9r",
        guards=Status.REVIEWED,
    ),
    Rule(
        "S107",
        Weight.WARNING,
        "A key that belongs to another end",
        look=_key_without_its_end,
        why="What is written has no effect.",
        bad="changeable_by: database team (and no end)",
        good="end: root-cause, changeable_by: database team",
        guards=Status.REVIEWED,
    ),
    Rule(
        "S108",
        Weight.WARNING,
        "Parked and ended",
        look=_parked_and_ended,
        why="A parked branch is still to be taken up; an ended one is not.",
        bad="end: root-cause, later: {...}",
        good="later: {owner: ana, due: 2017-02-10}",
        guards=Status.REVIEWED,
    ),
    Rule(
        "S109",
        Weight.WARNING,
        "A leg at odds with itself",
        look=_leg_at_odds,
        why="A leg explains a problem, or says why there is none.",
        bad="- leg: defence",
        good="- leg: detection, none: Seen within 30 s",
        guards=Status.REVIEWED,
    ),
    Rule(
        "S110",
        Weight.WARNING,
        "A branch that ends at what somebody did",
        look=_ends_at_a_deed,
        why="The next person in that seat will see what this one saw.",
        bad="- cause: The removal was run on db1, level: human, end: root-cause",
        good="… because: The prompts of db1 and db2 differ by one character",
        bad_zh="- cause: 在 db1 上执行了删除, level: human, end: root-cause",
        good_zh="……再往下问：两台机器的提示符只差一个字符",
    ),
)
