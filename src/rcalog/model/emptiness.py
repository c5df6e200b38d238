"""Plain data without what says nothing."""

from __future__ import annotations

from collections.abc import Mapping

EMPTY: tuple[object, ...] = (None, [], {})
"""Values of a key that mean the same as no key."""


def without_empty(data: Mapping[str, object]) -> dict[str, object]:
    """Return data without its empty values, nor what is empty without them.

    What belongs to a key of the team's own stays as it is.
    """
    kept = {key: item if str(key).startswith("x_") else _inside(item) for key, item in data.items()}
    return {key: item for key, item in kept.items() if isinstance(item, str) or item not in EMPTY}


def _inside(value: object) -> object:
    if isinstance(value, str):
        return value
    if isinstance(value, dict | Mapping):  # a dict is asked for first, and far quicker
        return without_empty(value)
    if isinstance(value, list | tuple):
        return [_inside(item) for item in value]
    return value
