"""The interview: a pure state machine. A state is rebuilt by replaying its answers, so back drops the last one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from rcalog.interview import actions, before, causes, ends, legs, tree
from rcalog.interview.advice import blame
from rcalog.interview.agenda import APART, ASKED_ELSE, ASKED_ELSEWHERE, next_step, open_steps
from rcalog.interview.keys import Key, is_leaving, is_nothing, is_yes, key_and_rest
from rcalog.interview.naming import final_ids
from rcalog.interview.state import Ask, Given, Question, Refusal, Remark, Reply, Setup, State, Step
from rcalog.interview.state import taken as items_of
from rcalog.model.causes import End
from rcalog.model.reading import with_item_ids
from rcalog.values import Value

if TYPE_CHECKING:
    from rcalog.model.causes import Cause
    from rcalog.model.incident import Incident

KINDS = before.KINDS | legs.KINDS | causes.KINDS | ends.KINDS | actions.KINDS

MAY_BE_NOTHING = frozenset(
    {Ask.ELSE, Ask.EVIDENCE, Ask.SPLIT, Ask.INSERT, Ask.ACTION, Ask.ANOTHER, Ask.ELSEWHERE, Ask.MORE}
)
"""Questions that `nothing` answers as Enter does; it is no cause, no evidence and no action."""

TREE_EVERY = 4
TIME_BOX = timedelta(minutes=45)
LONGEST_THOUGHT = timedelta(minutes=10)
"""What one answer may add to the time that is held against the time box; the rest was a break."""


class Outcome(Value):
    """What an interview has come to: the incident with its whys and actions, and what is still open.

    `apart` are causes older than the incident that are to be filed as records of their own.
    """

    incident: Incident
    open: tuple[Remark, ...]
    apart: tuple[Cause, ...] = ()


def begin(incident: Incident, setup: Setup) -> State:
    """Return the first state of an interview about an incident."""
    named = with_item_ids(incident)
    asked = frozenset((str(effect.id), ASKED_ELSE) for effect in tree.every(named.whys) if effect.because)
    acted = {item for action in named.actions for item in action.for_}
    known = frozenset((str(cause.id), ASKED_ELSEWHERE) for cause in named.causes() if cause.id in acted)
    return State(setup, named, named, marks=asked | known)


def question(state: State) -> Question | None:
    """Return what is asked next; None when nothing is left to ask."""
    step = next_step(state)
    if step is None:
        return None
    asked = KINDS[step.ask].ask(state, step)
    echo = (state.echo,) if state.echo else ()
    return replace(asked, remarks=(*echo, *asked.remarks, *_asides(state)))


def answer(state: State, text: str, at: datetime | None = None) -> State | Refusal:
    """Return the state after an answer, or why it was not taken; `<` gives the state before the last answer."""
    step = next_step(state)
    asked = question(state)
    if is_leaving(text):
        return Refusal("refuse.leaving")
    text = legs.spelt_out(state, step, _enter_in_words(asked, text)) if step and asked else text
    key, rest = key_and_rest(text, asked.keys if asked else ())
    if key is Key.BACK:
        return back(state)
    if step is None or asked is None:
        return Refusal("refuse.over")
    if key is not None and (key not in asked.keys or key in (Key.HELP, Key.TREE)):
        return Refusal("refuse.key", {"key": key.value})
    given = (*state.given, Given(text, at or state.now))
    moved = replace(state, given=given, pending=None, last=None, echo=None)
    taken = KINDS[step.ask].take(moved, step, Reply(text.strip(), key))
    if not isinstance(taken, State):
        return taken
    followed = _followed(taken, step, text, rest) if rest else taken
    return _hurried(followed) if isinstance(followed, State) else followed


def _hurried(state: State) -> State:
    """Return the state without the questions who can change a cause, and since when: quick leaves that open too."""
    step = state.pending
    if not state.setup.quick or step is None or step.ask not in (Ask.END, Ask.SINCE):
        return state
    state = replace(state, pending=None)
    return state if step.ask is Ask.SINCE else state.with_item(step.subject, end=End.ROOT_CAUSE)


def _enter_in_words(asked: Question, text: str) -> str:
    """Return what Enter gives where an answer says the same in words: `yes` to a proposal, `nothing` to what else."""
    proposed = asked.default is not None or asked.enter in ("yes", "keep")
    same = (proposed and is_yes(text)) or (asked.ask in MAY_BE_NOTHING and is_nothing(text))
    return "" if same else text


def _followed(state: State, answered: Step, text: str, rest: str) -> State | Refusal:
    """Return the state after what follows a key on its line: the answer to what the key asks for.

    The doubt about an end stands beside the question already; who names somebody all the same has read it.
    At what else it does not yet, and is said there.
    """
    step = state.pending or (causes.newest_end(state, answered) if answered.ask is Ask.ELSE else None)
    if isinstance(step, Refusal):
        return step
    if step is None:
        return Refusal("refuse.key", {"key": text})
    if step.ask is Ask.NONE and (problem := legs.problem_of(state, answered)):
        return Refusal("refuse.problem-stands", {"problem": problem})
    if step.ask is Ask.END_GATE:
        step = Step(Ask.END, step.subject, step.leg)
    return KINDS[step.ask].take(replace(state, pending=None), step, Reply(rest, None))


def back(state: State) -> State | Refusal:
    """Return the state before the last answer."""
    if not state.given:
        return Refusal("refuse.first")
    return replay(_first(state), state.given[:-1])


def replay(state: State, given: Iterable[Given]) -> State:
    """Return the state after these answers; one that is not taken changes nothing, as when it was given."""
    for one in given:
        moved = answer(state, one.text, one.at)
        state = moved if isinstance(moved, State) else state
    return state


def record(state: State) -> Outcome:
    """Return the incident as it now stands, and what is open."""
    apart = tuple(cause for cause in state.incident.causes() if state.marked(str(cause.id), APART))
    still_open = tuple(_open_point(state, step) for step in open_steps(state))
    return Outcome(final_ids(state.incident, items_of(state.origin)), still_open, apart)


def _open_point(state: State, step: Step) -> Remark:
    effect = tree.find(state.legs, step.subject)
    leg = state.setup.texts(f"leg.{step.leg}.name") if step.leg else ""
    return Remark(f"open.{step.ask}", {"leg": leg, "what": tree.words(effect) if effect else ""})


def _first(state: State) -> State:
    return begin(state.origin, state.setup)


def _asides(state: State) -> tuple[Remark, ...]:
    found = [blaming] if (blaming := blame(state)) else []
    typed = sum(1 for _ in state.incident.causes()) - sum(1 for _ in state.origin.causes())
    if state.last and typed % TREE_EVERY == 0:
        found.append(Remark("remark.tree"))
    if _spent(state.given, state.setup.now) >= TIME_BOX > _spent(state.given[:-1], state.setup.now):
        found.append(Remark("remark.time-box"))
    return tuple(found)


def _spent(given: tuple[Given, ...], began: datetime) -> timedelta:
    ends_at = [began, *(one.at for one in given)]
    thoughts = (later - earlier for earlier, later in pairwise(ends_at))
    return sum((min(thought, LONGEST_THOUGHT) for thought in thoughts), timedelta())
