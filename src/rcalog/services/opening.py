"""A new record: right after an outage, during it, or long after."""

from __future__ import annotations

import re
import secrets
from datetime import date
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError, UsageError
from rcalog.logbook import recordfile
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.planning import SCHEMA_LINE
from rcalog.logbook.templates import read_template
from rcalog.model.base import INCIDENT_ID, record_data
from rcalog.model.ids import incident_id
from rcalog.model.incident import SCHEMA, Incident, Kind, Severity
from rcalog.model.reading import InvalidRecord, read_incident
from rcalog.model.timeline import Status
from rcalog.services.people import me_if_known
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.model.findings import Finding
    from rcalog.model.times import When

ENDS = ("mitigated", "resolved")
"""The times at which harm ends; each is a rung of the ladder."""


class EmptyTitle(UsageError):
    """A record needs a title."""

    code = "empty-title"

    def __init__(self) -> None:
        super().__init__("a record needs a title", hint="rcalog new checkout returns 502 for a third of requests")


class NotOverYet(UsageError):
    """What is said of the end of the harm does not go with what is said besides."""

    code = "not-over-yet"

    def __init__(self, how: str | None) -> None:
        message = "--how says how we know that it is over" if how else "--ongoing, and an end of the harm"
        super().__init__(message, hint="add --mitigated or --resolved TIME (or unknown)" if how else "leave one out")


class NoIncidentId(UsageError):
    """The text is no id of an incident."""

    code = "no-incident-id"

    def __init__(self, text: str) -> None:
        hint = "a date, and five lower-case letters or digits, the first a letter: 20170131-k7f3q (no i, l, o, u)"
        super().__init__(f"{text!r} cannot be an id", hint=hint)


class IdTaken(UsageError):
    """There is a record with this id already."""

    code = "id-taken"

    def __init__(self, wanted: str) -> None:
        super().__init__(f"there is a record {wanted} already", hint=f"rcalog show {wanted}")


class TemplateInvalid(RcalogError):
    """A template holds what no record may hold; `findings` says what."""

    code = "template-invalid"

    def __init__(self, name: str, findings: Sequence[Finding]) -> None:
        super().__init__(f"the template {name} would make a record that is not valid")
        self.findings = tuple(findings)


class Opening(Value):
    """What is known when a record is made. Only the title is needed; `times` are keyed as in the record."""

    title: str
    times: Mapping[str, When] = {}
    how: str | None = None
    ongoing: bool = False
    severity: Severity = Severity.UNRATED
    services: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    near_miss: bool = False
    lead: str | None = None
    summary: str | None = None
    template: str | None = None
    id: str | None = None

    @property
    def is_over(self) -> bool:
        """Whether an end of the harm was given, be it that nobody knows when."""
        return any(name in self.times for name in ENDS)


class Opened(Value):
    """A new record, and what was understood without being said, one sentence each."""

    saved: Saved
    remarks: tuple[str, ...]


def open_incident(book: Logbook, opening: Opening, *, now: datetime, write: Write) -> Opened:
    """Write a new record in one commit.

    Raises:
        What `plan` raises, and what a commit raises.
    """
    intent, remarks = plan(book, opening, now=now)
    return Opened(write(intent), remarks)


def plan(book: Logbook, opening: Opening, *, now: datetime) -> tuple[Intent, tuple[str, ...]]:
    """Return the intention to make a new record, and what was understood without being said.

    Raises:
        EmptyTitle, NotOverYet, NoIncidentId, IdTaken, NoSuchTemplate, TemplateInvalid, InvalidRecord.
    """
    if not opening.title.strip():
        raise EmptyTitle
    opening = like_template(book, opening)
    if (opening.ongoing and opening.is_over) or (opening.how and not opening.is_over and not opening.near_miss):
        raise NotOverYet(opening.how if not opening.ongoing else None)
    wanted = read_incident(build(opening, new_id(book, opening, now), by=me_if_known(book)))
    raw = _on_template(book, opening.template, wanted) if opening.template else None
    return Intent(Operation.NEW, None, wanted, f"new {opening.title}", raw=raw), tuple(_remarks(opening, wanted))


def like_template(book: Logbook, opening: Opening) -> Opening:
    """Return what is known, with the kind that its template stands for.

    Raises:
        NoSuchTemplate, RecordError.
    """
    if not opening.template:
        return opening
    kind = recordfile.load(_template(book, opening.template), name=f"template {opening.template}").data.get("kind")
    return opening.with_(near_miss=opening.near_miss or kind == Kind.NEAR_MISS)


