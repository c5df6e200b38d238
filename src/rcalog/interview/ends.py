"""The ends of a branch and what each needs; parking; the same cause elsewhere."""

from __future__ import annotations

import re
from datetime import timedelta

from rcalog.errors import RcalogError
from rcalog.interview import tree
from rcalog.interview.advice import HUMAN, stands
from rcalog.interview.agenda import APART
from rcalog.interview.grow import deeper, link_targets, to_link, with_cause
from rcalog.interview.keys import Key, folded, is_no, is_unknown, is_yes
from rcalog.interview.kind import Kind, Taken, calendar, picked, put, unread
from rcalog.interview.lines import NameLine, is_somebody, read_name, read_who, since_of
from rcalog.interview.state import Ask, Question, Refusal, Remark, Reply, State, Step
from rcalog.model.causes import Accepted, Cause, End, Later, Level
from rcalog.model.times import Day, When
from rcalog.patterns import pattern

OUTSIDE = frozenset({"2", "outside", "outside us", "外部", "外部原因", "管不了"})
NOT_KNOWN = frozenset({"3", "unknown", "not known", "nobody knows", "不知道", "未知", "还不清楚"})
LIVED_WITH = frozenset({"4", "accepted", "accept", "接受", "接受风险"})
SINCE_WHEN = pattern(r"^(?:since|from|自从?|从)\s*|\s*(?:以来|起|开始)$", re.IGNORECASE)
"""What stands around a time that is a beginning."""
PRESSED = pattern(r"^[.。．]\s*(?=\S)")
"""The key that led to the question who can change it, pressed before its answer once more."""
SIGNED = pattern(r"(?P<kind>[^@＠]+?)\s*(?P<rest>[@＠].*)", re.DOTALL)
"""`accepted @cto 2027-01-01 why`: a kind of end, and on the same line who signs it."""


def _ask_gate(state: State, step: Step) -> Question:
    remark = Remark(
        "advice.human-end" if step.text == HUMAN else f"advice.{step.text}",
        {"depth": str(tree.depth(state.legs, step.subject))},
    )
    return put(step, values=_cause(state, step), keys={Key.END, Key.PARK}, remarks=(remark,), enter="go-on-anyway")


def _take_gate(state: State, step: Step, reply: Reply) -> Taken:
    if reply.key is Key.END:
        return state.then(Ask.END, step.subject)
    if reply.key is Key.PARK:
        return state.then(Ask.PARK, step.subject)
    return with_cause(state, step.subject, reply.text) if reply.text else deeper(state, step.subject)


def _ask_end(state: State, step: Step) -> Question:
    return put(step, values=_cause(state, step), default=_named_before(state, step), keys={Key.PARK, Key.SAME})


def _take_end(state: State, step: Step, reply: Reply) -> Taken:
    if reply.key is Key.PARK:
        return state.then(Ask.PARK, step.subject)
    text = PRESSED.sub("", reply.text) or _named_before(state, step) or ""
    word = folded(text)
    if reply.key is Key.SAME:
        return to_link(state, step.subject)
    if word in NOT_KNOWN or word in LIVED_WITH:
        return state.then(Ask.UNKNOWN if word in NOT_KNOWN else Ask.ACCEPTED, step.subject)
    if signed := SIGNED.fullmatch(text):
        kind, rest = folded(signed["kind"]), Reply(signed["rest"], None)
        if kind in NOT_KNOWN:
            return _take_unknown(state, step, rest)
        if kind in LIVED_WITH:
            return _take_accepted(state, step, rest)
    if not text:
        return state.skip(step).with_item(step.subject, end=End.ROOT_CAUSE)  # who can change it stays open
    if word in OUTSIDE:
        level = tree.cause_at(state.legs, step.subject).level or Level.EXTERNAL
        return state.with_item(step.subject, end=End.OUTSIDE, level=level)
    return _root(state, step, text)


def _named_before(state: State, step: Step) -> str | None:
    """Return who can change the root cause before this one; in another leg it is somebody else more often than not."""
    leg = tree.leg_of(state.legs, step.subject)
    named = [cause.changeable_by for cause in leg.walk() if cause.is_root] if leg else []
    return named[-1] if named else None


def _root(state: State, step: Step, text: str) -> Taken:
    try:
        who, since = read_who(text, calendar(state))
    except RcalogError as err:
        return unread(state, err)
    if not is_somebody(who):
        return Refusal("refuse.who")
    ended = state.with_item(step.subject, end=End.ROOT_CAUSE, changeable_by=who)
    if since:
        return _since(ended, step, since)
    cause = tree.cause_at(state.legs, step.subject)
    return ended.then(Ask.SINCE, step.subject) if stands(cause.cause) and not cause.since else ended


def _since(state: State, step: Step, since: When) -> State:
    """Return the state in which a cause has its beginning, and a record of its own is offered where it is older."""
    started = state.incident.times.started
    is_older = started is not None and since.certainly_before(started)
    state = state.with_item(step.subject, since=since)
    return state.then(Ask.LATENT, step.subject) if is_older else state


def _ask_since(state: State, step: Step) -> Question:
    return put(step, values=_cause(state, step), default=since_of(tree.cause_at(state.legs, step.subject).cause))


