"""The ids that are stored: derived from the finished record, so that every face and every order gives the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rcalog.interview import tree
from rcalog.model.actions import Action
from rcalog.model.causes import Cause, Leg
from rcalog.model.reading import with_item_ids
from rcalog.model.timeline import Event

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from rcalog.model.incident import Incident

Item = TypeVar("Item", Event, Leg, Cause, Action)
Node = TypeVar("Node", Leg, Cause)


def final_ids(incident: Incident, kept: Collection[str]) -> Incident:
    """Return the incident with every id but those in `kept` replaced by a derived one, references included."""
    bare = incident.model_copy(
        update={
            "timeline": tuple(_bare(event, kept) for event in incident.timeline),
            "whys": tuple(_bare_tree(leg, kept) for leg in incident.whys),
            "actions": tuple(_bare(action, kept) for action in incident.actions),
        }
    )
    named = with_item_ids(bare)
    return with_references(named, names(incident, named))


def names(before: Incident, after: Incident) -> dict[str, str]:
    """Return the new id of every leg and cause by its old one; the trees have the same shape."""
    pairs = zip(tree.every(before.whys), tree.every(after.whys), strict=True)
    return {str(old.id): str(new.id) for old, new in pairs}


def with_references(incident: Incident, new: Mapping[str, str]) -> Incident:
    """Return the incident with links and actions pointing to the new ids of their causes."""
    return incident.model_copy(
        update={
            "whys": tuple(_relinked(leg, new) for leg in incident.whys),
            "actions": tuple(_rehung(action, new) for action in incident.actions),
        }
    )


def _bare(item: Item, kept: Collection[str]) -> Item:
    return item if item.id in kept else item.model_copy(update={"id": None})


def _bare_tree(node: Node, kept: Collection[str]) -> Node:
    because = tuple(_bare_tree(cause, kept) for cause in node.because)
    return _bare(node, kept).model_copy(update={"because": because})


def _relinked(node: Node, new: Mapping[str, str]) -> Node:
    because = tuple(_relinked(cause, new) for cause in node.because)
    same_as = getattr(node, "same_as", None)
    linked = {"same_as": new.get(same_as, same_as)} if same_as else {}
    return node.model_copy(update={"because": because, **linked})


def _rehung(action: Action, new: Mapping[str, str]) -> Action:
    return action.model_copy(update={"for_": tuple(new.get(item, item) for item in action.for_)})
