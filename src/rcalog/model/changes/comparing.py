"""What differs between two states of a record."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from rcalog.model.changes.form import Change, Item, as_list, as_mapping, is_empty, item_id, item_keys, same

Steps = tuple[str | Item, ...]


def diff(before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """Return the changes that lead from one state to the other.

    Items of lists are matched by id, else by content. An added item is one change.
    """
    return list(_mappings((), before, after))


def _mappings(steps: Steps, before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Change]:
    gone = [key for key in before if key not in after]
    for key in (*after, *gone):
        yield from _values((*steps, key), before.get(key), after.get(key))


def _values(steps: Steps, before: object, after: object) -> Iterator[Change]:
    if is_empty(before) and is_empty(after):
        return
    mappings = as_mapping(before), as_mapping(after)
    lists = as_list(before), as_list(after)
    if mappings[0] is not None and mappings[1] is not None:
        yield from _mappings(steps, mappings[0], mappings[1])
    elif lists[0] is not None and lists[1] is not None:
        yield from _lists(steps, lists[0], lists[1])
    elif not same(before, after):
        yield Change(steps, "set", before, after)


def _lists(steps: Steps, before: Sequence[object], after: Sequence[object]) -> Iterator[Change]:
    old = dict(zip(item_keys(before), before, strict=True))
    new = dict(zip(item_keys(after), after, strict=True))
    followed, follows = _previous(list(old)), _previous(list(new))
    for key, item in old.items():
        if key not in new:
            yield Change(steps, "removed", before=item, key=key, followed=followed[key])
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    for key, item in new.items():
        if key not in old:
            yield Change(steps, "added", after=item, key=key, follows=follows[key])
            continue
        if key in moved:
            yield Change(steps, "moved", old[key], item, key, followed[key], follows[key])
        if (found := item_id(item)) is not None:
            yield from _values((*steps, Item(found)), old[key], item)


def _previous(keys: Sequence[str]) -> dict[str, str | None]:
    return dict(zip(keys, (None, *keys[:-1]), strict=True)) if keys else {}


def _moved(old: Sequence[str], new: Sequence[str]) -> set[str]:
    """Return the fewest keys that must move so that the old order becomes the new one."""
    if list(old) == list(new):
        return set()
    place = {key: position for position, key in enumerate(old)}
    ends: list[str] = []
    before: dict[str, str | None] = {}
    for key in new:
        at = bisect_left(ends, place[key], key=place.__getitem__)
        before[key] = ends[at - 1] if at else None
        ends[at : at + 1] = [key]
    kept: str | None = ends[-1]
    moved = set(new)
    while kept is not None:
        moved.remove(kept)
        kept = before[kept]
    return moved
