"""An incident as programs get it: the keys of its record, plain values, and what is derived from them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rcalog.cli.dto import Ready, as_json
from rcalog.model.jsonform import NOTED, action_form, incident_form
from rcalog.model.jsontext import json_text

if TYPE_CHECKING:
    from datetime import date
    from pathlib import PurePosixPath

    from rcalog.logbook.index import Excerpt, Task
    from rcalog.logbook.records import Record
    from rcalog.model.actions import Action
    from rcalog.model.changes import Change
    from rcalog.model.incident import Incident


NOT_READY = tuple(f'"{key}": ' for key in ("incident_id", "title", "overdue", "due_on", "unknown", "approximate"))
"""What stands in the data of an action that has a key of its own beside those that are added."""


def incident_data(incident: Incident, file: PurePosixPath, *, today: date) -> dict[str, object]:
    """Return the object of an incident, whose record is in `file` (see `incident_form`)."""
    from rcalog.model.base import record_data
    from rcalog.model.overdue import overdue

    late = [action.id for action in overdue(incident, today)]
    return _own(incident.id, file) | incident_form(record_data(incident), overdue=late)


def _own(name: str, file: PurePosixPath) -> dict[str, object]:
    return {"ref": name[9:], "file": file.as_posix()}


def record_object(record: Record, *, today: date) -> dict[str, object]:
    """Return the object of the incident that a record is of."""
    return incident_data(record.incident, record.path, today=today)


def excerpt_object(found: Excerpt, *, today: date) -> object:
    """Return the object of an incident that the index has found: the same, and ready to be printed where it can be."""
    text = found.form
    if text is None:
        return incident_data(found.incident, found.path, today=today)
    return Ready(f"{as_json(_own(found.id, found.path))[:-1]}, {text[1:]}")


def change_data(change: Change) -> dict[str, object]:
    """Return a change of a record: the field, what became of it, and the same as one line for people."""
    from rcalog.model.changes import describe

    sides = {"before": change.before, "after": change.after}
    return {"path": change.path, "kind": change.kind, **sides, "text": describe(change)}


def action_data(action: Action) -> dict[str, object]:
    """Return the object of an action by itself, with what is not known and what is approximate in it."""
    from rcalog.model.base import record_data

    return action_form(record_data(action))


def task_object(task: Task) -> object:
    """Return an action as programs get it, with its incident and the last day on which it is not late."""
    about = {"incident_id": task.incident, "title": task.title}
    late = {"overdue": task.overdue, "due_on": task.due.isoformat() if task.due else None}
    if any(mark in task.data for mark in (*NOTED, *NOT_READY)):
        return about | action_form(json.loads(task.data)) | late
    behind: dict[str, object] = {"unknown": [], "approximate": [], **late}
    return Ready(f"{json_text(about)[:-1]}, {task.data[1:-1]}, {json_text(behind)[1:]}")
