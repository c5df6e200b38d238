"""An answers file held against the interview: what it says is taken, what it leaves out is listed all at once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import reduce
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.interview import engine, tree
from rcalog.interview.agenda import BEFORE, before_steps, open_steps
from rcalog.interview.answersfile import SESSION_ID, AnswersFile, read_form
from rcalog.interview.before import known_over, placed
from rcalog.interview.lines import Calendar
from rcalog.interview.merging import laid_over, without_repeated
from rcalog.interview.naming import final_ids, names, with_references
from rcalog.interview.state import Ask, Setup, State, Step, taken
from rcalog.model.base import record_data
from rcalog.model.causes import Cause
from rcalog.model.complaints import did_you_mean
from rcalog.model.paths import format_path
from rcalog.model.reading import InvalidRecord, read_incident

if TYPE_CHECKING:
    from rcalog.model.findings import Loc
    from rcalog.model.incident import Incident

FIELDS: Mapping[Ask, Loc] = {
    Ask.HARM: ("before", "mitigated", "at"),
    Ask.HOW: ("before", "mitigated", "how"),
    Ask.TIMELINE: ("before", "timeline"),
    Ask.PROBLEM: ("problem",),
    Ask.CAUSE: ("because",),
    Ask.DECISION: ("end",),
    Ask.END: ("changeable_by",),
    Ask.UNKNOWN: ("ask",),
    Ask.ACCEPTED: ("accepted",),
    Ask.SAME_AS: ("same_as",),
    Ask.OUTSIDE: ("because",),
}
"""What an answers file must have, and under which key; everything else may stay open."""

HINTS: Mapping[Ask, str] = {
    Ask.HARM: "before: {mitigated: {at: a time or unknown, how: how we know}}",
    Ask.HOW: "before: {mitigated: {how: error rate at 0 for 30 min}}",
    Ask.TIMELINE: "before: {timeline: [{at: 2017-01-31T23:27:00+00:00, event: what was noticed first}]}",
    Ask.PROBLEM: "write problem:, or none: and why there is nothing to explain",
    Ask.CAUSE: "write because: and what led to it",
    Ask.DECISION: "write because:, or end: and what it needs, or later: {owner, due}",
    Ask.END: "write who can change it",
    Ask.UNKNOWN: "write ask: and by:, who finds out and by when",
    Ask.ACCEPTED: "write accepted: {by, until, because}",
    Ask.SAME_AS: "write the ref: or id of the other cause",
    Ask.OUTSIDE: "add a cause of ours beside it: what let it through?",
}


def answered(data: Mapping[str, object], incident: Incident, setup: Setup) -> State:
    """Return the state of an interview in which an answers file has answered everything that it must.

    Raises:
        InvalidRecord: with everything that is wrong in the file, or missing from it, at its place there.
    """
    file = read_form(data)
    known = _with_before(file, incident, setup)
    read = _read(file, known)
    if file.findings or read is None:
        raise InvalidRecord(file.findings)
    _find_misspelt(file, read)
    whole, places = _merged(file, known, read)
    state = engine.begin(whole, setup)
    _find_circles(file, state, places)
    _find_missing(file, state, places)
    if file.findings:
        raise InvalidRecord(file.findings)
    return state


def _with_before(file: AnswersFile, incident: Incident, setup: Setup) -> Incident:
    calendar = Calendar(setup.now, setup.zone)
    try:
        mitigated = file.before.get("mitigated")
        if isinstance(mitigated, Mapping):
            incident = _with_harm_over(incident, mitigated, calendar, setup.me)
        events = file.before.get("timeline")
        return _with_events(incident, events, calendar) if isinstance(events, list) else incident
    except InvalidRecord as err:
        file.findings += [
            found.with_(loc=("before", *found.loc), path=f"before.{found.path}") for found in err.findings
        ]
    except RcalogError as err:
        file.fault(("before",), "F204", err.message, err.hint)
    return incident


def _with_harm_over(incident: Incident, said: Mapping[str, object], calendar: Calendar, me: str | None) -> Incident:
    asked = {step.ask for step in before_steps(incident)}
    if Ask.HARM in asked and said.get("at"):
        times = incident.times.model_copy(update={"mitigated": calendar.past(str(said["at"]))})
        incident = incident.model_copy(update={"times": times})
        asked = {step.ask for step in before_steps(incident)}
    if Ask.HOW in asked and said.get("how"):
        return incident.model_copy(update=known_over(incident, str(said["how"]), me))
    return incident


def _with_events(incident: Incident, events: Sequence[object], calendar: Calendar) -> Incident:
    said = [
        {**event, "at": calendar.past(str(event["at"])).text} if isinstance(event, Mapping) and "at" in event else event
        for event in events
    ]
    read = read_incident({**record_data(incident), "timeline": said}).timeline
    known = {(event.event, event.at) for event in incident.timeline}
    new = [event for event in read if (event.event, event.at) not in known]
    return incident.model_copy(update={"timeline": reduce(placed, new, incident.timeline)})


def _read(file: AnswersFile, incident: Incident) -> Incident | None:
    """Return the incident with the legs and actions of the file alone, or None with the findings noted."""
    own = record_data(incident)
    try:
        return read_incident({**own, "whys": file.legs, "actions": file.actions})
    except InvalidRecord as err:
        for found in err.findings:
            loc = _in_file(found.loc, file)
            file.findings.append(found.with_(loc=loc, path=format_path(loc, file.data)))
        return None


def _in_file(loc: Loc, file: AnswersFile) -> Loc:
    """Return the place in the file of a leg, a cause or an action that was read from it."""
    top, place, *rest = loc
    return (file.top, place, *rest) if top == "whys" else (*file.action_places[int(place)], *rest)


def _find_misspelt(file: AnswersFile, read: Incident) -> None:
    """Note keys that look like others: what is misspelt would be kept and say nothing."""
    for node in tree.every(read.whys):
        for key in node.model_extra or {}:
            near = did_you_mean(key, [*type(node).model_fields, "ref", "actions"])
            if near and not key.startswith("x_"):
                file.fault((*file.places[str(node.id)], key), "F101", f"unknown key {key}", f"did you mean {near}?")


def _merged(file: AnswersFile, known: Incident, read: Incident) -> tuple[Incident, dict[str, Loc]]:
    """Return the incident with the file laid over it, and the place in the file of each of its nodes."""
    whys, same = laid_over(known.whys, read.whys)
    actions = (*known.actions, *read.actions)
    whole = with_references(known.model_copy(update={"whys": whys, "actions": actions}), same)
    named = final_ids(whole, {item for item in taken(whole) if not item.startswith(SESSION_ID)})
    new = names(whole, named)
    places = {new.get(same.get(item, item), item): loc for item, loc in file.places.items()}
    return named.model_copy(update={"actions": without_repeated(named.actions)}), places


def _find_circles(file: AnswersFile, state: State, places: Mapping[str, Loc]) -> None:
    for cause in state.incident.causes():
        if cause.same_as and str(cause.id) in places:
            loc = (*places[str(cause.id)], "same_as")
            if not tree.find(state.legs, cause.same_as):
                near = did_you_mean(cause.same_as, file.refs)
                file.fault(loc, "F105", f"{cause.same_as} names no cause", f"did you mean {near}?" if near else None)
            elif tree.leads_to(state.legs, cause.same_as, str(cause.id)):
                file.fault(loc, "F107", "the link closes a circle", "link to a cause that this one does not lead to")


def _find_missing(file: AnswersFile, state: State, places: Mapping[str, Loc]) -> None:
    for step in open_steps(state):
        if step.ask in FIELDS and (step.subject == BEFORE or step.subject in places):
            kind = Ask.DECISION if _may_end(step, state) else step.ask
            for loc in _lacking(kind, step.subject, state, places.get(step.subject, ())):
                file.fault(loc, "F201", "is missing", HINTS[kind])


def _may_end(step: Step, state: State) -> bool:
    """Return whether a step asks what led to a cause: a file may as well end there."""
    return step.ask is Ask.CAUSE and isinstance(tree.find(state.legs, step.subject), Cause)


def _lacking(kind: Ask, subject: str, state: State, place: Loc) -> Iterator[Loc]:
    if kind is Ask.UNKNOWN:
        cause = tree.cause_at(state.legs, subject)
        yield from ((*place, name) for name in ("ask", "by") if getattr(cause, name) is None)
    else:
        yield (*place, *FIELDS[kind])
