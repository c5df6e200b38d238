"""Setting fields by their paths, as `rcalog set` and `rcalog action edit` do."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, tzinfo
from typing import TYPE_CHECKING, Literal, cast

from rcalog.errors import UsageError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.recordfile import load
from rcalog.model.base import record_data
from rcalog.model.incident import Severity
from rcalog.model.paths import BadFieldPath, locate
from rcalog.model.reading import read_incident
from rcalog.model.timegrammar import read_due, read_time

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record
    from rcalog.model.findings import Loc
    from rcalog.model.policy import Policy

Operator = Literal["=", "+=", "-="]
ASSIGNMENT = re.compile(r"(?P<path>[^=+]+?)(?P<operator>\+=|-=|=)(?P<value>.*)", re.DOTALL)
TIMES = {"at", "since", "from", "to", "next_due", "done_at", "verified_at"}
DAYS = {"due", "until", "by", "running_since"}
FLAGS = {"true": True, "false": False, "yes": True, "no": False, "是": True, "否": False}
LISTS = {"services", "tags", "evidence", "for", "went_well", "went_badly", "got_lucky", "surprised_by", "lost", "links"}
GUARDED = {
    "id": "an id never changes",
    "schema": "the format is set by rcalog",
    "status": "it is moved by rcalog mark, which asks how we know",
    "ladder": "it is written by rcalog mark",
    "reviews": "it is written by rcalog review",
    "conflicts": "it is written when two sides are merged",
}


class NotAnAssignment(UsageError):
    """The words are no assignment."""

    code = "not-an-assignment"

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} does not set a field", hint="rcalog set severity=sev2 times.detected=14:05")


class GuardedField(UsageError):
    """The field has a command of its own."""

    code = "guarded-field"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(f"{path} is not set by hand: {reason}")


class UnknownSeverity(UsageError):
    """The word is no severity, ours or the team's."""

    code = "unknown-severity"

    def __init__(self, text: str, policy: Policy) -> None:
        words = ", ".join(policy.label(each) for each in Severity)
        super().__init__(f"{text!r} is no severity here", hint=f"one of {words}; rcalog help words")


@dataclass(frozen=True)
class Assignment:
    """A field path, what to do to it, and the text that was typed."""

    path: str
    operator: Operator
    text: str


def read_assignment(text: str, prose: Callable[[], str]) -> Assignment:
    """Return what `FIELD=VALUE` says; the value `@-` is fetched from `prose`.

    Raises:
        NotAnAssignment: when it is not of that form.
    """
    match = ASSIGNMENT.fullmatch(text)
    if not match:
        raise NotAnAssignment(text)
    value = prose().strip("\n") if match["value"] == "@-" else match["value"]
    return Assignment(match["path"].strip(), cast("Operator", match["operator"]), value)


def set_fields(
    book: Logbook, record: Record, assignments: Sequence[Assignment], *, now: datetime, write: Write
) -> Saved:
    """Set fields of a record in one commit.

    Raises:
        BadFieldPath, GuardedField, InvalidRecord, and what a commit raises.
    """
    data: dict[str, object] = copy.deepcopy(record_data(record.incident))
    reading = Reading(now, book.zone, book.policy)
    for assignment in assignments:
        guard(assignment.path)
        assign(data, assignment, reading)
    summary = "set " + ", ".join(dict.fromkeys(assignment.path for assignment in assignments))
    return write(Intent(Operation.SET, record, read_incident(data), summary))


def guard(path: str) -> None:
    """Refuse fields that have a command of their own.

    Raises:
        GuardedField: with that command.
    """
    if reason := GUARDED.get(path.partition("[")[0].partition(".")[0] if "." not in path else path):
        raise GuardedField(path, reason)


@dataclass(frozen=True)
class Reading:
    """What is needed to understand a typed value."""

    now: datetime
    zone: tzinfo
    policy: Policy


def assign(data: dict[str, object], assignment: Assignment, reading: Reading) -> None:
    """Change `data` in place as the assignment says.

    Raises:
        BadFieldPath: when the path names nothing here.
    """
    loc = locate(assignment.path, data)
    holder, key = _holder(data, loc, assignment.path), loc[-1]
    value = read_value(loc, assignment.text, reading)
    if assignment.operator == "=":
        _put(holder, key, [value] if key in LISTS and isinstance(value, str) else value)
    else:
        _put(holder, key, _changed(holder.get(str(key)), value, assignment))


def read_value(loc: Loc, text: str, reading: Reading) -> object:
    """Return a typed value as plain data, understood as the field wants it; None removes the field."""
    key = str(loc[-1])
    if text == "":
        return None
    if text.startswith(("{", "[")):
        return load(f"value: {text}\n".encode(), name="the value").data["value"]
    if text == "unknown":
        return text
    if key in TIMES or loc[0] == "times":
        return read_time(text, now=reading.now, zone=reading.zone).text
    if key in DAYS:
        return read_due(text, now=reading.now, zone=reading.zone).isoformat()
    if key == "severity":
        return severity(text, reading.policy)
    if key in ("announced", "verbatim", "hindsight", "reads_true", "necessary"):
        return FLAGS.get(text.casefold(), text)
    return int(text) if key == "users_affected" and text.isdecimal() else text


def slugs(typed: Iterable[str]) -> tuple[str, ...]:
    """Return the names that were typed, several with commas between them, each once."""
    names = [name.strip() for text in typed for name in re.split("[,，、]", text)]
    return tuple(dict.fromkeys(name for name in names if name))


def severity_of(text: str | None, policy: Policy) -> Severity:
    """Return the severity that a typed word means, ours or the team's own label; unrated for none.

    Raises:
        UnknownSeverity: for another word; it is never guessed.
    """
    if not text:
        return Severity.UNRATED
    word = severity(text, policy)
    if word not in list(Severity):
        raise UnknownSeverity(text, policy)
    return Severity(word)


def severity(text: str, policy: Policy) -> str:
    """Return the severity that a typed word means, the word itself where it means none."""
    labels = {label.casefold(): each.value for each, label in policy.severity_labels.items()}
    known = labels | {each.value: each.value for each in Severity}
    return known.get(text.casefold(), text)


def _holder(data: dict[str, object], loc: Loc, path: str) -> dict[str, object]:
    """Return the mapping that holds the last key, making the ones that are not there yet."""
    place: object = data
    for step in loc[:-1]:
        if isinstance(place, dict):
            place = place.setdefault(step, {})
        elif isinstance(place, list) and isinstance(step, int):
            place = place[step]
    if not isinstance(place, dict) or not isinstance(loc[-1], str):
        raise BadFieldPath(path, "it names a whole item; name one of its fields")
    return place


def _put(holder: dict[str, object], key: object, value: object) -> None:
    holder[str(key)] = value
    if value is None or value == []:
        del holder[str(key)]


def _changed(current: object, value: object, assignment: Assignment) -> list[object]:
    """Return a list with a value added or taken out.

    Raises:
        BadFieldPath: when the field is no list, or the value to take out is not in it.
    """
    if current is not None and not isinstance(current, list):
        raise BadFieldPath(assignment.path, f"{assignment.operator} is for lists")
    items = list(current or [])
    if assignment.operator == "+=":
        return items if value in items else [*items, value]
    if value not in items:
        raise BadFieldPath(assignment.path, f"{assignment.text!r} is not in it")
    return [item for item in items if item != value]
