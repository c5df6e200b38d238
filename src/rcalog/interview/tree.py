"""Pure edits of the legs and their trees of causes, by the ids of the items."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

from rcalog.model.causes import Cause, Leg

Legs = tuple[Leg, ...]
Effect = Leg | Cause
"""What has causes: the problem of a leg, or a cause that has causes of its own."""

E = TypeVar("E", Leg, Cause)


def words(effect: Effect) -> str:
    """Return what the effect says."""
    return effect.cause if isinstance(effect, Cause) else effect.problem or ""


def every(legs: Sequence[Leg]) -> Iterator[Effect]:
    """Yield each leg and, depth first, its causes."""
    for leg in legs:
        yield leg
        yield from leg.walk()


def find(legs: Sequence[Leg], item: str) -> Effect | None:
    """Return the leg or cause with this id."""
    return next((effect for effect in every(legs) if effect.id == item), None)


def effect_at(legs: Sequence[Leg], item: str) -> Effect:
    """Return the leg or cause with this id, which is there.

    Raises:
        KeyError: when it is not.
    """
    found = find(legs, item)
    if found is None:
        raise KeyError(item)
    return found


def cause_at(legs: Sequence[Leg], item: str) -> Cause:
    """Return the cause with this id, which is there.

    Raises:
        KeyError: when it is not.
    """
    found = effect_at(legs, item)
    if isinstance(found, Leg):
        raise KeyError(item)
    return found


def leg_of(legs: Sequence[Leg], item: str) -> Leg | None:
    """Return the leg that has this id, or that holds the cause with this id."""
    return next((leg for leg in legs if any(effect.id == item for effect in every([leg]))), None)


def parent(legs: Sequence[Leg], item: str) -> Effect | None:
    """Return the effect right above a cause; None for a leg."""
    return next((effect for effect in every(legs) if any(cause.id == item for cause in effect.because)), None)


def parent_id(legs: Sequence[Leg], cause: str) -> str:
    """Return the id of the effect right above a cause, which is there.

    Raises:
        KeyError: when it is not.
    """
    above = parent(legs, cause)
    if above is None:
        raise KeyError(cause)
    return str(above.id)


def depth(legs: Sequence[Leg], item: str) -> int:
    """Return how many causes lie between a problem and this cause, itself counted; 0 for a leg."""
    above = parent(legs, item)
    return 0 if above is None else 1 + depth(legs, str(above.id))


def updated(legs: Legs, item: str, **fields: object) -> Legs:
    """Return the legs with fields of one item replaced."""
    return tuple(_with(leg, item, fields) for leg in legs)


def added(legs: Legs, effect: str, *causes: Cause, after: str | None = None) -> Legs:
    """Return the legs with causes added to an effect, last or after one of its causes."""
    because = effect_at(legs, effect).because
    at = next((place for place, cause in enumerate(because, 1) if cause.id == after), len(because))
    return updated(legs, effect, because=(*because[:at], *causes, *because[at:]))


def inserted(legs: Legs, cause: str, between: Cause) -> Legs:
    """Return the legs with a step put between a cause and its effect."""
    above = parent_id(legs, cause)
    because = tuple(
        between.model_copy(update={"because": (one,)}) if one.id == cause else one
        for one in effect_at(legs, above).because
    )
    return updated(legs, above, because=because)


def arrows(effect: Effect) -> Iterator[tuple[Cause, Effect]]:
    """Yield each cause with its effect, the deepest first: the order in which a chain is read back."""
    for cause in effect.because:
        yield from arrows(cause)
        yield cause, effect


def leads_to(legs: Sequence[Leg], start: str, goal: str) -> bool:
    """Return whether `goal` lies below `start`, same-as links followed: linking `goal` to `start` would be a circle."""
    waiting, seen = [start], set[str]()
    while waiting:
        item = waiting.pop()
        if item == goal:
            return True
        effect = None if item in seen else find(legs, item)
        seen.add(item)
        if effect is not None:
            waiting += [str(cause.id) for cause in effect.because]
            waiting += [effect.same_as] if isinstance(effect, Cause) and effect.same_as else []
    return False


def _with(effect: E, item: str, fields: dict[str, object]) -> E:
    if effect.id == item:
        return effect.model_copy(update=fields)
    because = tuple(_with(cause, item, fields) for cause in effect.because)
    same = all(new is old for new, old in zip(because, effect.because, strict=True))
    return effect if same else effect.model_copy(update={"because": because})
