"""Whether to go on or to end at a cause, with the reason; and what else is to be seen in an answer."""

from __future__ import annotations

import re

from rcalog.interview import tree
from rcalog.interview.state import Remark, State
from rcalog.model.causes import Cause, LegName, Level
from rcalog.model.conditions import DEEP, SETTLED, SHALLOW, is_absence, is_standing
from rcalog.model.rules.stops import known_people, why_no_end
from rcalog.patterns import pattern
from rcalog.values import Value

HUMAN = "human"
NOBODY = "nobody"
"""Why it goes on below what nobody did: there is no seat to ask from, but something that was to call somebody."""
NOBODY_DID = pattern(r"(?:nobody|no ?one|none of us)\b|没有?人|无人", re.IGNORECASE)
LEFT_OUT = "B102"
"""The rule that sees what somebody is said to have left out."""


class Advice(Value):
    """Go on (`end` False) or end here, and the key of the reason under `advice.`."""

    end: bool
    reason: str


def advise(state: State, cause: Cause) -> Advice:
    """Return the recommendation for a cause."""
    seen = stop_sign(state, cause)
    below = tree.depth(state.legs, str(cause.id)) + _began_below(state, cause)
    if seen:
        return Advice(end=False, reason=seen)
    if below >= DEEP:
        return Advice(end=True, reason="deep")
    if below < SHALLOW:
        return Advice(end=False, reason="shallow")
    stated = stands(cause.cause) if below >= SETTLED else is_absence(cause.cause)
    return Advice(end=stated, reason="stated" if stated else "further")


def stands(text: str) -> bool:
    """Return whether a cause says how things stood, before anything happened."""
    return is_absence(text) or is_standing(text)


def _began_below(state: State, cause: Cause) -> int:
    """Return how much deeper a leg began than others: the systemic one with what the others came down to."""
    leg = tree.leg_of(state.legs, str(cause.id))
    return int(leg is not None and leg.leg is LegName.SYSTEMIC)


def stop_sign(state: State, cause: Cause) -> str | None:
    """Return why a branch may not end here as a root cause: a rule, or that a person did it; a key under `advice.`."""
    if cause.level is Level.HUMAN:
        return HUMAN
    if cause.level is None and _is_act(state, cause.cause):
        return NOBODY if NOBODY_DID.match(cause.cause.strip()) else HUMAN
    above = tree.parent(state.legs, str(cause.id))
    stop = why_no_end(
        cause.cause, state.setup.lexicon, effect=tree.words(above) if above else "", people=_people(state)
    )
    return stop.rule if stop else None


def _is_act(state: State, text: str) -> bool:
    """Return whether a text tells what a person did or left out: by name, or as what they are blamed for."""
    lexicon, me = state.setup.lexicon, state.setup.me
    if lexicon.is_act(text, {*_people(state), *([me] if me else [])}):
        return True
    is_other = lexicon.kind_of(text)  # an end of its own kind has its own question
    return not is_other and any(hit.rule == LEFT_OUT for hit in lexicon.blame(text))


def _people(state: State) -> set[str]:
    return known_people(state.incident, state.setup.policy)


def blame(state: State) -> Remark | None:
    """Return what to say of words in the last answer that blame; an end that is advised against says enough."""
    said = state.given[-1].text.partition("@@")[0] if state.given else ""
    hits = state.setup.lexicon.blame(said)
    if not hits or state.setup.lexicon.kind_of(said):
        return None
    return Remark("remark.blame", {"phrase": hits[0].phrase, "reason": hits[0].reason, "offer": hits[0].offer})
