"""A new action: on one line, from a template, or said piece by piece."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.interview.lines import NAMED, ActionLine, Calendar, read_action
from rcalog.logbook.intents import Intent, Operation, Write
from rcalog.logbook.recordfile import load
from rcalog.logbook.templates import read_template
from rcalog.model.base import record_data
from rcalog.model.display import width
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.services.actions import Acted

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.records import Record
    from rcalog.model.incident import Incident
    from rcalog.model.times import Day

SHORTEST = 3
"""Cells that a part of a cause's text must have to name it."""


class NoSuchCause(UsageError):
    """An action cannot be for a cause that is not in the record, or that may be several."""

    code = "no-such-cause"

    def __init__(self, wanted: str, incident: str, found: int) -> None:
        said = f"{wanted!r} may be {found} causes" if found else f"there is no cause {wanted!r}"
        super().__init__(f"{said} in {incident}", hint=f"rcalog show {incident} lists them with their ids")


@dataclass(frozen=True)
class ActionWords:
    """What is said of a new action.

    Without an `owner` the text may be the one-line form, `Restore nightly @ana 2w`. What is said apart goes first.
    """

    text: str
    owner: str | None = None
    due: Day | None = None
    aim: str | None = None
    strength: str | None = None
    causes: tuple[str, ...] = ()
    every: str | None = None
    template: str | None = None


def add_action(book: Logbook, record: Record, words: ActionWords, *, now: datetime, write: Write) -> Acted:
    """Add an action to a record.

    Raises:
        NoSuchCause, NoSuchTemplate, InvalidRecord, what the one-line form raises, and what a commit raises.
    """
    incident = with_item_ids(record.incident)
    causes = [find_cause(incident, cause) for cause in words.causes]
    described = _described(book, words, causes, now)
    data = record_data(incident)
    wanted = with_item_ids(read_incident({**data, "actions": [*_items(data), described]}))
    saved = write(Intent(Operation.ACTION_ADD, record, wanted, f"action add: {described['action']}"))
    return Acted(wanted.actions[-1], saved)


def find_cause(incident: Incident, wanted: str) -> str:
    """Return the id of the cause that an id, or a unique part of its text, names.

    Raises:
        NoSuchCause: for none or several.
    """
    causes = list(incident.causes())
    found = [cause for cause in causes if cause.id == wanted]
    if not found and width(wanted) >= SHORTEST:
        found = [cause for cause in causes if wanted.casefold() in cause.cause.casefold()]
    if len(found) != 1:
        raise NoSuchCause(wanted, incident.id, len(found))
    return str(found[0].id)


def _described(book: Logbook, words: ActionWords, causes: Sequence[str], now: datetime) -> dict[str, object]:
    """Return a new action as plain data: the template, then the one-line form, then what was said apart."""
    is_line = words.owner is None and NAMED.search(words.text)
    line = read_action(words.text, Calendar(now, book.zone)) if is_line else ActionLine(words.text)
    name = f"action/{words.template}.yaml"
    base = load(read_template(name, book.root).encode(), name=name).data if words.template else {}
    said: dict[str, object] = {
        "action": line.action or base.get("action"),
        "owner": words.owner or line.owner,
        "due": words.due.text if words.due else line.due and line.due.isoformat(),
        "aims_to": words.aim or line.aim,
        "strength": words.strength or line.strength,
        "every": words.every or line.every,
        "for": list(causes),
    }
    return {**base, **{key: value for key, value in said.items() if value}}


def _items(data: dict[str, object]) -> list[object]:
    items = data.get("actions")
    return items if isinstance(items, list) else []
