"""From a root cause to an action: one line, and what it leaves out is proposed and confirmed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import reduce
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.interview import tree
from rcalog.interview.agenda import ASKED_ELSEWHERE, living_elsewhere
from rcalog.interview.aims import proposed_aim, proposed_strength
from rcalog.interview.keys import Key, folded, key_and_rest
from rcalog.interview.kind import Kind, Taken, calendar, picked, put, unread
from rcalog.interview.lines import AIMS, STRENGTHS, ActionLine, read_action, read_settings
from rcalog.interview.state import Ask, Question, Refusal, Remark, Reply, State, Step
from rcalog.model.actions import Action, Aim, Strength
from rcalog.model.display import shorten
from rcalog.model.incident import Severity
from rcalog.model.times import Day

if TYPE_CHECKING:
    from rcalog.interview.texts import Texts

SETTINGS = AIMS.keys() | STRENGTHS.keys()
"""What says something of an action and is none by itself."""
MANY = 5
ANOTHER = "+"
"""Behind what is said of an action: there is another against the same cause."""
SHORT = 40
"""Cells of a cause that was just read in full."""
AGAINST = (Aim.PREVENT, Aim.DETECT, Aim.LIMIT, Aim.RECOVER)
"""What an action does against a cause; a compensation is for those whom it has hurt."""


def _ask_action(state: State, step: Step) -> Question:
    cause = tree.cause_at(state.legs, step.subject)
    values = {"cause": cause.cause, "who": cause.changeable_by or ""}
    return put(step, values=values, keys={Key.PARK, Key.END})


def _take_action(state: State, step: Step, reply: Reply) -> Taken:
    if reply.key is Key.END:
        return state.then(Ask.ACCEPTED, step.subject)
    if reply.key or not reply.text:
        return state.skip(step)
    pressed, _ = key_and_rest(reply.text, set(Key))
    if pressed:
        return Refusal("refuse.key", {"key": pressed.value})
    try:
        line = read_action(reply.text, calendar(state))
    except RcalogError as err:
        return unread(state, err)
    is_text = line.action and folded(line.action) not in SETTINGS
    return state.then(Ask.CONFIRM, step.subject, reply.text) if is_text else Refusal("refuse.action-text")


def _ask_confirm(state: State, step: Step) -> Question:
    texts = state.setup.texts
    action = _proposed(state, step, read_action(step.text, calendar(state)))
    parts = [texts(f"aim.{action.aims_to}")] if action.aims_to else []
    parts += [texts(f"strength.{action.strength}")] if action.strength else []
    parts += [f"@{action.owner}"] if action.owner else []
    parts += [str(action.due)] if action.due else []
    parts += [texts("every", {"period": action.every})] if action.every else []
    default = " · ".join(parts) or None
    return put(step, values={"action": action.action}, default=default, remarks=_lacks(state, action))


def _lacks(state: State, action: Action) -> tuple[Remark, ...]:
    """Return what an action does not say, and at the sixth open one that few are better than many."""
    seen = {
        "remark.no-owner": not action.owner,
        "remark.no-aim": not action.aims_to,
        "remark.no-strength": not action.strength and action.aims_to is not Aim.COMPENSATE,
        "remark.many-actions": sum(one.is_open for one in state.incident.actions) == MANY,
    }
    return tuple(Remark(key) for key, lacks in seen.items() if lacks)


def _take_confirm(state: State, step: Step, reply: Reply) -> Taken:
    line = read_action(step.text, calendar(state))
    more = folded(reply.text).endswith(ANOTHER)
    try:
        change = read_settings(reply.text[:-1] if more else reply.text, calendar(state))
    except RcalogError as err:
        return unread(state, err)
    action = _proposed(state, step, merged(line, change))
    state = _with_action(state, action)
    return state if _holds(state, step.subject) and not more else state.then(Ask.ANOTHER, step.subject)


def _holds(state: State, cause: str) -> bool:
    """Return whether an action against a cause holds without somebody remembering it; then one is enough to go on."""
    against = [action for action in state.incident.actions if cause in action.for_ and action.aims_to in AGAINST]
    return any(action.strength in (Strength.STRONG, Strength.INTERMEDIATE) for action in against)


def _with_action(state: State, action: Action) -> State:
    return state.with_incident(actions=(*state.incident.actions, action))


def _ask_another(state: State, step: Step) -> Question:
    """Ask what else would help, by the aims that nothing aims at yet."""
    texts = state.setup.texts
    aimed = {action.aims_to for action in state.incident.actions if step.subject in action.for_}
    left = [texts(f"aim.{aim}") for aim in AGAINST if aim not in aimed]
    cause = shorten(" ".join(tree.cause_at(state.legs, step.subject).cause.split()), SHORT)
    if not left:
        return put(step, variant="all", values={"cause": cause}, enter="nothing")
    return put(step, values={"cause": cause, "aims": _either(left, texts)}, enter="nothing")


def _either(words: list[str], texts: Texts) -> str:
    *first, last = words
    if not first:
        return last
    listed = reduce(lambda some, more: texts("aim.list", {"first": some, "last": more}), first)
    return texts("aim.or", {"first": listed, "last": last})


def _take_another(state: State, step: Step, reply: Reply) -> Taken:
    return _take_action(state, step, reply) if reply.text else state


def _ask_elsewhere(state: State, step: Step) -> Question:
    roots = living_elsewhere(state)
    lines = tuple(cause.cause for cause in roots) if len(roots) > 1 else ()
    variant = "" if lines else "one"
    return put(step, variant=variant, values={"cause": roots[0].cause}, choices=lines, enter="elsewhere")


def _take_elsewhere(state: State, _step: Step, reply: Reply) -> Taken:
    """Turn a place where a cause lives too into an action to look there."""
    roots = living_elsewhere(state)
    for root in roots:
        state = state.mark(str(root.id), ASKED_ELSEWHERE)
    if not reply.text:
        return state
    number, _, text = reply.text.partition(" ")
    place = picked(number, len(roots))
    if len(roots) == 1 and number != "1":
        place, text = 0, reply.text
    if place is None or not text.strip():
        return Refusal("refuse.elsewhere", {"most": str(len(roots))})
    roots = roots[place:]
    try:
        line = read_action(text, calendar(state))
    except RcalogError as err:
        return unread(state, err)
    said = state.setup.texts("elsewhere", {"cause": roots[0].cause, "places": line.action})
    there = replace(line, action=said, aim=line.aim or Aim.PREVENT, strength=line.strength or Strength.INTERMEDIATE)
    leg = tree.leg_of(state.legs, str(roots[0].id))
    about = Step(Ask.ACTION, str(roots[0].id), leg.leg if leg else None)
    return _with_action(state, _proposed(state, about, there)).say("remark.action", action=said)


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
    Ask.ANOTHER: Kind(_ask_another, _take_another),
    Ask.ELSEWHERE: Kind(_ask_elsewhere, _take_elsewhere),
}