def _take_since(state: State, step: Step, reply: Reply) -> Taken:
    text = reply.text or since_of(tree.cause_at(state.legs, step.subject).cause)
    if not text or is_unknown(text) or is_no(text):
        return state
    try:
        since = calendar(state).beginning(SINCE_WHEN.sub("", text))
    except RcalogError as err:
        return unread(state, err)
    return _since(state, step, since)


def _ask_latent(state: State, step: Step) -> Question:
    cause = tree.cause_at(state.legs, step.subject)
    return put(step, values={"cause": cause.cause, "since": cause.since.text if cause.since else ""}, enter="no")


def _take_latent(state: State, step: Step, reply: Reply) -> Taken:
    if not reply.text or is_no(reply.text):
        return state
    return state.mark(step.subject, APART) if is_yes(reply.text) else Refusal("refuse.yes-no")


def _ask_outside(state: State, step: Step) -> Question:
    return put(step, values=_cause(state, step), keys={Key.PARK})


def _take_outside(state: State, step: Step, reply: Reply) -> Taken:
    if reply.key or not reply.text:
        return state.skip(step)
    return with_cause(state, tree.parent_id(state.legs, step.subject), reply.text)


def _ask_promise(state: State, step: Step) -> Question:
    return put(step, values=_cause(state, step), default=_promise(state))


def _promise(state: State) -> str | None:
    """Return the proposal for who takes something up, and by when."""
    day = (state.now.astimezone(state.setup.zone) + timedelta(days=state.setup.policy.review_days)).date()
    return f"@{state.setup.me} {day}" if state.setup.me else None


def _read_promise(state: State, text: str) -> NameLine | Refusal:
    line = read_name(text, calendar(state))
    name = line.name or state.setup.me
    if not name or line.due is None or line.rest:
        return Refusal("refuse.promise")
    return NameLine(name, line.due, "")


def _take_unknown(state: State, step: Step, reply: Reply) -> Taken:
    text = reply.text or _promise(state)
    if not text:
        return state.skip(step)
    line = _read_promise(state, text)
    if isinstance(line, Refusal) or line.due is None:
        return line if isinstance(line, Refusal) else state
    return state.with_item(step.subject, end=End.UNKNOWN, ask=line.name, by=Day.of(line.due))


def _take_park(state: State, step: Step, reply: Reply) -> Taken:
    text = reply.text or _promise(state)
    if not text:
        return state.skip(Step(Ask.DECISION, step.subject)).skip(Step(Ask.CAUSE, step.subject))
    line = _read_promise(state, text)
    if isinstance(line, Refusal) or line.due is None:
        return line if isinstance(line, Refusal) else state
    later = Later(owner=line.name or "", due=Day.of(line.due))
    return state.with_item(step.subject, later=later, end=None)


def _ask_accepted(state: State, step: Step) -> Question:
    return put(step, values=_cause(state, step))


def _take_accepted(state: State, step: Step, reply: Reply) -> Taken:
    if not reply.text:
        return state.skip(step)
    line = read_name(reply.text, calendar(state))
    name = line.name or state.setup.me
    if not name or line.due is None or not line.rest:
        return Refusal("refuse.accepted")
    accepted = Accepted(by=name, until=Day.of(line.due), because=line.rest)
    return state.with_item(step.subject, end=End.ACCEPTED, accepted=accepted, changeable_by=None)


def _ask_same_as(state: State, step: Step) -> Question:
    choices = tuple(cause.cause for cause in link_targets(state, step.subject))
    values = {"cause": tree.words(tree.effect_at(state.legs, step.subject))}
    return put(step, variant=step.text, values=values, choices=choices)


def _take_same_as(state: State, step: Step, reply: Reply) -> Taken:
    if not reply.text:
        return state if step.text else state.skip(step)
    candidates = link_targets(state, step.subject)
    place = picked(reply.text, len(candidates))
    if place is None:
        return Refusal("refuse.number", {"most": str(len(candidates))})
    other = candidates[place]
    state = state.say("remark.linked", cause=other.cause)
    if not step.text:
        return state.with_item(step.subject, end=End.SAME_AS, same_as=other.id)
    link = Cause(cause=other.cause, id=state.new_id("c", other.cause), end=End.SAME_AS, same_as=other.id)
    return state.with_legs(tree.added(state.legs, step.subject, link))


def _cause(state: State, step: Step) -> dict[str, str]:
    return {"cause": tree.cause_at(state.legs, step.subject).cause}


KINDS = {
    Ask.END_GATE: Kind(_ask_gate, _take_gate),
    Ask.END: Kind(_ask_end, _take_end),
    Ask.SINCE: Kind(_ask_since, _take_since),
    Ask.LATENT: Kind(_ask_latent, _take_latent),
    Ask.OUTSIDE: Kind(_ask_outside, _take_outside),
    Ask.UNKNOWN: Kind(_ask_promise, _take_unknown),
    Ask.PARK: Kind(_ask_promise, _take_park),
    Ask.ACCEPTED: Kind(_ask_accepted, _take_accepted),
    Ask.SAME_AS: Kind(_ask_same_as, _take_same_as),
}
