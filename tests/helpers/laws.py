"""What must hold of every merge, said in a few functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from rcalog.model.base import record_data
from rcalog.model.changes.form import canonical, stripped
from rcalog.model.incident import Incident
from rcalog.model.merge import AmbiguousIds, merge
from rcalog.model.reading import with_item_ids
from tests.helpers.edits import base


def data(incident: Incident) -> dict[str, object]:
    """Return a record as it is compared: with every id, without what is empty."""
    found = stripped(record_data(with_item_ids(incident)))
    assert isinstance(found, dict)
    return found


def joined(start: Incident, ours: Incident, theirs: Incident) -> Incident | None:
    """Return the merge of two revisions; None where one of them has an id twice."""
    try:
        return merge(start, ours, theirs).incident
    except AmbiguousIds:
        return None


def leaves(value: object) -> Iterator[str]:
    """Yield everything that a person can have written in a record."""
    if isinstance(value, Mapping):
        for each in value.values():
            yield from leaves(each)
    elif isinstance(value, list):
        for each in value:
            yield from leaves(each)
    else:
        yield canonical(value)


def lost(start: Incident, merged: Incident, *sides: Incident) -> set[str]:
    """Return what a side wrote and what stands neither in the merged record nor under its conflicts."""
    written = {leaf for side in sides for leaf in leaves(data(side))} - {*leaves(data(start))}
    return written - {*leaves(data(merged))}


def in_any_order(start: Incident, *three: Incident) -> list[dict[str, object]] | None:
    """Return what becomes of three revisions, merged in every order, but for the list of conflicts.

    None where one of them has an id twice.
    """
    first, second, third = three
    ends = []
    for one, two, last in ((first, second, third), (second, third, first), (third, first, second)):
        pair = joined(start, one, two)
        end = joined(start, pair, last) if pair else None
        if end is None:
            return None
        ends.append(data(end) | {"conflicts": None})
    return ends


def settled(end: dict[str, object], *sides: Incident) -> dict[str, object]:
    """Return of a merge what must be the same in whatever order these were merged: all, but for three known cases.

    Not so a tree of causes where one side removed a branch in which others changed causes, or two moved causes below
    each other; and not the order of events that a side has put by hand where their times do not belong.
    """
    trees = {"whys": None} if removes_causes(base(), *sides) or moves_in_a_circle(*sides) else {}
    events = end.get("timeline")
    if isinstance(events, list) and any(is_out_of_time(side) for side in sides):
        return end | trees | {"timeline": sorted(events, key=canonical)}
    return end | trees


def is_out_of_time(side: Incident) -> bool:
    """Return whether an event stands behind a later one."""
    times = [event.at.earliest for event in side.timeline if event.at.earliest]
    return times != sorted(times)


def removes_causes(start: Incident, *sides: Incident) -> bool:
    """Return whether a side lacks a leg or a cause that there was.

    What others did in that branch then has no one place: it may stay or go, by the order of merging.
    """
    there, *left = ({*_ids(data(each).get("whys"))} for each in (start, *sides))
    return any(there - each for each in left)


def moves_in_a_circle(*sides: Incident) -> bool:
    """Return whether one side has put a cause below another, and another side has put that one below the first.

    Both cannot be: one of the moves is kept and the other told as a conflict, which one by the order of merging.
    """
    above = [{*_above(data(each).get("whys"), ())} for each in sides]
    return any((lower, upper) in other for one in above for upper, lower in one for other in above)


def _above(nodes: object, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    """Yield each cause below each cause or leg that it stands below."""
    if not isinstance(nodes, list):
        return
    for node in nodes:
        name = str(node["id"])
        yield from ((upper, name) for upper in path)
        yield from _above(node.get("because"), (*path, name))


def _ids(nodes: object) -> list[str]:
    if not isinstance(nodes, list):
        return []
    return [name for node in nodes for name in (str(node["id"]), *_ids(node.get("because")))]
