"""Conflicts that merges have left in records: what both sides changed differently, listed and settled."""

from __future__ import annotations

import copy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from rcalog.errors import UsageError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.records import Record
from rcalog.model.base import record_data, to_data
from rcalog.model.paths import BadFieldPath, locate, value_at
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.services.fields import Assignment, assign, guard
from rcalog.services.fieldvalues import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.model.findings import Loc
    from rcalog.model.review import Conflict

Side = Literal["kept", "other"]
ALL = "all"
"""Stands for every conflict of a record."""


class NoSuchConflict(UsageError):
    """Nothing in the record is in dispute under that number or path."""

    code = "no-such-conflict"

    def __init__(self, record: Record, named: str | None) -> None:
        there = [each.path for each in record.incident.conflicts]
        what = f"{named} is not in dispute" if named else "several values are in dispute" if there else "no conflicts"
        known = ", ".join(f"{number} {path}" for number, path in enumerate(there, 1))
        super().__init__(f"{what} in {record.incident.id}", hint=f"one of: {known}; or all" if there else None)


class OneValueForAll(UsageError):
    """Several values are in dispute, and one was given for all."""

    code = "one-value-for-all"

    def __init__(self, record: Record) -> None:
        hint = f"rcalog conflicts {record.incident.id} all --take kept, or other"
        super().__init__("a value settles one conflict, not all", hint=hint)


class OtherGone(UsageError):
    """What the other value belongs to is not in the record any more."""

    code = "other-gone"

    def __init__(self, path: str, record: Record) -> None:
        hint = f"rcalog conflicts {record.incident.id} {path} --take kept"
        super().__init__(f"{path} is not in the record any more", hint=hint)


@dataclass(frozen=True)
class Dispute:
    """One conflict of a record, by its number there, and the value that stands in its place now."""

    record: Record
    number: int
    conflict: Conflict
    now: object


def disputes(book: Logbook, record: Record | None) -> list[Dispute]:
    """Return what is in dispute in a record, or in all that can be read."""
    records = [record] if record else [each for each in book.catalog.scan() if isinstance(each, Record)]
    return [dispute for each in records for dispute in _of(each)]


def settle(
    book: Logbook, record: Record, named: str | None, choice: Side | Assignment, *, now: datetime, write: Write
) -> Saved:
    """Settle one conflict, and all about the same value: what was kept stays, the other or a third one takes its place.

    `named` is its number or its path, or `all`; it is not needed for the only one. The value of an `Assignment` counts,
    not its path.

    Raises:
        NoSuchConflict, OneValueForAll, OtherGone, what `assign` raises, and what a commit raises.
    """
    meant = _meant(record, named, choice)
    data: dict[str, object] = copy.deepcopy(record_data(with_item_ids(record.incident)))
    for conflict in meant:
        if isinstance(choice, Assignment):
            assignment = Assignment(conflict.path, "=", choice.text)
            guard(assignment)
            assign(data, assignment, Reading(now, book.zone, book.policy))
        elif choice == "other":
            _take_other(data, conflict, record)
    items, settled = cast("list[dict[str, object]]", data["conflicts"]), {each.path for each in meant}
    data["conflicts"] = [item for item in items if item["path"] not in settled]
    said = "another value" if isinstance(choice, Assignment) else f"the {choice} value"
    about = meant[0].path if named != ALL else f"{len(meant)} conflicts"
    return write(Intent(Operation.CONFLICTS, record, read_incident(data), f"settle {about}: {said}"))


def _of(record: Record) -> Iterator[Dispute]:
    data = record_data(with_item_ids(record.incident))
    for number, conflict in enumerate(record.incident.conflicts, 1):
        try:
            found = value_at(locate(conflict.path, data), data)
        except BadFieldPath:
            found = None
        yield Dispute(record, number, conflict, found)


def _meant(record: Record, named: str | None, choice: Side | Assignment) -> list[Conflict]:
    """Return the conflicts that are meant; which of several other values of a field is taken, only its number says."""
    found = list(_of(record))
    if named == ALL:
        found = found if choice != "other" else _clear(found, record)
        if not found:
            raise NoSuchConflict(record, None)
        if isinstance(choice, Assignment):
            raise OneValueForAll(record)
        return [each.conflict for each in found]
    meant = [each for each in found if named in (None, str(each.number), each.conflict.path)]
    if not meant or len({each.conflict.path for each in meant}) > 1 or (choice == "other" and len(meant) > 1):
        raise NoSuchConflict(record, named if not meant else None)
    return [meant[0].conflict]


def _clear(found: list[Dispute], record: Record) -> list[Dispute]:
    """Return the conflicts, each of which has one other value.

    Raises:
        NoSuchConflict: where a field has several, of which only its number says which is taken.
    """
    paths = [each.conflict.path for each in found]
    if len(set(paths)) < len(paths):
        raise NoSuchConflict(record, None)
    return found


def _take_other(data: dict[str, object], conflict: Conflict, record: Record) -> None:
    """Put the other value in its place: remove an item, hang a cause elsewhere, set a value."""
    try:
        loc = locate(conflict.path, data)
        holder = cast("dict[str | int, object]", value_at(loc[:-1], data))
        if not isinstance(loc[-1], int):
            holder[loc[-1]] = to_data(conflict.other)
            return
        item = cast("list[object]", holder).pop(loc[-1])
        if conflict.other is not None:
            new = cast("dict[str, object]", value_at(_place_of(str(conflict.other), data), data))
            cast("list[object]", new.setdefault("because", [])).append(item)
    except (BadFieldPath, TypeError, AttributeError):
        raise OtherGone(conflict.path, record) from None


def _place_of(name: str, data: Mapping[str, object]) -> Loc:
    """Return where the leg or the cause with an id is.

    Raises:
        BadFieldPath: where there is none.
    """

    def below(loc: Loc) -> Iterator[Loc]:
        for position in range(len(cast("list[object]", value_at(loc, data) or []))):
            yield (*loc, position)
            yield from below((*loc, position, "because"))

    for loc in below(("whys",)):
        if cast("Mapping[str, object]", value_at(loc, data)).get("id") == name:
            return loc
    raise BadFieldPath(name, "no cause has this id")
