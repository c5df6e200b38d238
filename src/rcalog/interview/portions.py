"""The outcome of an interview cause by cause, for whoever wants a commit for each."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, TypeVar

from rcalog.interview import tree
from rcalog.model.causes import Cause, Leg
from rcalog.values import Value

if TYPE_CHECKING:
    from rcalog.model.incident import Incident

Node = TypeVar("Node", Leg, Cause)


class Portion(Value):
    """An incident with one cause more than in the portion before; the last one is the outcome, and names no cause."""

    incident: Incident
    leg: Leg | None = None
    cause: Cause | None = None


def portions(before: Incident, after: Incident, *, settled: bool = False) -> Iterator[Portion]:
    """Yield an incident after each cause that `after` has and `before` has not, and then `after` itself.

    A cause comes with its evidence, its end and the actions for it alone; what else is new with the first.
    With `settled` only those causes come that were gone on from, ended or parked, and not the rest.
    """
    known = {str(effect.id) for effect in tree.every(before.whys)}
    for leg in after.whys:
        for cause in leg.walk():
            if cause.id not in known and (not settled or _is_settled(cause)):
                known.add(str(cause.id))
                yield Portion(_up_to(after, known), leg, cause)
    if not settled:
        yield Portion(after)


def _is_settled(cause: Cause) -> bool:
    return bool(cause.because or cause.end or cause.later)


def _up_to(after: Incident, known: Collection[str]) -> Incident:
    """Return an incident with those causes alone that are known, and the actions for them."""
    legs = [_leg(leg, known) for leg in after.whys if leg.id in known or leg.none or _any_known(leg, known)]
    actions = tuple(action for action in after.actions if all(item in known for item in action.for_))
    return after.model_copy(update={"whys": tuple(legs), "actions": actions})


def _any_known(leg: Leg, known: Collection[str]) -> bool:
    return any(cause.id in known for cause in leg.walk())


def _leg(leg: Leg, known: Collection[str]) -> Leg:
    whole = all(cause.id in known for cause in leg.walk())
    return _with_known(leg if whole else leg.model_copy(update={"reads_true": None}), known)


def _with_known(node: Node, known: Collection[str]) -> Node:
    return node.model_copy(update={"because": tuple(_known(node.because, known))})


def _known(causes: tuple[Cause, ...], known: Collection[str]) -> Iterator[Cause]:
    """Yield the causes that are known; what hangs below one that is not yet there hangs in its place."""
    for cause in causes:
        if cause.id in known:
            yield _with_known(cause, known)
        else:
            yield from _known(cause.because, known)
