"""Values, keys and items of two sides."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rcalog.model.changes.describing import own_words
from rcalog.model.changes.form import Change, Item, as_list, as_mapping, is_empty, item_id, item_keys, same
from rcalog.model.merge.order import arranged, in_time
from rcalog.model.merge.sides import Clash, Steps, Three, at, decided

NOTHING: Mapping[str, object] = {}


class Merger:
    """Merges plain data; what both sides changed differently is gathered in `clashes`."""

    def __init__(self, disputed: Collection[str] = ()) -> None:
        self.clashes: list[Clash] = []
        self.disputed = disputed
        """The paths of lists of which an item was removed on one side and changed on the other, before this merge."""

    def value(self, steps: Steps, values: Three[object]) -> object:
        """Return the value that becomes of two."""
        if same(values.ours, values.theirs) or same(values.base, values.theirs):
            return values.ours
        if same(values.base, values.ours):
            return values.theirs
        lists = values.each(as_list)
        if lists.ours is not None and lists.theirs is not None:
            return self.items(steps, Three(lists.base or (), lists.ours, lists.theirs))
        mappings = values.each(as_mapping)
        if mappings.ours and mappings.theirs:
            return self.mapping(steps, Three(mappings.base or NOTHING, mappings.ours, mappings.theirs))
        self.clashes.append(decided(steps, values))
        return self.clashes[-1].kept

    def mapping(self, steps: Steps, values: Three[Mapping[str, object]]) -> dict[str, object]:
        """Return the mapping that becomes of two, key by key."""
        new = sorted((values.ours.keys() | values.theirs.keys()) - values.base.keys())
        merged = {key: self.value((*steps, key), at(values, key)) for key in (*values.base, *new)}
        return {key: value for key, value in merged.items() if not is_empty(value)}

    def items(self, steps: Steps, lists: Three[Sequence[object]]) -> list[object]:
        """Return the list that becomes of two, item by item; the timeline in the order of time."""
        sides = lists.each(lambda items: dict(zip(item_keys(items), items, strict=True)))
        merged: dict[str, object] = {}
        for key in sorted({*sides.ours, *sides.theirs}):
            item = self._item(steps, at(sides, key))
            if item is not None:
                merged[key] = item
        orders: Three[list[str]] = sides.each(list)
        arrange = in_time if steps == ("timeline",) else arranged
        keys = arrange(orders, merged, is_disputed=Change(steps, "set").path in self.disputed)
        return [merged[key] for key in keys]

    def _item(self, steps: Steps, item: Three[object]) -> object:
        """Return what becomes of an item; None where it goes."""
        there = item.theirs if item.ours is None else item.ours
        here = (*steps, Item(item_id(there) or ""))
        if item.ours is not None and item.theirs is not None:
            return self.value(here, item)
        if item.base is None:
            return there
        if same(item.base, there):
            return None
        self.clashes.append(Clash(here, _words(item.base), _words(there), None))
        return there


def _words(item: object) -> str:
    return own_words(item if isinstance(item, Mapping) else NOTHING)
