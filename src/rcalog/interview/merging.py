"""Legs of an answers file laid over those of the record: what the file says wins, what it does not say stays."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rcalog.interview.answersfile import SESSION_ID
from rcalog.model.causes import Cause, Leg

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.model.actions import Action

Node = TypeVar("Node", Leg, Cause)
Renamed = dict[str, str]
"""The ids of the record by the ids that its nodes have in the file."""


def laid_over(known: Sequence[Leg], said: Sequence[Leg]) -> tuple[tuple[Leg, ...], Renamed]:
    """Return the legs of the record with those of a file in them, and which node of the file is which of the record."""
    legs, names = list(known), Renamed()
    for leg in said:
        place = next((i for i, other in enumerate(legs) if _is_same_leg(other, leg)), None)
        if place is None:
            legs.append(leg)
        else:
            legs[place] = _over(legs[place], leg, names)
    return tuple(legs), names


def without_repeated(actions: Sequence[Action]) -> tuple[Action, ...]:
    """Return the actions without those that say the same for the same causes as one before."""
    kept: dict[tuple[str, tuple[str, ...]], Action] = {}
    for action in actions:
        kept.setdefault((action.action, action.for_), action)
    return tuple(kept.values())


def _is_same_leg(known: Leg, said: Leg) -> bool:
    same_words = known.leg is said.leg and known.problem in (None, said.problem) and not known.none
    return known.id == said.id or same_words or (known.leg is said.leg and known.none is not None)


def _over(known: Node, said: Node, names: Renamed) -> Node:
    """Return a node of the record as the file has it; its children are matched by id, else by their words."""
    if str(said.id).startswith(SESSION_ID):
        names[str(said.id)] = str(known.id)
    because = list(known.because)
    for cause in said.because:
        place = next((i for i, other in enumerate(because) if cause.id == other.id or cause.cause == other.cause), None)
        if place is None:
            because.append(cause)
        else:
            because[place] = _over(because[place], cause, names)
    own = {name: getattr(said, name) for name in said.model_fields_set - {"id", "because"}}
    fields: dict[str, object] = {**_superseded(own), **own, "because": tuple(because)}
    return known.model_copy(update=fields)


def _superseded(own: dict[str, object]) -> dict[str, object]:
    """Return what no longer holds: a branch is parked or ended, a leg has a problem or none."""
    pairs = {"end": "later", "later": "end", "problem": "none", "none": "problem"}
    return {pairs[key]: None for key in pairs if own.get(key) is not None}
