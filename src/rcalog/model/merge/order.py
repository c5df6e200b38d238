"""The order of a list that two sides changed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime

from rcalog.model.merge.sides import Three
from rcalog.model.times import When

LONG_AGO = datetime.min.replace(tzinfo=UTC)
Keys = Sequence[str]
Rank = Callable[[str], tuple[datetime, str]]


def arranged(orders: Three[Keys], kept: Collection[str], rank: Rank) -> list[str]:
    """Return the keys to keep in their order: the known ones as they were or as one side moved them.

    New ones stand behind the known one that they follow; where both sides have new ones there, by `rank`.
    """
    known = _known(orders, kept)
    groups = {side: _new(order, known, kept) for side, order in (("o", orders.ours), ("t", orders.theirs))}
    result: list[str] = []
    for anchor in (None, *known):
        result += [anchor] if anchor else []
        ours, theirs = (groups[side].get(anchor, []) for side in ("o", "t"))
        coming = ours if ours == theirs or not theirs else theirs if not ours else sorted({*ours, *theirs}, key=rank)
        result += [key for key in coming if key not in result]
    return result


def rank_in(items: Mapping[str, object]) -> Rank:
    """Return how new items are ranked: by their time, where they have one, and by what they are known by."""
    return lambda key: (moment(items[key]) or LONG_AGO, key)


def in_time(keys: Keys, items: Mapping[str, object]) -> list[str]:
    """Return keys sorted by the times of their items; one whose time nobody knows stays behind the one before it."""
    times: dict[str, datetime] = {}
    last = LONG_AGO
    for key in keys:
        last = times[key] = moment(items[key]) or last
    return sorted(keys, key=times.__getitem__)


def moment(item: object) -> datetime | None:
    """Return when an item of a record happened at the earliest."""
    at = item.get("at") if isinstance(item, Mapping) else None
    try:
        return When.read(at).earliest
    except ValueError:
        return None


def _known(orders: Three[Keys], kept: Collection[str]) -> list[str]:
    """Return the keys of the base that are kept, in the base's order unless a side moved them."""
    shared = {*orders.base} & {*orders.ours} & {*orders.theirs} & {*kept}
    shown = orders.each(lambda keys: [key for key in keys if key in shared])
    moved = [
        list(whole) for whole, part in ((orders.ours, shown.ours), (orders.theirs, shown.theirs)) if part != shown.base
    ]
    lead = min(moved, default=orders.base)
    was, result = [key for key in orders.base if key in kept], [key for key in lead if key in kept]
    result = [key for key in result if key in was]
    for place, key in enumerate(was):
        if key not in result:
            result.insert(result.index(was[place - 1]) + 1 if place else 0, key)
    return result


def _new(order: Keys, known: Collection[str], kept: Collection[str]) -> dict[str | None, list[str]]:
    """Return the new keys of one side by the known key that they follow."""
    anchor: str | None = None
    found: dict[str | None, list[str]] = {}
    for key in order:
        if key in known:
            anchor = key
        elif key in kept:
            found.setdefault(anchor, []).append(key)
    return found
