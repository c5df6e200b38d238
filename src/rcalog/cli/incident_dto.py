"""An incident as programs get it: the keys of its record, plain values, and what is derived from them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.model.base import Part, record_data, to_data
from rcalog.model.changes import Change, describe
from rcalog.model.metrics import durations
from rcalog.model.overdue import overdue
from rcalog.model.paths import format_path
from rcalog.model.times import UNKNOWN, Day, When

if TYPE_CHECKING:
    from rcalog.logbook.index import Excerpt, Task
    from rcalog.logbook.records import Record
    from rcalog.model.actions import Action
    from rcalog.model.findings import Loc
    from rcalog.model.incident import Incident

PEOPLE = {"lead", "scribe", "record_owner", "owner", "by", "ask", "changeable_by", "verified_by", "users_affected"}
"""Keys of people and counts, where the word "unknown" is no text."""


def incident_data(incident: Incident, file: PurePosixPath, *, today: date) -> dict[str, object]:
    """Return the object of an incident, whose record is in `file`.

    Times are ISO 8601. What was asked and nobody knows is null, and its field is named in `unknown`;
    a time that is about is named in `approximate`.
    """
    plain = _Plain(record_data(incident))
    own = {"ref": incident.id[9:], "file": file.as_posix()}
    said = {"unknown": plain.unknown, "approximate": plain.approximate}
    return own | plain.part(incident, ()) | said | {"derived": derived(incident, today)}


def record_object(record: Record | Excerpt, *, today: date) -> dict[str, object]:
    """Return the object of the incident that a record is of."""
    return incident_data(record.incident, record.path, today=today)


def change_data(change: Change) -> dict[str, object]:
    """Return a change of a record: the field, what became of it, and the same as one line for people."""
    sides = {"before": change.before, "after": change.after}
    return {"path": change.path, "kind": change.kind, **sides, "text": describe(change)}


def action_data(action: Action) -> dict[str, object]:
    """Return the object of an action by itself, with what is not known and what is approximate in it."""
    plain = _Plain(record_data(action))
    return plain.part(action, ()) | {"unknown": plain.unknown, "approximate": plain.approximate}


def task_object(task: Task) -> dict[str, object]:
    """Return an action as programs get it, with its incident and the last day on which it is not late."""
    about = {"incident_id": task.incident, "title": task.title}
    late = {"overdue": task.overdue, "due_on": task.due.isoformat() if task.due else None}
    return about | action_data(task.action) | late


def derived(incident: Incident, today: date) -> dict[str, object]:
    """Return what follows from a record: durations in seconds, what is late, where the branches end."""
    return {
        "open": incident.is_open,
        "durations": {name: duration.seconds for name, duration in durations(incident).items()},
        "overdue": [action.id for action in overdue(incident, today)],
        "root_causes": [cause.id for cause in incident.root_causes()],
    }


class _Plain:
    """Turns the parts of a record into plain values, and notes what is unknown and what is approximate."""

    def __init__(self, data: Mapping[str, object]) -> None:
        self.data = data
        self.unknown: list[str] = []
        self.approximate: list[str] = []

    def part(self, part: Part, loc: Loc) -> dict[str, object]:
        """Return a part as an object, with the keys of the record file."""
        found: dict[str, object] = {}
        for name in part.key_order():
            key, value = type(part).model_fields[name].alias or name, getattr(part, name)
            if to_data(value) not in (None, [], {}):
                found[key] = self.value(value, (*loc, key))
        return found | {key: to_data(value) for key, value in (part.model_extra or {}).items()}

    def value(self, value: object, loc: Loc) -> object:
        """Return a value as JSON has it."""
        if isinstance(value, When):
            return self._time(value, loc)
        if isinstance(value, Part):
            return self.part(value, loc)
        if isinstance(value, list | tuple):
            return [self.value(item, (*loc, position)) for position, item in enumerate(value)]
        if value == UNKNOWN and loc[-1] in PEOPLE:
            self.unknown.append(format_path(loc, self.data))
            return None
        return value.text if isinstance(value, Day) else value

    def _time(self, value: When, loc: Loc) -> str | None:
        if value.is_unknown:
            self.unknown.append(format_path(loc, self.data))
            return None
        if value.approximate:
            self.approximate.append(format_path(loc, self.data))
        return value.text.removeprefix("~")
