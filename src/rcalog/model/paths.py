"""Field paths, one grammar everywhere: `times.mitigated`, `actions[am3x7].due`, `whys[w7np2].because[c8x3d].cause`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rcalog.errors import UsageError
from rcalog.patterns import pattern

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.model.findings import Loc

PART = pattern(r"([^\W\d][\w-]*)((?:\[[^\[\]]+\])*)")


class BadFieldPath(UsageError):
    """The text is not a field path, or names nothing in this record."""

    code = "bad-field-path"

    def __init__(self, text: str, reason: str) -> None:
        super().__init__(
            f"{text!r} is not a field here: {reason}",
            hint="a field path looks like times.mitigated or actions[am3x7].due",
        )


def format_path(loc: Loc, data: object) -> str:
    """Return the field path of a place in `data`; an item is named by its id, else by its position."""
    text = ""
    for step in loc:
        if isinstance(step, int):
            data = data[step] if isinstance(data, Sequence) and not isinstance(data, str) and step < len(data) else None
            text += f"[{_item_name(data, step)}]"
        else:
            data = data.get(step) if isinstance(data, Mapping) else None
            text += f".{step}" if text else step
    return text


def locate(path: str, data: object) -> Loc:
    """Return the place that a field path names in `data`; the last key may be absent.

    Raises:
        BadFieldPath: when it is malformed or names an item that is not there.
    """
    import re

    loc: list[str | int] = []
    for part in path.split("."):
        match = PART.fullmatch(part)
        if not match:
            raise BadFieldPath(path, f"cannot read {part!r}")
        loc.append(match[1])
        data = data.get(match[1]) if isinstance(data, Mapping) else None
        for name in re.findall(r"\[([^\[\]]+)\]", match[2]):
            position = _position(name, data)
            if position is None:
                raise BadFieldPath(path, f"no item {name!r} in {match[1]}")
            loc.append(position)
            data = data[position] if isinstance(data, Sequence) else None
    return tuple(loc)


def value_at(loc: Loc, data: object) -> object:
    """Return the value at a place in `data`, None where there is none."""
    for step in loc:
        if isinstance(step, str) and isinstance(data, Mapping):
            data = data.get(step)
        elif isinstance(step, int) and isinstance(data, Sequence) and not isinstance(data, str) and step < len(data):
            data = data[step]
        else:
            return None
    return data


def _item_name(item: object, position: int) -> str:
    found = item.get("id") if isinstance(item, Mapping) else None
    return found if isinstance(found, str) else str(position)


def _position(name: str, items: object) -> int | None:
    if not isinstance(items, Sequence) or isinstance(items, str):
        return None
    for position, item in enumerate(items):
        if isinstance(item, Mapping) and item.get("id") == name:
            return position
    return int(name) if name.isdecimal() and int(name) < len(items) else None
