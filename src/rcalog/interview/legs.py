"""The questions about a leg as a whole: its problem, the gate, nothing to explain, the read-back, another leg."""

from __future__ import annotations

import re
from dataclasses import replace

from rcalog.interview import gate, tree
from rcalog.interview.agenda import ASKED_ELSE, DONE, WANTED, other_legs
from rcalog.interview.grow import link_values, new_cause
from rcalog.interview.keys import Key, folded, is_nothing, is_unknown
from rcalog.interview.kind import Kind, Taken, picked, put
from rcalog.interview.proposals import proposed
from rcalog.interview.state import Ask, Question, Refusal, Remark, Reply, State, Step
from rcalog.model.causes import Leg, LegName
from rcalog.patterns import pattern

DECLARED = pattern(r"(?:none|nothing|没有|无)\s*[:：]\s*(?P<why>\S.*)", re.IGNORECASE | re.DOTALL)
"""A leg with nothing to explain, as the proposal writes it."""


def _leg(step: Step) -> LegName:
    return LegName(step.leg or "")


def _ask_problem(state: State, step: Step) -> Question:
    leg = _leg(step)
    found = proposed(state, leg)
    text = None if found is None else found.text
    declared = state.setup.texts("propose.none", {"why": text}) if found and found.none and text else text
    remarks = tuple(Remark("remark.root", {"cause": cause}) for cause in found.behind) if found else ()
    values = _leg_values(state, leg)
    return put(step, variant=leg, values=values, default=declared, keys={Key.PARK, Key.END}, remarks=remarks)


def spelt_out(state: State, step: Step, text: str) -> str:
    """Return an answer without what depends on the language of the questions, so that it can be replayed in another."""
    if step.ask is Ask.PROBLEM and not text.strip():
        found = proposed(state, _leg(step))
        return "" if found is None else f". {found.text}" if found.none else found.text
    if step.ask is Ask.MORE:
        names = {folded(state.setup.texts(f"leg.{name}.name")): name.value for name in other_legs(state)}
        return names.get(folded(text), text)
    return text


def _take_problem(state: State, step: Step, reply: Reply) -> Taken:
    if reply.key is Key.PARK or not reply.text:
        return state.skip(step)
    if reply.key is Key.END or is_nothing(reply.text):
        return replace(state, pending=Step(Ask.NONE, step.subject, step.leg))
    declared = DECLARED.fullmatch(reply.text)
    if is_unknown(declared["why"] if declared else reply.text):
        return Refusal("refuse.none")
    return _settled(state, step, none=declared["why"]) if declared else _gated(state, step, reply.text)


def declared_none(state: State, step: Step, text: str) -> State | Refusal | None:
    """Return the state with a leg that has nothing to explain after all, where a text declares it so; else None."""
    declared = DECLARED.fullmatch(text)
    return _take_none(state, step, Reply(declared["why"], None)) if declared else None


def _gated(state: State, step: Step, problem: str) -> State:
    if step.leg is not LegName.SYSTEMIC and gate.hints(problem):
        return replace(state, pending=Step(Ask.GATE, step.subject, step.leg, problem))
    return _settled(state, step, problem=problem)


def _ask_gate(state: State, step: Step) -> Question:
    remarks = tuple(Remark(f"gate.{hint}") for hint in gate.hints(step.text))
    return put(step, values=_leg_values(state, _leg(step)), default=step.text, remarks=remarks, enter="keep")


def _take_gate(state: State, step: Step, reply: Reply) -> Taken:
    return _gated(state, step, reply.text) if reply.text else _settled(state, step, problem=step.text)


def _ask_none(state: State, step: Step) -> Question:
    return put(step, values=_leg_values(state, _leg(step)))


def _take_none(state: State, step: Step, reply: Reply) -> Taken:
    if is_unknown(reply.text):
        return Refusal("refuse.none")
    if not reply.text:
        return state
    problem = problem_of(state, step)
    settled = _settled(state, step, none=reply.text, problem=None)
    return settled.say("remark.none", why=reply.text, problem=problem) if problem else settled


def problem_of(state: State, step: Step) -> str | None:
    """Return the problem of the leg that a step is about; None where it has none."""
    leg = tree.find(state.legs, step.subject)
    return leg.problem if isinstance(leg, Leg) else None


def _settled(state: State, step: Step, **fields: str | None) -> State:
    """Give the leg its problem or its reason for being empty; the leg is made if it is not there yet."""
    if tree.find(state.legs, step.subject):
        return state.with_item(step.subject, **fields)
    leg = Leg(id=state.new_id("w", _leg(step)), leg=_leg(step)).model_copy(update=fields)
    return state.with_legs((*state.legs, leg))


def _ask_read_back(state: State, step: Step) -> Question:
    lines = tuple(
        state.setup.texts("read-back.arrow", {"cause": cause.cause, "effect": tree.words(effect)})
        for cause, effect in tree.arrows(tree.effect_at(state.legs, step.subject))
    )
    return put(step, values=_leg_values(state, _leg(step)), keys={Key.PARK}, choices=lines, enter="yes")


def _take_read_back(state: State, step: Step, reply: Reply) -> Taken:
    links = list(tree.arrows(tree.effect_at(state.legs, step.subject)))
    if reply.key is Key.PARK:
        return state.skip(step)
    if not reply.text:
        return state.with_item(step.subject, reads_true=True)
    place = picked(reply.text, len(links))
    if place is None:
        return Refusal("refuse.number", {"most": str(len(links))})
    return state.then(Ask.INSERT, str(links[place][0].id))


def _ask_insert(state: State, step: Step) -> Question:
    return put(step, values=link_values(state, step.subject))


def _take_insert(state: State, step: Step, reply: Reply) -> Taken:
    missing = new_cause(state, reply.text)
    if missing is None:
        return state
    state = state.with_legs(tree.inserted(state.legs, step.subject, missing))
    return state.mark(str(missing.id), ASKED_ELSE)


def _ask_more(state: State, step: Step) -> Question:
    texts = state.setup.texts
    lines = tuple(
        texts("tree.leg", {"leg": texts(f"leg.{name}.name"), "said": texts(f"leg.{name}.asks")})
        for name in other_legs(state)
    )
    return put(step, keys={Key.END, Key.PARK}, choices=lines, enter="no-more")


def _take_more(state: State, step: Step, reply: Reply) -> Taken:
    if reply.key or not reply.text:
        return state.mark(step.subject, DONE)
    others = other_legs(state)
    place = picked(reply.text, len(others))
    names = [name for name in others if name == folded(reply.text)]
    if place is None and not names:
        return Refusal("refuse.number", {"most": str(len(others))})
    name = names[0] if place is None else others[place]
    unskipped = state.marks - {(name, f"skipped {Ask.PROBLEM}")}
    return replace(state, marks=unskipped).mark(name, WANTED)


def _leg_values(state: State, leg: LegName) -> dict[str, str]:
    texts = state.setup.texts
    return {"leg": texts(f"leg.{leg}.name"), "asks": texts(f"leg.{leg}.asks")}


KINDS = {
    Ask.PROBLEM: Kind(_ask_problem, _take_problem),
    Ask.GATE: Kind(_ask_gate, _take_gate),
    Ask.NONE: Kind(_ask_none, _take_none),
    Ask.READ_BACK: Kind(_ask_read_back, _take_read_back),
    Ask.INSERT: Kind(_ask_insert, _take_insert),
    Ask.MORE: Kind(_ask_more, _take_more),
}
