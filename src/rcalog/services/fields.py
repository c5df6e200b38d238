"""Setting fields by their paths, as `rcalog set` and `rcalog action edit` do."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from rcalog.errors import RcalogError, UsageError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.model.base import record_data
from rcalog.model.fieldtypes import FieldType, Form, UnknownField, field_type
from rcalog.model.paths import locate, value_at
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.patterns import pattern
from rcalog.services.fieldvalues import BadValue, Reading
from rcalog.services.notes import window_of

if TYPE_CHECKING:
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record
    from rcalog.model.findings import Loc

Operator = Literal["=", "+=", "-="]
ASSIGNMENT = pattern(r"(?P<path>[^=+]+?)(?P<operator>\+=|-=|=)(?P<value>.*)", re.DOTALL)
STDIN = "@-"

GUARDED = {
    "id": ("an id never changes", None),
    "schema": ("the format is set by rcalog", None),
    "status": ("rcalog mark moves it, and asks how we know", "rcalog mark STATUS HOW"),
    "ladder": ("rcalog mark writes it", "rcalog mark STATUS HOW"),
    "reviews": ("rcalog review writes it", "rcalog review"),
    "conflicts": ("merges write it", "rcalog conflicts"),
}
"""What has a command of its own, with all that is in it."""

GUARDED_LISTS = {
    "timeline": ("events are added one by one", "rcalog note TEXT --at TIME"),
    "whys": ("the interview writes them", "rcalog why"),
    "actions": ("actions are added, and dropped with a reason", "rcalog action add TEXT, rcalog action drop ACTION"),
}
"""Lists that are not replaced or added to as a whole; what is in them can be set."""


class NotAnAssignment(UsageError):
    """The words are no assignment."""

    code = "not-an-assignment"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} does not set a field", hint="rcalog set severity=sev2 times.detected=14:05")


class StdinTwice(UsageError):
    """Two fields want what is on stdin."""

    code = "stdin-twice"

    def __init__(self) -> None:
        super().__init__(f"{STDIN} can stand in one place only: stdin is read once", hint="rcalog help fields")


class GuardedField(UsageError):
    """The field has a command of its own."""

    code = "guarded-field"

    def __init__(self, path: str, reason: str, hint: str | None = None) -> None:
        super().__init__(f"{path} is not set by hand: {reason}", hint=hint)


class BadAssignments(UsageError):
    """Several assignments cannot be carried out; `others` says which and why."""

    code = "bad-assignments"

    def __init__(self, errors: Sequence[RcalogError]) -> None:
        super().__init__(f"{len(errors)} of these cannot be set, so nothing was written")
        self.others = tuple(errors)


@dataclass(frozen=True)
class Assignment:
    """A field path, what to do to it, and the text that was typed."""

    path: str
    operator: Operator
    text: str


def read_assignments(texts: Sequence[str], prose: Callable[[], str]) -> list[Assignment]:
    """Return what each `FIELD=VALUE` says; the value `@-` is fetched from `prose`.

    Raises:
        NotAnAssignment: when one is not of that form.
        StdinTwice: when two want the same prose.
    """
    found = [_read(text) for text in texts]
    if sum(each.text == STDIN for each in found) > 1:
        raise StdinTwice
    return [Assignment(each.path, each.operator, prose().strip("\n")) if each.text == STDIN else each for each in found]


def _read(text: str) -> Assignment:
    match = ASSIGNMENT.fullmatch(text)
    if not match:
        raise NotAnAssignment(text)
    return Assignment(match["path"].strip(), cast("Operator", match["operator"]), match["value"])


def set_fields(
    book: Logbook, record: Record, assignments: Sequence[Assignment], *, now: datetime, write: Write
) -> Saved:
    """Set fields of a record in one commit.

    Raises:
        What `assign_all` raises, GuardedField, InvalidRecord, and what a commit raises.
    """
    data: dict[str, object] = copy.deepcopy(record_data(with_item_ids(record.incident)))
    assign_all(data, assignments, Reading(now, book.zone, book.policy, window_of(record.incident)), guard=guard)
    summary = "set " + ", ".join(dict.fromkeys(assignment.path for assignment in assignments))
    return write(Intent(Operation.SET, record, read_incident(data), summary))


def assign_all(
    data: dict[str, object],
    assignments: Sequence[Assignment],
    reading: Reading,
    *,
    guard: Callable[[Assignment], None],
) -> None:
    """Change `data` in place as the assignments say, one after the other.

    Raises:
        What `assign` and `guard` raise; BadAssignments for several at once.
    """
    errors: list[RcalogError] = []
    for assignment in assignments:
        try:
            guard(assignment)
            assign(data, assignment, reading)
        except RcalogError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise BadAssignments(errors)


def guard(assignment: Assignment) -> None:
    """Refuse fields that have a command of their own.

    Raises:
        GuardedField: with that command.
    """
    top = re.split(r"[.\[]", assignment.path, maxsplit=1)[0]
    found = GUARDED.get(top) or (GUARDED_LISTS.get(top) if assignment.path == top else None)
    if action := re.fullmatch(r"actions\[([^\]]*)\](\.status)?", assignment.path):
        name = action[1]
        found = ("an action moves on by steps", f"rcalog action edit|done|verify|drop {name}") if action[2] else found
        found = found or ("an action is dropped, with a reason", f"rcalog action drop {name} BECAUSE")
    if found and not (assignment.path == "timeline" and assignment.operator == "-="):
        raise GuardedField(assignment.path, *found)


def assign(data: dict[str, object], assignment: Assignment, reading: Reading) -> None:
    """Change `data` in place as the assignment says.

    Raises:
        BadFieldPath, UnknownField: when the path names nothing here.
        BadValue, and what `Reading.value` raises: when the value is none for the field.
    """
    path, text = assignment.path, assignment.text
    loc = locate(path, data)
    if assignment.operator == "=" and not text:
        _remove(data, loc, path)
        return
    kind = field_type(loc, path)
    if isinstance(loc[-1], int):
        raise BadValue(path, "this is a whole item", f"set one of its fields: {path}.{next(iter(kind.fields()), '')}=")
    if assignment.operator == "=":
        _holder(data, loc)[loc[-1]] = reading.value(kind, path, text)
    else:
        _change_list(data, loc, assignment, kind, reading)


def _remove(data: dict[str, object], loc: Loc, path: str) -> None:
    """Take a field or an item away; what is unknown to us can be taken away, but what is needed cannot."""
    holder = value_at(loc[:-1], data)
    try:
        required = not isinstance(loc[-1], int) and field_type(loc, path).required
    except UnknownField:
        if value_at(loc, data) is None:
            raise
        required = False
    if required:
        raise BadValue(path, "a record cannot be without it", f"give it another value: {path}=...")
    if isinstance(holder, dict):
        holder.pop(loc[-1], None)
    elif isinstance(holder, list) and isinstance(loc[-1], int):
        del holder[loc[-1]]


def _holder(data: dict[str, object], loc: Loc) -> dict[str | int, object]:
    """Return the mapping that holds the last key, making those on the way that are not there yet."""
    place: object = data
    for step in loc[:-1]:
        if isinstance(place, dict):
            place = place.setdefault(step, {})
        elif isinstance(place, list) and isinstance(step, int):
            place = place[step]
    return cast("dict[str | int, object]", place)


def _change_list(data: dict[str, object], loc: Loc, assignment: Assignment, kind: FieldType, reading: Reading) -> None:
    """Add to a list, or take out of it."""
    path, text = assignment.path, assignment.text
    if kind.form not in (Form.TEXTS, Form.ITEMS):
        raise BadValue(path, f"{assignment.operator} is for lists; this is {kind.form.value}", f"{path}={text}")
    found = value_at(loc, data)
    items = list(found) if isinstance(found, list) else []
    if assignment.operator == "+=":
        if not text:
            raise BadValue(path, "there is nothing to add")
        wanted = reading.value(kind, path, text)
        new = wanted if isinstance(wanted, list) else [wanted]
        items += [item for item in new if item not in items]
    else:
        for name in _names(kind, path, text, reading):
            items.remove(_meant(items, name, path))
    _holder(data, loc)[loc[-1]] = items


def _names(kind: FieldType, path: str, text: str, reading: Reading) -> list[str]:
    """Return what is to be taken out: texts, or items by their ids or their own words."""
    if kind.form is Form.ITEMS:
        return [text]
    return [str(each) for each in cast("list[object]", reading.value(kind, path, text))]


def _meant(items: list[object], name: str, path: str) -> object:
    """Return the item that a name means.

    Raises:
        BadValue: when there is none.
    """
    for item in items:
        known = [item.get("id"), next(iter(item.values()))] if isinstance(item, dict) else [item]
        if name in known:
            return item
    raise BadValue(
        path, f"{name!r} is not in it", f"in it: {', '.join(map(_short, items))}" if items else "it is empty"
    )


def _short(item: object) -> str:
    return str(item.get("id") or next(iter(item.values()))) if isinstance(item, dict) else str(item)
