"""Plain data without what says nothing."""

from __future__ import annotations

from collections.abc import Mapping

EMPTY: tuple[object, ...] = (None, [], {})
"""Values of a key that mean the same as no key."""


_SIGNS = ("None", "[]", "{}", "()", "({", "([")
"""What Python writes for empty values, and for maps and lists that are no plain ones. A text may hold them too."""


def filled(data: Mapping[str, object]) -> Mapping[str, object]:
    """Return data without its empty values; data that certainly has none, as most records, is returned as it is."""
    written = repr(data)
    return without_empty(data) if any(sign in written for sign in _SIGNS) else data


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
