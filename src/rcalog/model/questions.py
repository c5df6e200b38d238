"""What a reviewer would ask of an analysis, computed from the record: no score, only what is not there yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from rcalog.model.causes import Cause, End, Grade, LegName
from rcalog.model.conditions import DEEP, SETTLED, SHALLOW, is_absence, is_standing
from rcalog.model.evidence import grade_of, is_absent, is_verified
from rcalog.model.findings import Loc
from rcalog.model.language import gist
from rcalog.model.paths import format_path, value_at
from rcalog.model.rules.followup import answers, weak_alone
from rcalog.model.rules.rule import Case, Node
from rcalog.model.timeline import Event, EventType

KIN = 1 / 3
"""The share of what an event says that a cause must say too, to be about the same thing."""

SYMPTOMS = frozenset({EventType.DETECTION, EventType.OBSERVATION})


class Topic(StrEnum):
    """What a question is about, the most pressing first."""

    NO_ACTION = "no-action"
    WEAK = "weak-actions"
    EARLY = "stops-early"
    DEEP = "very-deep"
    SYMPTOM = "unexplained"
    ONE_CAUSE = "one-cause"
    EVIDENCE = "evidence"
    UNREAD = "not-read-back"


ASKED: Mapping[Topic, str] = {
    Topic.NO_ACTION: "a root cause without an action: what follows from it?",
    Topic.WEAK: "only weak actions: what would hold if nobody remembers?",
    Topic.EARLY: f"fewer than {SETTLED} steps below the problem: what led to it?",
    Topic.DEEP: f"{DEEP} steps or more below the problem: can anybody here change it?",
    Topic.SYMPTOM: "seen, and no cause speaks of it: what explains it?",
    Topic.ONE_CAUSE: "only one cause: what else was needed for it?",
    Topic.EVIDENCE: "no evidence, or an inference: what shows it?",
    Topic.UNREAD: "not read back upwards: is it true without adding anything?",
}
"""The question of each topic."""


@dataclass(frozen=True)
class Question:
    """One thing to ask: the topic, what it is about in the record's words, where that stands, and the item's id."""

    topic: Topic
    about: str
    path: str
    item: str | None


@dataclass(frozen=True)
class Evidence:
    """How many causes there are, how many name evidence of each grade, and how many name evidence without one.

    The evidence of some could not be looked up here: `not_verified` says of how many of each grade. The evidence of
    others, which do not count, is `absent`.
    """

    causes: int
    grades: Mapping[Grade, int]
    ungraded: int
    not_verified: Mapping[Grade, int] = field(default_factory=dict)
    absent: int = 0

    @property
    def shown(self) -> int:
        """How many causes name evidence."""
        return sum(self.grades.values()) + self.ungraded


@dataclass(frozen=True)
class Questions:
    """The evidence of an analysis, and what a reviewer would ask, topic by topic."""

    evidence: Evidence
    items: tuple[Question, ...]

    def on(self, topic: Topic) -> list[Question]:
        """Return the questions of a topic, in the order of the file."""
        return [each for each in self.items if each.topic is topic]


def questions(case: Case) -> Questions:
    """Return what a reviewer would ask of a record; nothing where no cause is written yet."""
    told = [node for node in case.nodes if node.cause.end is not End.SAME_AS]
    found = [
        Question(topic, about, format_path(loc, case.data), _id(value_at(loc, case.data)))
        for topic, look in LOOKS.items()
        for about, loc in look(case, told)
    ]
    return Questions(_evidence(case, [node.cause for node in told]), tuple(found if told else ()))


def _id(item: object) -> str | None:
    found = item.get("id") if isinstance(item, Mapping) else None
    return found if isinstance(found, str) else None


def _evidence(case: Case, causes: list[Cause]) -> Evidence:
    shown = [each for each in causes if each.evidence and not is_absent(each, case.verdicts)]
    absent = sum(is_absent(each, case.verdicts) for each in causes)
    known, ungraded = _by_grade(case, shown)
    not_verified, _ = _by_grade(case, [each for each in shown if not is_verified(each, case.verdicts)])
    return Evidence(len(causes), known, ungraded, not_verified, absent)


def _by_grade(case: Case, causes: list[Cause]) -> tuple[dict[Grade, int], int]:
    """Return how many causes have evidence of each grade, and how many evidence without one."""
    grades = Counter(grade_of(cause, case.verdicts) for cause in causes)
    return {grade: grades[grade] for grade in Grade if grades[grade]}, grades[None]


About = Iterator[tuple[str, Loc]]


def _unshown(case: Case, told: list[Node]) -> About:
    for node in told:
        is_shown = node.cause.evidence and not is_absent(node.cause, case.verdicts)
        if not is_shown or grade_of(node.cause, case.verdicts) is Grade.F:
            yield node.cause.cause, node.loc


def _depth(node: Node) -> int:
    """Return how many steps a cause is below its problem; the systemic leg begins with what others came down to."""
    return node.loc.count("because") + (node.leg.leg is LegName.SYSTEMIC)


def _early(_: Case, told: list[Node]) -> About:
    for node in told:
        text, depth = node.cause.cause, _depth(node)
        settled = depth >= SETTLED or (depth >= SHALLOW and (is_absence(text) or is_standing(text)))
        if node.cause.is_root and not settled:
            yield text, node.loc


def _deep(_: Case, told: list[Node]) -> About:
    return ((node.cause.cause, node.loc) for node in told if node.cause.is_root and _depth(node) >= DEEP)


def _unread(case: Case, _: list[Node]) -> About:
    for at, leg in enumerate(case.incident.whys):
        if leg.because and leg.problem and not leg.reads_true:
            yield leg.problem, ("whys", at)


def _one_cause(case: Case, told: list[Node]) -> About:
    for at, leg in enumerate(case.incident.whys):
        if len(leg.because) == 1 and leg.problem:
            yield leg.problem, ("whys", at)
    for node in told:
        if len(node.cause.because) == 1:
            yield node.cause.cause, node.loc


def _no_action(case: Case, told: list[Node]) -> About:
    for node in told:
        if node.cause.is_root and not answers(case.incident, node.cause):
            yield node.cause.cause, node.loc


def _weak(case: Case, _: list[Node]) -> About:
    return ((action.action, loc) for loc, action in weak_alone(case))


def _symptoms(case: Case, told: list[Node]) -> About:
    said = [gist(node.cause.cause) for node in told]
    said += [gist(leg.problem) for leg in case.incident.whys if leg.problem]
    for at, event in enumerate(case.incident.timeline):
        if _is_symptom(case, event) and not any(_is_kin(gist(event.event), each) for each in said):
            yield event.event, ("timeline", at)


def _is_symptom(case: Case, event: Event) -> bool:
    """Return whether an event is something that was seen, not something that was done or said."""
    return event.type in SYMPTOMS or (event.type is None and case.lexicon.is_symptom(event.event))


def _is_kin(event: frozenset[str], told: frozenset[str]) -> bool:
    return len(event & told) >= max(KIN * min(len(event), len(told)), 1)


LOOKS = {
    Topic.NO_ACTION: _no_action,
    Topic.WEAK: _weak,
    Topic.EARLY: _early,
    Topic.DEEP: _deep,
    Topic.SYMPTOM: _symptoms,
    Topic.ONE_CAUSE: _one_cause,
    Topic.EVIDENCE: _unshown,
    Topic.UNREAD: _unread,
}
"""Where each topic is looked for."""
