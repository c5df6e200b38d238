"""Whether to go on or to end at a cause, with the reason; and what else is to be seen in an answer."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.interview import tree
from rcalog.model.causes import Cause, Level
from rcalog.model.rules.stops import known_people, why_no_end

if TYPE_CHECKING:
    from rcalog.interview.state import State

HUMAN = "human"
SHALLOW = 3
DEEP = 7


@dataclass(frozen=True)
class Advice:
    """Go on (`end` False) or end here, and the key of the reason under `advice.`."""

    end: bool
    reason: str


STATED_ABSENCE = re.compile(
    r"\b(?:had ever been|has ever been|was ever|never|ha[sd] no owner|nobody own(?:s|ed)|not owned|last tested"
    r"|does not require|is not part of|no one is responsible|by default|one character|cannot tell)\b"
    r"|从未|从来没有?|没有负责人|无人负责|没有人负责|默认|至今没|未纳入|不要求",
    re.IGNORECASE,
)
"""An absence that is stated as a fact, or a standing condition: a good place to end."""

INFERENCE = re.compile(
    r"\b(?:i think|i guess|probably|maybe|perhaps|presumably|likely|must have been|might have|seems?)\b"
    r"|可能|应该是|大概|也许|估计|好像",
    re.IGNORECASE,
)
CONJUNCTION = re.compile(r"\s*(?:；|;|，|,\s|\s+and\s+|\s+(?:as well as|plus)\s+|，?(?:并且|而且|同时|以及))\s*")


def advise(state: State, cause: Cause) -> Advice:
    """Return the recommendation for a cause."""
    seen = stop_sign(state, cause)
    below = tree.depth(state.legs, str(cause.id))
    if seen:
        return Advice(end=False, reason=seen)
    if below >= DEEP:
        return Advice(end=True, reason="deep")
    if below >= SHALLOW and STATED_ABSENCE.search(cause.cause):
        return Advice(end=True, reason="stated")
    return Advice(end=False, reason="shallow" if below < SHALLOW else "further")


def stop_sign(state: State, cause: Cause) -> str | None:
    """Return why a branch may not end here as a root cause: a rule, or that a person did it; a key under `advice.`."""
    if cause.level is Level.HUMAN:
        return HUMAN
    above = tree.parent(state.legs, str(cause.id))
    stop = why_no_end(
        cause.cause, state.setup.lexicon, effect=tree.words(above) if above else "", people=_people(state)
    )
    return stop.rule if stop else None


def _people(state: State) -> set[str]:
    return known_people(state.incident, state.setup.policy)


def facts(text: str) -> tuple[str, ...]:
    """Return the parts of an answer that looks like several facts; one part where it does not."""
    return tuple(part.strip(" .。") for part in CONJUNCTION.split(text) if part.strip(" .。"))


def is_inference(text: str) -> bool:
    """Return whether an answer says itself that it is a guess."""
    return bool(INFERENCE.search(text))
