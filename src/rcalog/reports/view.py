"""What a report shows of an incident, ready to be laid out: one view for every format."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rcalog.model.actions import Action, Aim
from rcalog.model.evidence import grade_of
from rcalog.model.incident import Impact, Incident, Lost
from rcalog.model.metrics import durations, render_span
from rcalog.model.review import Lessons, Link, Review, Waiver
from rcalog.model.times import When

if TYPE_CHECKING:
    from rcalog.model.causes import Cause, Grade, Leg
    from rcalog.model.policy import Policy
    from rcalog.model.timeline import Event, Step

Labels = dict[str, str]
SayTime = Callable[[When], str]


@dataclass(frozen=True)
class Row:
    """A label and its value."""

    label: str
    value: str


@dataclass(frozen=True)
class Line:
    """A cause in the tree: how deep it stands (from 0), what it says, how its branch ends, how good its evidence is."""

    depth: int
    cause: Cause
    ending: str
    actions: tuple[str, ...]
    grade: Grade | None


@dataclass(frozen=True)
class Inquiry:
    """A leg with its tree flattened, depth first."""

    name: str
    question: str
    leg: Leg
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class ReportView:
    """Everything that a report may show, in the reader's language."""

    ref: str
    title: str
    facts: tuple[Row, ...]
    durations: tuple[Row, ...]
    summary: str
    impact: Impact
    lost: tuple[Lost, ...]
    ladder: tuple[Step, ...] = ()
    timeline: tuple[Event, ...] = ()
    inquiries: tuple[Inquiry, ...] = ()
    actions: tuple[Action, ...] = ()
    compensations: tuple[Action, ...] = ()
    lessons: Lessons = field(default_factory=Lessons)
    reviews: tuple[Review, ...] = ()
    links: tuple[Link, ...] = ()
    waivers: tuple[Waiver, ...] = ()
    public: bool = False


def view(incident: Incident, policy: Policy, labels: Labels, say: SayTime) -> ReportView:
    """Return the whole report of an incident."""
    return ReportView(
        ref=incident.id,
        title=incident.title,
        facts=tuple(_facts(incident, policy, labels)) + tuple(_times(incident, labels, say)),
        durations=tuple(_durations(incident, labels, say)),
        summary=incident.summary or "",
        impact=incident.impact or Impact(),
        lost=incident.impact.lost if incident.impact else (),
        ladder=incident.ladder,
        timeline=incident.timeline,
        inquiries=tuple(_inquiry(leg, incident, labels) for leg in incident.whys),
        actions=incident.actions,
        compensations=_compensations(incident),
        lessons=incident.lessons or Lessons(),
        reviews=incident.reviews,
        links=incident.links,
        waivers=incident.waivers,
    )


def public_view(incident: Incident, policy: Policy, labels: Labels, say: SayTime) -> ReportView:
    """Return what may leave the house unasked: title, times, the harm in words, and what is made good."""
    whole = view(incident, policy, labels, say)
    summary = incident.impact.summary if incident.impact else None
    return ReportView(
        ref=whole.ref,
        title=whole.title,
        facts=tuple(_times(incident, labels, say)),
        durations=whole.durations,
        summary="",
        impact=Impact(summary=summary),
        lost=(),
        compensations=whole.compensations,
        public=True,
    )


def _facts(incident: Incident, policy: Policy, labels: Labels) -> Iterator[Row]:
    yield Row(labels["status"], labels[f"status.{incident.status}"])
    yield Row(labels["severity"], _severity(incident, policy, labels))
    yield Row(labels["kind"], labels[f"kind.{incident.kind}"])
    if incident.services:
        yield Row(labels["services"], labels["mark.list"].join(incident.services))
    if incident.tags:
        yield Row(labels["tags"], labels["mark.list"].join(incident.tags))
    for name, person in incident.roles or ():
        if isinstance(person, str):
            yield Row(labels.get(f"roles.{name}", name), person)


def _severity(incident: Incident, policy: Policy, labels: Labels) -> str:
    return policy.severity_labels.get(incident.severity) or labels.get(
        f"severity.{incident.severity}", incident.severity
    )


def _times(incident: Incident, labels: Labels, say: SayTime) -> Iterator[Row]:
    for name in type(incident.times).model_fields:
        when = getattr(incident.times, name)
        if when:
            yield Row(labels[f"times.{name}"], say(when))


def _durations(incident: Incident, labels: Labels, say: SayTime) -> Iterator[Row]:
    for name, span in durations(incident).items():
        about = labels["about"] if span.approximate else ""
        length = f"{about}{render_span(span.seconds, labels['language'])}"
        ends = f"{labels['mark.open']}{say(span.start)} → {say(span.end)}{labels['mark.close']}"
        yield Row(labels[name], f"{length}{ends}")


def _inquiry(leg: Leg, incident: Incident, labels: Labels) -> Inquiry:
    lines = tuple(_lines(leg.because, 0, incident, labels))
    return Inquiry(labels[f"leg.{leg.leg}"], labels[f"leg.{leg.leg}.asks"], leg, lines)


def _lines(causes: tuple[Cause, ...], depth: int, incident: Incident, labels: Labels) -> Iterator[Line]:
    for cause in causes:
        answering = tuple(action.action for action in incident.actions if cause.id and cause.id in action.for_)
        grade = grade_of(cause) if cause.evidence else None
        yield Line(depth, cause, _ending(cause, incident, labels), answering, grade)
        yield from _lines(cause.because, depth + 1, incident, labels)


def _ending(cause: Cause, incident: Incident, labels: Labels) -> str:
    """Say in one phrase how a branch ends; empty where it goes on."""
    if cause.later:
        return labels["end.later"].format(owner=cause.later.owner, due=cause.later.due)
    if cause.end is None:
        return "" if cause.because else labels["end.missing"]
    values = {
        "changeable_by": cause.changeable_by or "?",
        "ask": cause.ask or "?",
        "by": cause.by or "?",
        "same": _text_of(cause.same_as, incident),
        "accepted_by": cause.accepted.by if cause.accepted else "?",
        "until": cause.accepted.until if cause.accepted else "?",
        "because": cause.accepted.because if cause.accepted else "?",
    }
    return labels[f"end.{cause.end}"].format(**values)


def _text_of(ref: str | None, incident: Incident) -> str:
    return next((cause.cause for cause in incident.causes() if cause.id and cause.id == ref), ref or "?")


def _compensations(incident: Incident) -> tuple[Action, ...]:
    return tuple(action for action in incident.actions if action.aims_to is Aim.COMPENSATE)
