"""The order of a list that two sides changed: it is the same in whatever order several sides are merged."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import UTC, datetime

from rcalog.model.merge.sides import Three
from rcalog.model.times import When

LONG_AGO = datetime.min.replace(tzinfo=UTC)
HEAD, END = "", "\U0010ffff"
"""What an event of which nobody knows the time goes with, where it stands before all others, or behind them."""

Keys = Sequence[str]


def arranged(orders: Three[Keys], kept: Collection[str], *, is_disputed: bool = False) -> list[str]:
    """Return the keys to keep in their order: the known ones as they were or as one side moved them.

    New ones stand behind the known one that they follow. Where a side has removed known ones (`is_disputed`: in an
    earlier merge), a place does not say any more what it said: all known ones stand as they were, and the new ones
    behind them.
    """
    is_whole = not is_disputed and _is_whole(orders)
    known = [key for key in (_known(orders) if is_whole else orders.base) if key in kept]
    result: list[str] = []
    if is_whole:
        ours, theirs = (_new(order, known, kept) for order in (orders.ours, orders.theirs))
        for anchor in (None, *known):
            result += [anchor] if anchor else []
            result += [key for key in _both(ours.get(anchor, []), theirs.get(anchor, [])) if key not in result]
    else:
        result += known
    return [*result, *sorted({*kept} - {*result})]


def in_time(orders: Three[Keys], items: Mapping[str, object], *, is_disputed: bool = False) -> list[str]:
    """Return the keys of items in the order of time; one whose time nobody knows goes with the one before it.

    Where a side has removed known ones, a new one whose time nobody knows stands at the end.
    """
    times = {key: found for key in items if (found := moment(items[key]))}
    place = {key: number for number, key in enumerate(orders.base)}
    is_whole = not is_disputed and _is_whole(orders)
    known = _leaders([key for key in orders.base if key in items], times)
    ours, theirs = (_leaders(order, times) if is_whole else {} for order in (orders.ours, orders.theirs))
    leaders = {key: min(side[key] for side in (ours, theirs) if key in side) for key in {*ours, *theirs}} | known
    behind: dict[str, list[str]] = {}
    for key in sorted(items.keys() - times, key=lambda key: (place.get(key, len(place)), key)):
        behind.setdefault(leaders.get(key, END), []).append(key)
    timed = sorted(times, key=lambda key: (times[key], place.get(key, len(place)), key))
    return [
        *behind.get(HEAD, []),
        *(each for key in timed for each in (key, *behind.get(key, []))),
        *behind.get(END, []),
    ]


def moment(item: object) -> datetime | None:
    """Return when an item of a record happened at the earliest."""
    at = item.get("at") if isinstance(item, Mapping) else None
    try:
        return When.read(at).earliest
    except ValueError:
        return None


def _is_whole(orders: Three[Keys]) -> bool:
    """Return whether both sides have all that they had in common, so that places can be compared."""
    return {*orders.base} <= {*orders.ours} & {*orders.theirs}


def _known(orders: Three[Keys]) -> list[str]:
    """Return the keys of the base, in its order unless a side moved them."""
    base = {*orders.base}
    shown = orders.each(lambda keys: [key for key in keys if key in base])
    return min((order for order in (shown.ours, shown.theirs) if order != shown.base), default=shown.base)


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


def _both(ours: list[str], theirs: list[str]) -> list[str]:
    return ours if ours == theirs or not theirs else theirs if not ours else sorted({*ours, *theirs})


def _leaders(order: Keys, times: Collection[str]) -> dict[str, str]:
    """Return, for each key without a time, the nearest before it that has one."""
    leader = HEAD
    found: dict[str, str] = {}
    for key in order:
        if key in times:
            leader = key
        else:
            found[key] = leader
    return found