def build(opening: Opening, ref: str, *, by: str | None = None) -> dict[str, object]:
    """Return the data of a new record: the status follows from the times that were given."""
    steps = _steps(opening.times)
    over = opening.near_miss and not opening.ongoing
    reached = list(steps)[-1] if steps else Status.RESOLVED if over else Status.ONGOING
    times = {**opening.times, **{status.value: when for status, when in steps.items()}}
    return {
        "schema": SCHEMA,
        "id": ref,
        "title": opening.title,
        "kind": (Kind.NEAR_MISS if opening.near_miss else Kind.INCIDENT).value,
        "status": reached.value,
        "severity": opening.severity.value,
        "services": list(opening.services),
        "tags": list(opening.tags),
        "roles": {"lead": opening.lead},
        "times": {name: when.text for name, when in times.items()},
        "ladder": [
            {"status": status.value, "at": when.text, "by": by, "how": opening.how} for status, when in steps.items()
        ],
        "summary": opening.summary,
    }


def _steps(times: Mapping[str, When]) -> dict[Status, When]:
    """Return the rungs that were reached, with their times; harm that is over was stopped at the latest then."""
    mitigated, resolved = times.get("mitigated"), times.get("resolved")
    if resolved:
        return {Status.MITIGATED: mitigated or resolved, Status.RESOLVED: resolved}
    return {Status.MITIGATED: mitigated} if mitigated else {}


def new_id(book: Logbook, opening: Opening, now: datetime) -> str:
    """Return the id: the local date of the start, of the recording where that is unknown, and five characters.

    Raises:
        NoIncidentId, IdTaken.
    """
    if opening.id:
        if not re.fullmatch(INCIDENT_ID, opening.id):
            raise NoIncidentId(opening.id)
        if opening.id in {known for known, _ in book.catalog.ids()}:
            raise IdTaken(opening.id)
        return opening.id
    day = _day(opening.times.get("started")) or now.astimezone(book.zone).date()
    taken = book.catalog.beginnings(day)
    while (ref := incident_id(day, secrets.choice)) in taken:
        continue
    return ref


def _day(started: When | None) -> date | None:
    """Return the date on which something began, as it was said; of a month the first."""
    if started is None or started.is_unknown:
        return None
    return date.fromisoformat(f"{started.text.removeprefix('~')}-01"[:10])


def _template(book: Logbook, name: str) -> bytes:
    return f"# {SCHEMA_LINE}\n{read_template(f'incident/{name}.yaml', book.root)}".encode()


def _on_template(book: Logbook, name: str, wanted: Incident) -> bytes:
    """Return the new file written into the template, so that its comments stay as guidance; what was given wins.

    Raises:
        TemplateInvalid: for a template that spoils the record.
    """
    template = recordfile.load(_template(book, name), name=f"template {name}")
    try:
        return recordfile.splice(template, record_data(read_incident(_merged(template.data, record_data(wanted)))))
    except InvalidRecord as error:
        raise TemplateInvalid(name, error.findings) from error


def _merged(base: Mapping[str, object], mine: Mapping[str, object]) -> dict[str, object]:
    """Return a template's data with what was given over it; tags and services of both."""
    merged = {**base, **mine}
    for key, value in mine.items():
        under = base.get(key)
        if isinstance(value, dict) and isinstance(under, dict):
            merged[key] = _merged(under, value)
        elif isinstance(value, list) and isinstance(under, list):
            merged[key] = [*under, *(item for item in value if item not in under)]
    return merged


def _remarks(opening: Opening, wanted: Incident) -> list[str]:
    remarks = []
    if "started" not in opening.times:
        remarks.append(f"no start given, so the id has today's date: rcalog set times.started=14:05 -i {wanted.id}")
    if wanted.severity is Severity.UNRATED:
        remarks.append(f"not rated yet: rcalog set severity=sev2 -i {wanted.id}")
    if "resolved" in opening.times and "mitigated" not in opening.times:
        remarks.append("mitigated is taken to be when it was resolved")
    if opening.is_over and not opening.how:
        remarks.append(f"how we know is not said yet: rcalog mark {wanted.status} HOW-WE-KNOW -i {wanted.id}")
    if opening.near_miss and not (opening.ongoing or opening.is_over):
        remarks.append("a near miss did no harm, so it counts as resolved")
    return remarks
