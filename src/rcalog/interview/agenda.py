"""What an interview still has to ask, read off the record and the marks; the first of it is the next question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from rcalog.interview import tree
from rcalog.interview.advice import advise
from rcalog.interview.proposals import asked_legs
from rcalog.interview.state import Ask, State, Step, skipped
from rcalog.model.causes import Cause, End, Leg, LegName
from rcalog.model.incident import Kind
from rcalog.model.timeline import Status

if TYPE_CHECKING:
    from rcalog.model.incident import Incident

BEFORE = "before"
"""The subject of the questions before the first leg, and of the last one."""

DEEPER = "deeper"
ASKED_ELSE = "asked else"
WANTED = "wanted"
DONE = "done"
APART = "filed apart"
ASKED_ELSEWHERE = "asked elsewhere"

QUICK = frozenset({Ask.PROBLEM, Ask.CAUSE, Ask.DECISION, Ask.UNKNOWN, Ask.ACCEPTED, Ask.SAME_AS})
"""What a quick interview asks; the rest stays open."""

OPTIONAL = frozenset({Ask.ELSE, Ask.ELSEWHERE, Ask.MORE})
"""Questions that leave nothing open when they are not answered."""


def next_step(state: State) -> Step | None:
    """Return what is asked next; None when the interview is over."""
    if state.pending:
        return state.pending
    return next((step for step in steps(state) if _is_asked(state, step)), None)


def open_steps(state: State) -> list[Step]:
    """Return what is still open, skipped or not asked yet."""
    return [step for step in steps(state) if step.ask not in OPTIONAL]


def steps(state: State) -> Iterator[Step]:
    """Yield everything that could be asked now, in the order of the interview."""
    chosen = state.setup.leg
    if chosen is None:
        yield from before_steps(state.incident)
    for name in LegName if chosen is None else (chosen,):
        yield from _leg_steps(state, name)
    if living_elsewhere(state):
        yield Step(Ask.ELSEWHERE, BEFORE)
    if chosen is None and other_legs(state):
        yield Step(Ask.MORE, BEFORE)


def other_legs(state: State) -> list[LegName]:
    """Return the lines of inquiry that nothing is known about yet."""
    return [name for name in LegName if not any(leg.leg is name for leg in state.legs)]


def living_elsewhere(state: State) -> list[Cause]:
    """Return the root causes that something is done about, of which it was not asked yet where else they live."""
    legs = [leg for leg in state.legs if state.setup.leg in (None, leg.leg)]
    roots = [cause for leg in legs for cause in leg.walk() if cause.is_root and _has_action(state.incident, cause)]
    return [cause for cause in roots if not state.marked(str(cause.id), ASKED_ELSEWHERE)]


def before_steps(incident: Incident) -> Iterator[Step]:
    """Yield what is asked before the first leg: the harm, how we know, the beginning of the timeline."""
    if incident.kind is not Kind.NEAR_MISS:
        if incident.times.mitigated is None and incident.times.resolved is None:
            yield Step(Ask.HARM, BEFORE)
        elif not how_is_known(incident):
            yield Step(Ask.HOW, BEFORE)
    if not timeline_begins(incident):
        yield Step(Ask.TIMELINE, BEFORE)


def how_is_known(incident: Incident) -> bool:
    """Return whether the record says how we know that the harm is over."""
    return any(step.how for step in incident.ladder if step.status is not Status.ONGOING)


def timeline_begins(incident: Incident) -> bool:
    """Return whether the timeline starts no later than the harm was noticed."""
    noticed = incident.times.detected or incident.times.started
    return any(noticed is None or not noticed.certainly_before(event.at) for event in incident.timeline)


def _is_asked(state: State, step: Step) -> bool:
    if state.setup.quick and step.ask not in QUICK:
        return False
    return not state.marked(step.subject, skipped(step.ask)) and not (
        step.ask is Ask.MORE and state.marked(BEFORE, DONE)
    )


def _leg_steps(state: State, name: LegName) -> Iterator[Step]:
    legs = [leg for leg in state.legs if leg.leg is name]
    for leg in legs:
        yield from _inside(state, leg)
    wanted = name is state.setup.leg or name in asked_legs(state) or state.marked(name, WANTED)
    if wanted and not legs:
        yield Step(Ask.PROBLEM, name, name)


def _inside(state: State, leg: Leg) -> Iterator[Step]:
    if leg.none:
        return
    if not leg.problem:
        yield Step(Ask.PROBLEM, str(leg.id), leg.leg)
    yield from _below(state, leg, leg.leg)
    if leg.because and not leg.reads_true:
        yield Step(Ask.READ_BACK, str(leg.id), leg.leg)
    for cause in leg.walk():
        if cause.is_root and not _has_action(state.incident, cause):
            yield Step(Ask.ACTION, str(cause.id), leg.leg)


def _below(state: State, effect: tree.Effect, leg: LegName) -> Iterator[Step]:
    item = str(effect.id)
    if not effect.because:
        yield Step(Ask.CAUSE, item, leg)
    elif not state.marked(item, ASKED_ELSE):
        yield Step(Ask.ELSE, item, leg)
    for cause in effect.because:
        yield from _branch(state, cause, leg)


def _branch(state: State, cause: Cause, leg: LegName) -> Iterator[Step]:
    if cause.end:
        lacking = _lacking(state, cause)
        if lacking:
            yield Step(lacking, str(cause.id), leg)
    if cause.because:
        yield from _below(state, cause, leg)
    elif cause.end is None and cause.later is None:
        yield Step(Ask.DECISION if _may_end(state, cause) else Ask.CAUSE, str(cause.id), leg)


def _may_end(state: State, cause: Cause) -> bool:
    """Return whether to end here is the question; where the advice is to go on, the next cause is."""
    return not state.marked(str(cause.id), DEEPER) and advise(state, cause).end


def _lacking(state: State, cause: Cause) -> Ask | None:
    """Return the question whose answer the end of a branch still needs."""
    match cause.end:
        case End.ROOT_CAUSE:
            return None if cause.changeable_by else Ask.END
        case End.UNKNOWN:
            return None if cause.ask and cause.by else Ask.UNKNOWN
        case End.ACCEPTED:
            return None if cause.accepted else Ask.ACCEPTED
        case End.SAME_AS:
            return None if cause.same_as else Ask.SAME_AS
        case _:
            return Ask.OUTSIDE if _stands_alone(state, cause) else None


def _stands_alone(state: State, cause: Cause) -> bool:
    above = tree.parent(state.legs, str(cause.id))
    return not cause.because and above is not None and len(above.because) == 1


def _has_action(incident: Incident, cause: Cause) -> bool:
    return any(cause.id in action.for_ for action in incident.actions)
