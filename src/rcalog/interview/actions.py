"""From a root cause to an action: one line, and what it leaves out is proposed and confirmed."""

from __future__ import annotations

from datetime import timedelta

from rcalog.errors import RcalogError
from rcalog.interview import tree
from rcalog.interview.aims import proposed_aim, proposed_strength
from rcalog.interview.keys import Key
from rcalog.interview.kind import Kind, Taken, calendar, put
from rcalog.interview.lines import ActionLine, read_action, read_settings
from rcalog.interview.state import Ask, Question, Refusal, Remark, Reply, State, Step
from rcalog.model.actions import Action
from rcalog.model.incident import Severity
from rcalog.model.times import Day

MANY = 5


def _ask_action(state: State, step: Step) -> Question:
    cause = tree.cause_at(state.legs, step.subject)
    values = {"cause": cause.cause, "who": cause.changeable_by or ""}
    return put(step, values=values, keys={Key.PARK, Key.END})


def _take_action(state: State, step: Step, reply: Reply) -> Taken:
    if reply.key is Key.END:
        return state.then(Ask.ACCEPTED, step.subject)
    if reply.key or not reply.text:
        return state.skip(step)
    try:
        line = read_action(reply.text, calendar(state))
    except RcalogError as err:
        return Refusal("refuse.action", {"why": err.message})
    return state.then(Ask.CONFIRM, step.subject, reply.text) if line.action else Refusal("refuse.action-text")


def _ask_confirm(state: State, step: Step) -> Question:
    texts = state.setup.texts
    action = _proposed(state, step, read_action(step.text, calendar(state)))
    parts = [texts(f"aim.{action.aims_to}"), texts(f"strength.{action.strength}")]
    parts += [f"@{action.owner}"] if action.owner else []
    parts += [str(action.due)] if action.due else []
    parts += [texts("every", {"period": action.every})] if action.every else []
    remarks = () if action.owner else (Remark("remark.no-owner"),)
    if sum(one.is_open for one in state.incident.actions) == MANY:
        remarks = (*remarks, Remark("remark.many-actions"))
    return put(step, values={"action": action.action}, default=" · ".join(parts), remarks=remarks)


def _take_confirm(state: State, step: Step, reply: Reply) -> Taken:
    line = read_action(step.text, calendar(state))
    try:
        change = read_settings(reply.text, calendar(state))
    except RcalogError as err:
        return Refusal("refuse.action", {"why": err.message})
    action = _proposed(state, step, merged(line, change))
    return state.with_incident(actions=(*state.incident.actions, action))


def merged(line: ActionLine, change: ActionLine) -> ActionLine:
    """Return an action line with what a second one says about it."""
    return ActionLine(
        line.action,
        change.owner or line.owner,
        change.due or line.due,
        change.every or line.every,
        change.aim or line.aim,
        change.strength or line.strength,
    )


def _proposed(state: State, step: Step, line: ActionLine) -> Action:
    severity = Severity.SEV2 if state.incident.severity is Severity.UNRATED else state.incident.severity
    days = state.setup.policy.action_days.get(severity)
    today = state.now.astimezone(state.setup.zone).date()
    due = line.due or (today + timedelta(days=days) if days else None)
    return Action(
        action=line.action,
        id=state.new_id("a", line.action),
        owner=line.owner,
        due=Day.of(due) if due else None,
        aims_to=line.aim or proposed_aim(line.action, step.leg),
        strength=line.strength or proposed_strength(line.action),
        for_=(step.subject,),
        every=line.every,
    )


KINDS = {
    Ask.ACTION: Kind(_ask_action, _take_action),
    Ask.CONFIRM: Kind(_ask_confirm, _take_confirm),
}
