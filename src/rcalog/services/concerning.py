"""Whether a change concerns a field."""

from __future__ import annotations

from collections.abc import Mapping

from rcalog.model.changes import Change, Item
from rcalog.model.changes.form import item_id
from rcalog.patterns import pattern

Steps = tuple[str | Item, ...]

CAUSES = "because"
"""What stands below a cause is a list of causes again."""

_STEP = pattern(r"([^.\[\]]+)|\[([^\]]*)\]")


def concerns(change: Change, field: str) -> bool:
    """Return whether a change is one of a field or below it, or came or went with an item that has the field.

    A field without the names of items means that of all items, and `because` the causes at any depth.
    """
    wanted = tuple(Item(name) if name else key for key, name in _STEP.findall(field))
    if change.kind == "set":
        return _reaches(wanted, change.steps, change.before) or _reaches(wanted, change.steps, change.after)
    item = change.before if change.after is None else change.after
    steps = (*change.steps, Item(item_id(item) or ""))
    return _reaches(wanted, steps, None if change.kind == "moved" else item)


def _reaches(wanted: Steps, steps: Steps, value: object, *, in_causes: bool = False) -> bool:
    """Return whether these steps lead to what is wanted or below it, or to a value that has it."""
    if not wanted:
        return True
    if not steps:
        return _has(wanted, value, in_causes=in_causes)
    first, rest = steps[0], steps[1:]
    if first == wanted[0] and _reaches(wanted[1:], rest, value, in_causes=first == CAUSES):
        return True
    is_any = isinstance(first, Item) and (in_causes or not isinstance(wanted[0], Item))
    is_deeper = in_causes and first == CAUSES
    return (is_any or is_deeper) and _reaches(wanted, rest, value, in_causes=in_causes)


def _has(wanted: Steps, value: object, *, in_causes: bool = False) -> bool:
    """Return whether a value has what is wanted, a list in any of its items."""
    if isinstance(value, list):
        return any(_reaches(wanted, (Item(item_id(item) or ""),), item, in_causes=in_causes) for item in value)
    if not wanted or not isinstance(value, Mapping):
        return not wanted and value is not None
    if isinstance(key := wanted[0], str) and _has(wanted[1:], value.get(key), in_causes=key == CAUSES):
        return True
    return in_causes and _has(wanted, value.get(CAUSES), in_causes=True)
