"""The form of a change, and what makes two items of a list the same item."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Literal

    ChangeKind = Literal["set", "added", "removed", "moved"]

REVERSED: Mapping[ChangeKind, ChangeKind] = {"set": "set", "added": "removed", "removed": "added", "moved": "moved"}


class Item(Value):
    """A step into a list: the item with this id."""

    id: str


class Change(Value):
    """One difference: a key was set, or an item of a list was added, removed or moved.

    `steps` lead to the key, or to the list; `before` and `after` are values (None: absent) or whole items.
    An item is known in its list by `key`; `followed` and `follows` are the keys of the item before it, then and now.
    """

    steps: tuple[str | Item, ...]
    kind: ChangeKind
    before: object = None
    after: object = None
    key: str | None = None
    followed: str | None = None
    follows: str | None = None

    @property
    def path(self) -> str:
        """The field path: of the key that was set, or of the item's list."""
        return "".join(f"[{s.id}]" if isinstance(s, Item) else f".{s}" for s in self.steps).removeprefix(".")


def inverse(changes: Iterable[Change]) -> list[Change]:
    """Return the changes that undo these."""
    return [
        change.with_(
            kind=REVERSED[change.kind],
            before=change.after,
            after=change.before,
            followed=change.follows,
            follows=change.followed,
        )
        for change in changes
    ]


def item_keys(items: Iterable[object]) -> list[str]:
    """Return what each item of a list is known by: its id, else (and where an id comes again) its content."""
    seen: Counter[str] = Counter()
    keys = []
    for item in items:
        found = item_id(item)
        key = f"id {found}"
        if found is None or key in seen:
            key = f"is {canonical(item)}"
        seen[key] += 1
        keys.append(f"{key}#{seen[key]}" if seen[key] > 1 else key)
    return keys


def item_id(item: object) -> str | None:
    """Return the id of an item that has one."""
    found = item.get("id") if isinstance(item, dict | Mapping) else None
    return found if isinstance(found, str) else None


def canonical(value: object) -> str:
    """Return the same text for the same data, whatever the order of keys; empty values count for nothing."""
    if isinstance(value, str) and value.isprintable() and '"' not in value and "\\" not in value:
        return f'"{value}"'  # as JSON has it, which takes long to load
    import json

    return json.dumps(stripped(value), sort_keys=True, ensure_ascii=False)


def stripped(value: object) -> object:
    """Return data without keys whose values are empty."""
    if isinstance(value, Mapping):
        inner = {str(key): stripped(item) for key, item in value.items()}
        return {key: item for key, item in inner.items() if not is_empty(item)}
    if isinstance(value, list | tuple):
        return [stripped(item) for item in value]
    return value


def is_empty(value: object) -> bool:
    """Return whether a value means the same as no key."""
    return value is None or value in ([], {}, ())


def as_mapping(value: object) -> Mapping[str, object] | None:
    """Return a mapping as it is, nothing as an empty one, None for anything else."""
    if isinstance(value, dict | Mapping):  # a dict is asked for first, and far quicker
        return value
    return {} if is_empty(value) else None


def as_list(value: object) -> Sequence[object] | None:
    """Return a list as it is, nothing as an empty one, None for anything else."""
    if isinstance(value, list | tuple):
        return value
    return [] if is_empty(value) else None


def same(first: object, second: object) -> bool:
    """Return whether two values mean the same; true is not 1."""
    if isinstance(first, str) and isinstance(second, str):
        return first == second
    return first is second or canonical(first) == canonical(second)
