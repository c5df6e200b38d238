"""Which item of a changed list was which item before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.recordfile.sameness import is_nothing, same_data

if TYPE_CHECKING:
    from collections.abc import Callable

OWN_WORDS = ("problem", "cause", "event", "action", "proof")
"""The key that comes first in an item of each kind and says what the item is."""


def match_items(old: list[object], new: list[object]) -> list[int | None]:
    """Return for each new item the index of the old one that it was.

    Items are the same by their id, else when they are equal, else by their own words, else by their place.
    """
    found: list[int | None] = [None] * len(new)
    for alike in (_same_id, same_data, _same_words):
        _match_in_order(old, new, found, alike)
    _match_by_place(old, new, found)
    return found


def _match_in_order(
    old: list[object], new: list[object], found: list[int | None], alike: Callable[[object, object], bool]
) -> None:
    taken = set(found)
    free = [index for index in range(len(old)) if index not in taken]
    for place, item in enumerate(new):
        if found[place] is not None:
            continue
        index = next((index for index in free if alike(old[index], item)), None)
        if index is not None:
            found[place] = index
            free.remove(index)


def _match_by_place(old: list[object], new: list[object], found: list[int | None]) -> None:
    taken = set(found)
    expected = 0
    for place, item in enumerate(new):
        known = found[place]
        if known is None and expected < len(old) and expected not in taken and _may_be(old[expected], item):
            known = found[place] = expected
        if known is not None:
            expected = known + 1


def _same_id(old: object, new: object) -> bool:
    return _id(old) is not None and _id(old) == _id(new)


def _same_words(old: object, new: object) -> bool:
    return _may_be(old, new) and _words(old) is not None and _words(old) == _words(new)


def _may_be(old: object, new: object) -> bool:
    """Whether nothing speaks against it: two different ids do."""
    return None in (_id(old), _id(new)) or _id(old) == _id(new)


def _id(item: object) -> object:
    return item.get("id") if isinstance(item, dict) else None


def _words(item: object) -> object:
    if isinstance(item, dict):
        return next((item[word] for word in OWN_WORDS if isinstance(item.get(word), str)), None)
    return item if isinstance(item, str) else None


def merge_keys(old: dict[str, object], new: dict[str, object]) -> list[str]:
    """Return the keys that a changed mapping is to have, in order.

    Old keys keep their place, those that hold nothing in the file too; a new key follows the
    nearest key before it in `new` that the file has.
    """
    kept = [key for key, value in old.items() if is_nothing(value) or not is_nothing(new.get(key))]
    known, before = set(kept), None
    added: dict[str | None, list[str]] = {}
    for key, value in new.items():
        if key in known:
            before = key
        elif not is_nothing(value):
            added.setdefault(before, []).append(key)
    return [*added.get(None, ()), *(each for key in kept for each in (key, *added.get(key, ())))]
