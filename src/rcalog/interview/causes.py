"""The questions about one cause: what led to it, what else was needed, go on or end; split, evidence, necessity."""

from __future__ import annotations

import re

from rcalog.interview import tree
from rcalog.interview.advice import HUMAN, Advice, advise, stop_sign
from rcalog.interview.agenda import ASKED_ELSE, DEEPER
from rcalog.interview.clauses import parts, two_facts
from rcalog.interview.grow import CHILD, deeper, human, levelled, link_values, times_human, to_end, to_link, with_cause
from rcalog.interview.keys import Key, folded, is_no, is_unknown, is_yes
from rcalog.interview.kind import Kind, Taken, put
from rcalog.interview.legs import declared_none
from rcalog.interview.state import Ask, Question, Refusal, Remark, Reply, State, Step
from rcalog.model.causes import Cause, Level
from rcalog.model.display import shorten
from rcalog.model.evidence import grade_of, graded, is_inference
from rcalog.model.language import content
from rcalog.model.numerals import digits
from rcalog.patterns import pattern

GO_ON = frozenset({"go on", "go", "on", "deeper", "继续", "继续追问", "往下", "往下问"})
STOP = frozenset({"end", "end here", "stop", "到此为止", "结束", "停"})
SENTENCE = pattern(r"\S\s+\S|[\u3400-\u9fff].*[\u3400-\u9fff].*[\u3400-\u9fff].*[\u3400-\u9fff]", re.DOTALL)
"""What is typed at go on or end and is long enough to be the next cause itself."""

HUMAN_QUESTIONS = 7
ON_DEMAND = frozenset({Key.END, Key.PARK, Key.SAME, Key.SPLIT, Key.HUMAN, Key.EVIDENCE, Key.NECESSARY})
"""What may be pressed about a cause that has none below it yet."""
FOLLOW_UPS = {
    Key.PARK: Ask.PARK,
    Key.SPLIT: Ask.SPLIT,
    Key.EVIDENCE: Ask.EVIDENCE,
    Key.NECESSARY: Ask.NECESSARY,
}
SHORT = 40
"""Cells of an effect that was just read; its beginning is enough to know it again."""


def _ask_cause(state: State, step: Step) -> Question:
    effect = tree.effect_at(state.legs, step.subject)
    if not isinstance(effect, Cause):
        return put(step, values={"effect": tree.words(effect)}, keys={Key.PARK, Key.SAME, Key.END})
    advice = advise(state, effect)
    variant = f"human-{times_human(state, step.subject) % HUMAN_QUESTIONS + 1}" if advice.reason == HUMAN else ""
    known = state.marked(step.subject, DEEPER) or effect.level is Level.HUMAN
    remarks = () if known else (_advised(state, step, advice),)
    return put(
        step, variant=variant, values={"effect": effect.cause}, keys=ON_DEMAND, remarks=remarks, enter="leave-open"
    )


def _advised(state: State, step: Step, advice: Advice) -> Remark:
    return Remark(f"advice.{advice.reason}", {"depth": str(tree.depth(state.legs, step.subject))})


def _take_cause(state: State, step: Step, reply: Reply) -> Taken:
    effect = tree.effect_at(state.legs, step.subject)
    if isinstance(effect, Cause):
        return _take_deeper(state, step, reply, effect)
    match reply.key:
        case Key.PARK | Key.SKIP:
            return state.skip(step)
        case Key.END:
            return state.then(Ask.NONE, step.subject)
        case Key.SAME:
            return to_link(state, step.subject, CHILD)
    if is_unknown(reply.text):
        return state.skip(step)
    return declared_none(state, step, reply.text) or _one_fact(state, step.subject, reply.text)


def _one_fact(state: State, item: str, text: str) -> Taken:
    is_none = is_yes(text) or is_no(text) or folded(text) in GO_ON or digits(folded(text)).isdecimal()
    return Refusal("refuse.one-fact") if is_none else with_cause(state, item, text)


def _take_deeper(state: State, step: Step, reply: Reply, effect: Cause) -> Taken:
    """Take what led to a cause; what led to what a person did was asked from where they stood."""
    item = step.subject
    if reply.key is Key.SAME:
        return to_link(state, item, CHILD)
    if reply.key is Key.SKIP:
        return state.skip(step)
    if reply.key:
        return _on_demand(state, effect, reply.key)
    if folded(reply.text) in STOP:
        return to_end(state, item)
    if is_unknown(reply.text):
        return state.then(Ask.UNKNOWN, item)
    if advise(state, effect).reason == HUMAN:
        state = state.with_item(item, level=Level.HUMAN)
    return levelled(state, item, reply.text) or _one_fact(state, item, reply.text)


def _ask_else(state: State, step: Step) -> Question:
    effect = tree.effect_at(state.legs, step.subject)
    keys = {Key.END, Key.SAME, Key.SPLIT, Key.HUMAN, Key.EVIDENCE}
    values = {"effect": shorten(" ".join(tree.words(effect).split()), SHORT), "cause": effect.because[-1].cause}
    return put(step, values=values, keys=keys, remarks=_seen(state), enter="nothing")


def _take_else(state: State, step: Step, reply: Reply) -> Taken:
    newest = str(tree.effect_at(state.legs, step.subject).because[-1].id)
    match reply.key:
        case Key.SKIP | Key.END:
            return state.mark(step.subject, ASKED_ELSE)
        case Key.SAME:
            return to_link(state, step.subject, CHILD)
        case Key.SPLIT:
            return state.then(Ask.SPLIT, newest)
        case Key.HUMAN:
            return human(state, newest)
        case Key.EVIDENCE:
            return state.then(Ask.EVIDENCE, newest)
    return levelled(state, newest, reply.text) or with_cause(state, step.subject, reply.text)


