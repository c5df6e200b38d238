"""Which action is meant: by its id, by the incident and its id, or by a part of its text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook.records import Record
from rcalog.model.display import shorten, width
from rcalog.model.reading import with_item_ids
from rcalog.model.tokens import folded
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import PurePosixPath

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Called
    from rcalog.model.actions import Action

SHORTEST = 3
"""Cells that a part of a text must have to name it: three letters, or two Chinese characters."""

LISTED = 9
"""Candidates that are listed: a number of one digit picks one."""

COLUMNS = 72


class NoSuchAction(UsageError):
    """Nothing here is called that."""

    code = "no-such-action"

    def __init__(self, wanted: str, *, unread: int = 0) -> None:
        hidden = f"; {unread} of the records cannot be read: rcalog check" if unread else ""
        super().__init__(f"there is no action {wanted!r}", hint=f"rcalog actions{hidden}")


class AmbiguousAction(UsageError):
    """Several actions are called that."""

    code = "ambiguous-action"

    def __init__(self, wanted: str, found: Sequence[Called]) -> None:
        lines = [f"{each.name}  {shorten(each.text, COLUMNS)}" for each in found[:LISTED]]
        more = [f"and {len(found) - LISTED} more"] if len(found) > LISTED else []
        said = "\n".join([f"{wanted!r} may be any of {len(found)} actions:", *lines, *more])
        super().__init__(said, hint=f"name one of them, such as {found[0].name}")
        self.found = tuple(found)


class Found(Value):
    """An action and the record that it stands in; it has an id, be it the one that the next write gives it."""

    record: Record
    action: Action

    @property
    def name(self) -> str:
        """What means this action and no other: REF/ACTION."""
        return f"{self.record.incident.id}/{self.action.id}"


def find_action(book: Logbook, wanted: str, *, now: datetime) -> Found:
    """Return the action that `am3x7`, `REF/am3x7` or a unique part of its text names.

    Raises:
        NoSuchAction, AmbiguousAction, and what resolving REF raises.
    """
    found = _called(book, wanted.strip())
    ref, slash, name = wanted.strip().rpartition("/")
    if not found and slash and ref and " " not in ref:
        found = _called(book, name, book.catalog.resolve(ref, now=now).path)
    if len(found) > 1:
        raise AmbiguousAction(wanted, found)
    if not found:
        raise NoSuchAction(wanted, unread=len(book.index.ask(lambda asker: list(asker.broken()))))
    return read_action(book, found[0])


def read_action(book: Logbook, called: Called) -> Found:
    """Return an action as it stands in its record now.

    Raises:
        NoSuchAction: where it has just gone.
    """
    record = book.catalog.read(called.path)
    actions = with_item_ids(record.incident).actions if isinstance(record, Record) else ()
    for action in actions:
        if action.id == called.id and isinstance(record, Record):
            return Found(record, action)
    raise NoSuchAction(called.name)


def _called(book: Logbook, name: str, within: PurePosixPath | None = None) -> list[Called]:
    part = folded(name) if width(name) >= SHORTEST else ""
    return book.index.ask(lambda asker: asker.actions_called(name, part=part, within=within))
