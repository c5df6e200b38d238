"""When two values of a record are the same: a key that holds nothing is as good as no key."""

from __future__ import annotations

_NOTHING: tuple[object, ...] = (None, (list, ()), (dict, frozenset()))


def same_data(one: object, other: object) -> bool:
    """Whether both say the same; keys with null, [] or {} do not count, types do."""
    return _essence(one) == _essence(other)


def is_nothing(value: object) -> bool:
    """Whether a value under a key is as good as no key."""
    return _essence(value) in _NOTHING


def _essence(value: object) -> object:
    """Return what can be compared: without keys that hold nothing, and so that true is not 1."""
    if isinstance(value, dict):
        children = ((key, _essence(child)) for key, child in value.items())
        return dict, frozenset(child for child in children if child[1] not in _NOTHING)
    if isinstance(value, list):
        return list, tuple(_essence(child) for child in value)
    if isinstance(value, str):
        return str(value)
    return None if value is None else (type(value), value)
