"""The ids that are stored: derived from the finished record, so that every face and every order gives the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rcalog.interview import tree
from rcalog.interview.state import taken
from rcalog.model.actions import Action
from rcalog.model.causes import Cause, Leg
from rcalog.model.reading import with_item_ids
from rcalog.model.timeline import Event

if TYPE_CHECKING:
    from rcalog.model.incident import Incident

Item = TypeVar("Item", Event, Leg, Cause, Action)
Node = TypeVar("Node", Leg, Cause)


def final_ids(incident: Incident, origin: Incident) -> Incident:
    """Return the incident with the ids of this session replaced by derived ones, references included."""
    kept = taken(origin)
    bare = incident.model_copy(
        update={
            "timeline": tuple(_bare(event, kept) for event in incident.timeline),
            "whys": tuple(_bare_tree(leg, kept) for leg in incident.whys),
            "actions": tuple(_bare(action, kept) for action in incident.actions),
        }
    )
    named = with_item_ids(bare)
    pairs = zip(tree.every(incident.whys), tree.every(named.whys), strict=True)
    names = {str(old.id): str(new.id) for old, new in pairs}
    return named.model_copy(
        update={
            "whys": tuple(_renamed(leg, names) for leg in named.whys),
            "actions": tuple(_rehung(action, names) for action in named.actions),
        }
    )


def _bare(item: Item, kept: set[str]) -> Item:
    return item if item.id in kept else item.model_copy(update={"id": None})


def _bare_tree(node: Node, kept: set[str]) -> Node:
    because = tuple(_bare_tree(cause, kept) for cause in node.because)
    return _bare(node, kept).model_copy(update={"because": because})


def _renamed(node: Node, names: dict[str, str]) -> Node:
    because = tuple(_renamed(cause, names) for cause in node.because)
    same_as = getattr(node, "same_as", None)
    linked = {"same_as": names.get(same_as, same_as)} if same_as else {}
    return node.model_copy(update={"because": because, **linked})


def _rehung(action: Action, names: dict[str, str]) -> Action:
    return action.model_copy(update={"for_": tuple(names.get(item, item) for item in action.for_)})
