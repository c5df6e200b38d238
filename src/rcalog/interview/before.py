"""Before the first why: is the harm over, how do we know, and does the timeline begin early enough?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.interview import keys
from rcalog.interview.agenda import timeline_begins
from rcalog.interview.kind import Kind, Taken, calendar, put, unread
from rcalog.interview.state import Ask, Question, Refusal, Reply, State
from rcalog.interview.state import Step as Asked
from rcalog.model.pastelog import read_line, read_log
from rcalog.model.timegrammar.render import render_time
from rcalog.model.timeline import Event, Status, Step
from rcalog.model.times import When

if TYPE_CHECKING:
    from datetime import date

    from rcalog.model.incident import Incident


def _ask_harm(state: State, step: Asked) -> Question:
    return put(step, values={"title": state.incident.title}, keys={keys.Key.PARK})


def _take_harm(state: State, step: Asked, reply: Reply) -> Taken:
    if reply.key or keys.is_no(reply.text) or not reply.text:
        return state.skip(step)
    if keys.is_yes(reply.text) or keys.is_unknown(reply.text):
        return _mitigated(state, When.unknown())
    try:
        return _mitigated(state, calendar(state).past(reply.text))
    except RcalogError as err:
        return unread(state, err)


def _ask_how(state: State, step: Asked) -> Question:
    when = state.incident.times.mitigated or state.incident.times.resolved
    known = when is not None and not when.is_unknown
    values = {"at": render_time(when, state.setup.zone)} if when and known else {}
    return put(step, variant="" if known else "undated", values=values, keys={keys.Key.PARK})


def _take_how(state: State, step: Asked, reply: Reply) -> Taken:
    if reply.key or not reply.text or keys.is_no(reply.text) or keys.is_unknown(reply.text):
        return state.skip(step)
    return state.with_incident(**known_over(state.incident, reply.text, state.setup.me))


def known_over(incident: Incident, how: str, by: str | None) -> dict[str, object]:
    """Return the fields of an incident of which it is known that the harm is over."""
    at = incident.times.mitigated or incident.times.resolved or When.unknown()
    status = Status.MITIGATED if incident.status is Status.ONGOING else incident.status
    return {"status": status, "ladder": (*incident.ladder, Step(status=Status.MITIGATED, at=at, by=by, how=how))}


def _mitigated(state: State, at: When) -> State:
    return state.with_incident(times=state.incident.times.model_copy(update={"mitigated": at}))


def _ask_timeline(state: State, step: Asked) -> Question:
    noticed = state.incident.times.detected or state.incident.times.started
    known = noticed is not None and not noticed.is_unknown
    values = {"at": render_time(noticed, state.setup.zone)} if noticed and known else {}
    return put(step, variant="" if known else "undated", values=values, keys={keys.Key.PARK})


def _take_timeline(state: State, step: Asked, reply: Reply) -> Taken:
    if reply.key or not reply.text:
        return state.skip(step)
    try:
        events = _events(state, reply.text)
    except RcalogError as err:
        return unread(state, err)
    if isinstance(events, Refusal):
        return events
    for at, text in events:
        item = Event(event=text, id=state.new_id("e", f"{at} {text}"), at=at)
        state = state.with_incident(timeline=placed(state.incident.timeline, item))
    noticed = state.incident.times.detected or state.incident.times.started
    if noticed is not None and not timeline_begins(state.incident):
        state = state.say("remark.later-than", at=render_time(noticed, state.setup.zone))
    return state.skip(step)


def _events(state: State, text: str) -> list[tuple[When, str]] | Refusal:
    """Return the events of a pasted log that begins on the day of the start, or of one typed line."""
    log = read_log(text, now=state.now, zone=state.setup.zone, day=_first_day(state))
    if log.events and not log.unread:
        return [(line.at, line.text) for line in log.events]
    at, words = read_line(text, now=state.now, zone=state.setup.zone)
    if at is None or not words or "\n" in text:
        return Refusal("refuse.timeline", {"line": log.unread[0][1] if log.unread else text})
    return [(at, words)]


def _first_day(state: State) -> date | None:
    started = state.incident.times.started or state.incident.times.detected
    known = started.instant if started else None
    return known.astimezone(state.setup.zone).date() if known else None


def placed(timeline: tuple[Event, ...], event: Event) -> tuple[Event, ...]:
    """Return the timeline with an event before the first one that is certainly later."""
    at = next((i for i, other in enumerate(timeline) if event.at.certainly_before(other.at)), len(timeline))
    return (*timeline[:at], event, *timeline[at:])


KINDS = {
    Ask.HARM: Kind(_ask_harm, _take_harm),
    Ask.HOW: Kind(_ask_how, _take_how),
    Ask.TIMELINE: Kind(_ask_timeline, _take_timeline),
}
