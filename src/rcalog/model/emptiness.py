"""Plain data without what says nothing."""

from __future__ import annotations

from collections.abc import Mapping


def filled(data: Mapping[str, object]) -> Mapping[str, object]:
    """Return data without its empty values; data that certainly has none, as most records, is returned as it is."""
    return data if type(data) is dict and _is_filled(data) else without_empty(data)


def _is_filled(data: dict[str, object]) -> bool:
    """Say whether data is certainly made of plain maps, lists, texts and numbers, and none of them is empty."""
    waiting: list[dict[str, object] | list[object]] = [data]
    for each in waiting:
        for item in each.values() if type(each) is dict else each:
            kind = item.__class__  # most values are texts: an isinstance for each would be slow
            if kind is str:
                continue
            if kind is dict or kind is list:
                if not item:
                    return False
                waiting.append(item)  # type: ignore[arg-type] # it is one of the two
            elif kind is not int and kind is not bool:
                return False
    return True


def without_empty(data: Mapping[str, object]) -> dict[str, object]:
    """Return data without its empty values, nor what is empty without them.

    What belongs to a key of the team's own stays as it is.
    """
    kept: dict[str, object] = {}
    for key, item in data.items():
        if isinstance(item, str):
            kept[key] = item
            continue
        told = item if str(key).startswith("x_") else _inside(item)
        if told is not None and (told or not isinstance(told, list | dict)):
            kept[key] = told
    return kept


def _inside(value: object) -> object:
    if isinstance(value, dict | Mapping):  # a dict is asked for first, and far quicker
        return without_empty(value)
    if isinstance(value, list | tuple):
        return [item if isinstance(item, str) else _inside(item) for item in value]
    return value
