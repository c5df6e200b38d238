"""A new record: right after an outage, during it, or long after."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.planning import SCHEMA_LINE
from rcalog.logbook.recordfile import load, splice
from rcalog.logbook.templates import read_template
from rcalog.model.base import record_data
from rcalog.model.ids import incident_id
from rcalog.model.incident import SCHEMA, Incident, Kind, Severity
from rcalog.model.reading import read_incident
from rcalog.model.timeline import Status, Step, Times

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.model.times import When

REACHED = (Status.MITIGATED, Status.RESOLVED)


class EmptyTitle(UsageError):
    """A record needs a title."""

    code = "empty-title"

    def __init__(self) -> None:
        super().__init__("a record needs a title", hint="rcalog new checkout returns 502 for a third of requests")


class IdTaken(UsageError):
    """There is a record with this id already."""

    code = "id-taken"

    def __init__(self, wanted: str) -> None:
        super().__init__(f"there is a record {wanted} already", hint=f"rcalog show {wanted}")


@dataclass(frozen=True)
class Opening:
    """What is known when a record is made. Only the title is needed; `times` are keyed as in the record."""

    title: str
    times: Mapping[str, When] = field(default_factory=dict)
    how: str | None = None
    severity: Severity = Severity.UNRATED
    services: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    near_miss: bool = False
    lead: str | None = None
    summary: str | None = None
    template: str | None = None
    id: str | None = None


@dataclass(frozen=True)
class Opened:
    """A new record, and what was understood without being said, one sentence each."""

    saved: Saved
    remarks: tuple[str, ...]


def open_incident(book: Logbook, opening: Opening, *, now: datetime, write: Write) -> Opened:
    """Write a new record in one commit.

    Raises:
        EmptyTitle, IdTaken, NoSuchTemplate, InvalidRecord, and what a commit raises.
    """
    if not opening.title.strip():
        raise EmptyTitle
    template = _template(book, opening.template)
    wanted = _wanted(opening, new_id(book, opening, now), template)
    raw = _on_template(template, wanted) if template else None
    intent = Intent(Operation.NEW, None, wanted, "new", raw=raw)
    return Opened(write(intent), tuple(_remarks(opening, wanted)))


def build(opening: Opening, ref: str) -> dict[str, object]:
    """Return the data of a new record: the status follows from the times that were given."""
    times = _times(opening.times)
    reached = [status for status in REACHED if _known(times.get(status.value))]
    ladder = [Step(status=status, at=times[status.value], how=opening.how) for status in reached]
    incident = Incident(
        schema_=SCHEMA,
        id=ref,
        title=opening.title,
        kind=Kind.NEAR_MISS if opening.near_miss else Kind.INCIDENT,
        status=reached[-1] if reached else Status.ONGOING,
        severity=opening.severity,
        services=opening.services,
        tags=opening.tags,
        times=Times(**times),
        ladder=tuple(ladder),
        summary=opening.summary,
    )
    roles = {"roles": {"lead": opening.lead}} if opening.lead else {}
    return record_data(incident) | roles


def _times(given: Mapping[str, When]) -> dict[str, When]:
    """Return the times; harm that is over was stopped at the latest then."""
    resolved = given.get("resolved")
    return dict(given) if "mitigated" in given or resolved is None else {**given, "mitigated": resolved}


def _known(when: When | None) -> bool:
    return when is not None and not when.is_unknown


def new_id(book: Logbook, opening: Opening, now: datetime) -> str:
    """Return the id: the local date of the start, of the recording where that is unknown, and five characters.

    Raises:
        IdTaken.
    """
    taken = {path.name[:14] for path in book.catalog.paths()}
    if opening.id:
        if opening.id in taken:
            raise IdTaken(opening.id)
        return opening.id
    started = opening.times.get("started")
    day = started.instant.date() if started and started.instant else now.astimezone(book.zone).date()
    while (ref := incident_id(day, secrets.choice)) in taken:
        continue
    return ref


def _template(book: Logbook, name: str | None) -> bytes | None:
    if not name:
        return None
    return f"# {SCHEMA_LINE}\n{read_template(f'incident/{name}.yaml', book.root)}".encode()


def _wanted(opening: Opening, ref: str, template: bytes | None) -> Incident:
    data = build(opening, ref)
    if not template:
        return read_incident(data)
    base = dict(load(template, name=f"template {opening.template}").data)
    merged = base | data | {"tags": [*_texts(base, "tags"), *opening.tags]}
    if not opening.near_miss and "kind" in base:
        merged["kind"] = base["kind"]
    return read_incident(merged)


def _texts(data: Mapping[str, object], key: str) -> list[str]:
    found = data.get(key)
    return [text for text in found if isinstance(text, str)] if isinstance(found, list) else []


def _on_template(template: bytes, wanted: Incident) -> bytes:
    """Return the new file written into the template, so that its comments stay as guidance."""
    return splice(load(template), record_data(wanted))


def _remarks(opening: Opening, wanted: Incident) -> list[str]:
    remarks = []
    if "started" not in opening.times:
        remarks.append(f"no start given: the id takes today's date; rcalog set times.started=14:05 -i {wanted.id}")
    if wanted.severity is Severity.UNRATED:
        remarks.append(f"severity: unrated; rcalog set severity=sev2 -i {wanted.id}")
    if "resolved" in opening.times and "mitigated" not in opening.times:
        remarks.append("mitigated: taken to be when it was resolved")
    if wanted.status is not Status.ONGOING and not opening.how:
        remarks.append("how we know that it is over is not written down yet: rcalog edit")
    return remarks
