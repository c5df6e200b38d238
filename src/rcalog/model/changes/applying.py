"""Carry changes over to a state that may have moved on since they were found."""

from __future__ import annotations

from rcalog.errors import RcalogError
from rcalog.model.changes.form import Change, Item, as_list, as_mapping, is_empty, item_keys, same

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class ChangeConflict(RcalogError):
    """Somebody else changed the same values differently; `changes` are those that do not fit."""

    code = "change-conflict"

    def __init__(self, changes: Sequence[Change]) -> None:
        paths = ", ".join(dict.fromkeys(change.path for change in changes))
        super().__init__(f"changed by somebody else meanwhile: {paths}", hint="look at it again with rcalog show")
        self.changes = tuple(changes)


def apply(changes: Iterable[Change], onto: Mapping[str, object]) -> dict[str, object]:
    """Return `onto` with the changes made; one that is there already is passed over.

    New keys come last: read the result as an incident to have the keys in their order.

    Raises:
        ChangeConflict: when a value is neither what it was nor what it shall be.
    """
    node = _Node()
    for change in changes:
        node.take(change, change.steps)
    conflicts: list[Change] = []
    result = node.applied_to_mapping(onto, conflicts)
    if conflicts:
        raise ChangeConflict(conflicts)
    return result


class _Node:
    """The changes at one place and, by key or item, those below it."""

    def __init__(self) -> None:
        self.here: list[Change] = []
        self.below: dict[str | Item, _Node] = {}

    def take(self, change: Change, steps: tuple[str | Item, ...]) -> None:
        if steps:
            self.below.setdefault(steps[0], _Node()).take(change, steps[1:])
        else:
            self.here.append(change)

    def all(self) -> list[Change]:
        return self.here + [change for node in self.below.values() for change in node.all()]

    def applied_to(self, value: object, conflicts: list[Change]) -> object:
        for change in self.here:
            if change.kind == "set":
                value = _set(change, value, conflicts)
        items = [change for change in self.here if change.kind != "set"]
        if items or any(isinstance(step, Item) for step in self.below):
            return self._applied_to_list(items, value, conflicts)
        return self.applied_to_mapping(value, conflicts) if self.below else value

    def applied_to_mapping(self, value: object, conflicts: list[Change]) -> dict[str, object]:
        mapping = as_mapping(value)
        if mapping is None:
            conflicts += self.all()
            return {}
        result = dict(mapping)
        for step, node in self.below.items():
            key = str(step)
            changed = node.applied_to(mapping.get(key), conflicts)
            if is_empty(changed) and not is_empty(mapping.get(key)):
                del result[key]
            elif not is_empty(changed):
                result[key] = changed
        return result

    def _applied_to_list(self, changes: list[Change], value: object, conflicts: list[Change]) -> object:
        items = as_list(value)
        if items is None:
            conflicts += self.all()
            return value
        held = dict(zip(item_keys(items), items, strict=True))
        for step, node in self.below.items():
            key = f"id {step.id}" if isinstance(step, Item) else ""
            if key in held:
                held[key] = node.applied_to(held[key], conflicts)
            else:
                conflicts += node.all()
        return _rearranged(held, changes, conflicts)


def _set(change: Change, value: object, conflicts: list[Change]) -> object:
    if not same(value, change.before) and not same(value, change.after):
        both_empty = is_empty(value) and (is_empty(change.before) or is_empty(change.after))
        if not both_empty:
            conflicts.append(change)
    return change.after


def _rearranged(held: dict[str, object], changes: list[Change], conflicts: list[Change]) -> list[object]:
    coming: dict[str | None, list[tuple[str, object]]] = {}
    for change in changes:
        key = change.key or ""
        if not _fits(change, held):
            conflicts.append(change)
        elif change.kind == "removed":
            held.pop(key, None)
        elif change.kind == "moved" or key not in held:
            coming.setdefault(change.follows, []).append((key, held.pop(key, change.after)))
    return _placed(held, coming)


def _fits(change: Change, held: Mapping[str, object]) -> bool:
    key = change.key or ""
    if change.kind == "moved":
        return key in held
    expected = change.before if change.kind == "removed" else change.after
    return key not in held or same(held[key], expected)


def _placed(held: dict[str, object], coming: dict[str | None, list[tuple[str, object]]]) -> list[object]:
    """Return the items that stay, each new or moved one behind the item that it follows, else at the end."""
    result: list[object] = []

    def follow(key: str | None) -> None:
        waiting = coming.pop(key, [])[::-1]
        while waiting:
            name, item = waiting.pop()
            result.append(item)
            waiting += coming.pop(name, [])[::-1]

    follow(None)
    for key, item in held.items():
        result.append(item)
        follow(key)
    while coming:
        follow(next(iter(coming)))
    return result