def newest_end(state: State, step: Step) -> Step | Refusal | None:
    """Return the end of the cause typed last, for who says at what else that this is all; None where it has gone on."""
    newest = tree.effect_at(state.legs, step.subject).because[-1]
    if newest.because or newest.end or newest.later:
        return None
    doubt = stop_sign(state, newest)
    return Refusal(f"advice.{doubt}") if doubt else Step(Ask.END, str(newest.id), step.leg)


def _ask_decision(state: State, step: Step) -> Question:
    cause = tree.cause_at(state.legs, step.subject)
    remarks = (_advised(state, step, advise(state, cause)),)
    return put(step, values={"cause": cause.cause}, keys=ON_DEMAND, remarks=remarks, enter="end")


def _take_decision(state: State, step: Step, reply: Reply) -> Taken:
    item, text = step.subject, reply.text
    if reply.key:
        return _on_demand(state, tree.cause_at(state.legs, item), reply.key)
    if not text or is_yes(text) or folded(text) in STOP:
        return to_end(state, item)
    if is_no(text) or folded(text) in GO_ON:
        return deeper(state, item)
    is_sentence = SENTENCE.search(text)
    return levelled(state, item, text) or (with_cause(state, item, text) if is_sentence else Refusal("refuse.decision"))


def _on_demand(state: State, cause: Cause, key: Key) -> Taken:
    """Return the state after a key about a cause that has none below it yet."""
    item = str(cause.id)
    match key:
        case Key.END:
            return to_end(state, item)
        case Key.SAME:
            return to_link(state, item)
        case Key.HUMAN:
            return human(state, item)
        case Key.NECESSARY if cause.level is Level.HUMAN:
            return Refusal("refuse.necessary")
    return state.then(FOLLOW_UPS[key], item)


def _ask_split(state: State, step: Step) -> Question:
    cause = tree.cause_at(state.legs, step.subject).cause
    found = parts(cause)
    return put(step, values={"cause": cause}, default=" / ".join(found) if len(found) > 1 else None)


def _take_split(state: State, step: Step, reply: Reply) -> Taken:
    cause = tree.cause_at(state.legs, step.subject)
    typed = [part.strip() for part in re.split(r"\s/\s|／|\n", reply.text) if part.strip()]
    found = tuple(typed) if reply.text else parts(cause.cause)
    if len(found) < 2:
        return Refusal("refuse.split") if reply.text else state
    above, after = tree.parent_id(state.legs, step.subject), step.subject
    state = state.with_item(step.subject, cause=found[0])
    for part in found[1:]:
        new = Cause(cause=part, id=state.new_id("c", part), evidence=cause.evidence)
        state = state.with_legs(tree.added(state.legs, above, new, after=after))
        after = str(new.id)
    return state


def _ask_evidence(state: State, step: Step) -> Question:
    return put(step, values={"cause": tree.cause_at(state.legs, step.subject).cause})


def _take_evidence(state: State, step: Step, reply: Reply) -> Taken:
    cause = tree.cause_at(state.legs, step.subject)
    lines = tuple(line.strip() for line in re.split(r"\n|@@", reply.text) if line.strip())
    state = state.with_item(step.subject, evidence=(*cause.evidence, *lines))
    found = [grade for grade in map(graded, lines) if grade]
    if not lines:
        return state
    return (
        state.say("remark.graded", grade=state.setup.texts(f"grade.{min(found)}"))
        if found
        else state.say("remark.evidence")
    )


def _ask_necessary(state: State, step: Step) -> Question:
    return put(step, values=link_values(state, step.subject))


def _take_necessary(state: State, step: Step, reply: Reply) -> Taken:
    if not reply.text:
        return state
    if is_yes(reply.text) or is_no(reply.text):
        needed = "needed" if is_no(reply.text) else "not-needed"
        state = state.with_item(step.subject, necessary=is_no(reply.text))
        return state.say(f"remark.{needed}", **link_values(state, step.subject))
    return Refusal("refuse.yes-no")


def _seen(state: State) -> tuple[Remark, ...]:
    """Return what is to be seen in the cause that was just typed."""
    if state.last is None:
        return ()
    cause = tree.cause_at(state.legs, state.last)
    grade = grade_of(cause) if cause.evidence else None
    found = [Remark("remark.graded", {"grade": state.setup.texts(f"grade.{grade}")})] if grade else []
    found += [Remark("remark.two-facts")] if two_facts(cause.cause) else []
    if is_inference(cause.cause) and not cause.evidence:
        found.append(Remark("remark.inference"))
    if any(content(other.cause) == content(cause.cause) for other in state.incident.causes() if other is not cause):
        found.append(Remark("remark.said-before"))
    return tuple(found)


KINDS = {
    Ask.CAUSE: Kind(_ask_cause, _take_cause),
    Ask.ELSE: Kind(_ask_else, _take_else),
    Ask.DECISION: Kind(_ask_decision, _take_decision),
    Ask.SPLIT: Kind(_ask_split, _take_split),
    Ask.EVIDENCE: Kind(_ask_evidence, _take_evidence),
    Ask.NECESSARY: Kind(_ask_necessary, _take_necessary),
}
