"""A record as programs get it: plain values, with a note of what is unknown and what is approximate, and what follows.

It is made of the record's plain data in the form of `record_data`; neither models nor pydantic are needed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rcalog.model.durations import seconds_between
from rcalog.model.shapes import PARTS, Shape
from rcalog.model.times import UNKNOWN

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.model.findings import Loc

Data = Mapping[str, object]

PEOPLE = {"lead", "scribe", "record_owner", "owner", "by", "ask", "changeable_by", "verified_by", "users_affected"}
"""Keys of people and counts, where the word "unknown" is no text."""

ADDED = ("unknown", "approximate", "derived")
"""What stands behind the keys of the record."""

NOTED = ('"~', f'"{UNKNOWN}"')
"""What stands in the data where something in it may be approximate or unknown."""


def incident_form(data: Data, *, overdue: object) -> dict[str, object]:
    """Return the object of an incident; `overdue` are the ids of the actions that are late.

    Times are ISO 8601. What was asked and nobody knows is null, and its field is named in `unknown`;
    a time that is about is named in `approximate`.
    """
    return _form(data, "Incident") | {"derived": derived(data, overdue=overdue)}


def action_form(data: Data) -> dict[str, object]:
    """Return the object of an action by itself, with what is not known and what is approximate in it."""
    return _form(data, "Action")


def derived(data: Data, *, overdue: object) -> dict[str, object]:
    """Return what follows from a record: durations in seconds, what is late, where the branches end."""
    times = data.get("times")
    return {
        "open": data["status"] != "closed",
        "durations": seconds_between(times) if isinstance(times, Mapping) else {},
        "overdue": overdue,
        "root_causes": [cause.get("id") for cause in causes(data) if cause.get("end") == "root-cause"],
    }


def causes(data: Data) -> Iterator[Data]:
    """Yield every cause of a record, depth first."""
    for leg in items(data, "whys"):
        yield from _below(leg)


def _below(node: Data) -> Iterator[Data]:
    for cause in items(node, "because"):
        yield cause
        yield from _below(cause)


def items(data: Data, key: str) -> Sequence[Data]:
    """Return the items of a list of a part."""
    found = data.get(key)
    return found if isinstance(found, list) else ()


def _form(data: Data, part: str) -> dict[str, object]:
    noting = _Noting(data)
    shown = noting.part(data, part, ())
    return shown | {"unknown": noting.unknown, "approximate": noting.approximate}


class _Noting:
    """Turns the values of a record into those that programs get, and notes what is unknown and what is approximate."""

    def __init__(self, data: Data) -> None:
        self.data = data
        self.unknown: list[str] = []
        self.approximate: list[str] = []

    def part(self, data: Data, name: str, loc: Loc) -> dict[str, object]:
        """Return a part; the keys that are not of the format stay as they are."""
        shapes = PARTS[name]
        return {
            key: self.value(value, shapes[key], (*loc, key)) if key in shapes else value for key, value in data.items()
        }

    def value(self, value: object, shape: Shape, loc: Loc) -> object:
        """Return a value as JSON has it."""
        kind = shape[0]
        if kind == "when":
            return self._time(str(value), loc)
        if kind == "part" and isinstance(value, Mapping):
            return self.part(value, shape[1], loc)
        if kind == "many" and isinstance(value, list):
            return [self.value(item, shape[1], (*loc, position)) for position, item in enumerate(value)]
        if value == UNKNOWN and loc[-1] in PEOPLE:
            self._note(self.unknown, loc)
            return None
        return value

    def _time(self, text: str, loc: Loc) -> str | None:
        if text == UNKNOWN:
            self._note(self.unknown, loc)
            return None
        if text.startswith("~"):
            self._note(self.approximate, loc)
        return text.removeprefix("~")

    def _note(self, noted: list[str], loc: Loc) -> None:
        from rcalog.model.paths import format_path

        noted.append(format_path(loc, self.data))
