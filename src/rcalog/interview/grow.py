"""How the tree grows by an answer: a cause below an effect, a step between two, a branch to be ended or linked."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from rcalog.interview import tree
from rcalog.interview.advice import HUMAN, stop_sign
from rcalog.interview.agenda import DEEPER
from rcalog.interview.keys import Key, folded
from rcalog.interview.lines import read_cause
from rcalog.interview.state import Ask, Refusal, State
from rcalog.model.causes import Cause, End, Level

if TYPE_CHECKING:
    from rcalog.interview.kind import Taken

CHILD = "child"
"""Waits with the question which cause is the same: the link becomes a cause below the subject."""


def new_cause(state: State, text: str) -> Cause | None:
    """Return a cause as typed, `@@` before its evidence; None where nothing was typed."""
    line = read_cause(text)
    if not line.cause:
        return None
    return Cause(cause=line.cause, id=state.new_id("c", line.cause), level=line.level, evidence=line.evidence)


def with_cause(state: State, effect: str, text: str) -> Taken:
    """Return the state with a cause added to an effect."""
    if folded(text) in set(Key):
        return Refusal("refuse.key", {"key": text})
    cause = new_cause(state, text)
    if cause is None:
        return Refusal("refuse.cause")
    return replace(state.with_legs(tree.added(state.legs, effect, cause)), last=cause.id)


def link_values(state: State, item: str) -> dict[str, str]:
    """Return the words of a cause and of the effect above it."""
    above = tree.effect_at(state.legs, tree.parent_id(state.legs, item))
    return {"cause": tree.cause_at(state.legs, item).cause, "effect": tree.words(above)}


def to_end(state: State, item: str) -> State:
    """Return the state in which the end of a branch is asked for, first the doubt about it where there is one."""
    doubt = stop_sign(state, tree.cause_at(state.legs, item))
    return state.then(Ask.END_GATE if doubt else Ask.END, item, doubt or "")


def to_link(state: State, item: str, mode: str = "") -> Taken:
    """Return the state in which the cause to link to is picked."""
    if not link_targets(state, item):
        return Refusal("refuse.no-other-cause")
    return state.then(Ask.SAME_AS, item, mode)


def link_targets(state: State, item: str) -> list[Cause]:
    """Return the causes that an item may be linked to: no links themselves, not right below, no circle."""
    return [
        cause
        for above in tree.every(state.legs)
        for cause in above.because
        if above.id != item and cause.end is not End.SAME_AS and not tree.leads_to(state.legs, str(cause.id), item)
    ]


def levelled(state: State, item: str, text: str) -> State | None:
    """Return the state in which a cause has the level that a line is, `#process`; None where it is something else."""
    line = read_cause(text)
    if line.level is None or line.cause or line.evidence:
        return None
    state = state.with_item(item, level=line.level)
    level = state.setup.texts(f"level.{line.level}")
    return state.say("remark.level", cause=tree.cause_at(state.legs, item).cause, level=level)


def human(state: State, item: str) -> State:
    """Return the state in which a cause is what a person did; again gives another question about it."""
    cause = tree.cause_at(state.legs, item)
    if stop_sign(state, cause) == HUMAN:
        state = state.mark(item, f"human {times_human(state, item) + 1}")
    state = state.with_item(item, level=Level.HUMAN).mark(item, DEEPER)
    return state.say("remark.human", cause=cause.cause)


def deeper(state: State, item: str) -> State:
    """Return the state in which a branch goes on whatever the advice is."""
    return state.mark(item, DEEPER)


def times_human(state: State, item: str) -> int:
    """Return how often another question about what a person did was asked for."""
    return sum(subject == item and mark.startswith("human ") for subject, mark in state.marks)
