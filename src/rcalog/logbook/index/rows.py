"""A record to the rows that the index keeps of it."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook.records import Broken, Record
from rcalog.model.base import record_data
from rcalog.model.overdue import due_on
from rcalog.model.query.facts import owners, traits
from rcalog.model.query.periods import Period
from rcalog.model.reading import with_item_ids
from rcalog.model.tokens import folded, tokens_of_values, values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from rcalog.model.incident import Incident

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
Value = str | int | None


@dataclass(frozen=True)
class Rows:
    """What the tables get of one file: columns and values of `record`, or of `broken`; labels; items; all words.

    `items` are the actions, causes and events: the table, and its columns and values.
    """

    path: str
    record: Mapping[str, Value]
    body: str = ""
    labels: tuple[tuple[str, str], ...] = ()
    items: tuple[tuple[str, Mapping[str, Value]], ...] = ()
    words: str = ""
    is_broken: bool = False


def rows_of(found: Record | Broken) -> Rows:
    """Return the rows of a record, or of a file that cannot be read as one."""
    if isinstance(found, Broken):
        findings = json.dumps([asdict(finding) for finding in found.errors])  # a file's name need not be text
        return Rows(
            found.path.as_posix(), {"stem": stem(found.path), "id": found.id, "findings": findings}, is_broken=True
        )
    return rows_of_incident(found.path.as_posix(), found.incident, found.document.data)


def rows_of_incident(path: str, incident: Incident, data: Mapping[str, object]) -> Rows:
    """Return the rows of an incident; `data` is what its record file says."""
    ids = [item.id for items in (incident.actions, incident.causes(), incident.timeline) for item in items]
    named = incident if all(ids) else with_item_ids(incident)
    return Rows(
        path,
        {"stem": stem(PurePosixPath(path)), **_head(incident), **_start(incident)},
        plain(data),
        tuple(sorted({(key, folded(value)) for key, value in _labels(incident)})),
        tuple(_items(named)),
        words_of(data),
    )


def stem(path: PurePosixPath) -> str:
    """Return the name of a file as references are compared with it."""
    return path.stem.encode("utf-8", "replace").decode().casefold()


def words_of(data: Mapping[str, object]) -> str:
    """Return the tokens of a record, as they are looked for."""
    return " ".join(tokens_of_values(values(data)))


def plain(data: object) -> str:
    """Return data as JSON."""
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def _head(incident: Incident) -> dict[str, Value]:
    over = incident.times.resolved
    return {
        "id": incident.id,
        "title": incident.title,
        "folded_title": folded(incident.title),
        "kind": incident.kind.value,
        "status": incident.status.value,
        "rung": incident.status.rung,
        "severity": incident.severity.value,
        "rank": incident.severity.rank,
        "resolved": over.text if over else None,
        "resolved_on": over.earliest.date().isoformat() if over and over.earliest else None,
        "names": plain([incident.services, incident.tags, list(owners(incident)), _legs(incident)]),
    }


def _start(incident: Incident) -> dict[str, Value]:
    """Return what is known of the start: as written, what is sorted by, and the bounds that a query looks at."""
    started = incident.times.started
    day = datetime.strptime(incident.id[:8], "%Y%m%d").replace(tzinfo=UTC)
    began = (started.earliest if started else None) or day
    row: dict[str, Value] = dict.fromkeys(("first", "last", "said_first", "said_last"))
    row |= {"started": started.text if started else None, "began": (began - EPOCH) // timedelta(microseconds=1)}
    if started and started.earliest and started.latest:
        row |= {"first": seconds(started.earliest), "last": seconds(started.latest)}
        if not started.instant:
            said = Period.read(started.text.removeprefix("~"))
            row |= {"said_first": said.first.isoformat(), "said_last": said.last.isoformat()}
    return row


def seconds(moment: datetime) -> int:
    """Return the whole seconds since 1970."""
    return (moment - EPOCH) // timedelta(seconds=1)


def _legs(incident: Incident) -> list[str]:
    return [leg.leg.value for leg in incident.whys]


def _labels(incident: Incident) -> Iterator[tuple[str, str]]:
    yield from (("service", name) for name in incident.services)
    yield from (("tag", name) for name in incident.tags)
    yield from (("owner", name) for name in owners(incident))
    yield from (("leg", name) for name in _legs(incident))
    yield from (("has", name) for name in traits(incident))


def _items(incident: Incident) -> Iterator[tuple[str, dict[str, Value]]]:
    yield from (("action", row) for row in _actions(incident))
    causes = ((leg.leg.value, cause) for leg in incident.whys for cause in leg.walk())
    for place, (leg, cause) in enumerate(causes):
        kind: dict[str, Value] = {"leg": leg, "level": cause.level, "ending": cause.end}
        yield "cause", {"place": place, "id": cause.id, **kind, "folded_text": folded(cause.cause)}
    for place, event in enumerate(incident.timeline):
        row: dict[str, Value] = {"place": place, "id": event.id, "at": event.at.text, "type": event.type}
        yield "event", row | {"folded_text": folded(event.event)}


def _actions(incident: Incident) -> Iterator[dict[str, Value]]:
    for place, action in enumerate(incident.actions):
        data = record_data(action)
        due = due_on(action)
        yield {
            "place": place,
            "id": action.id,
            "status": action.status.value,
            "is_open": int(action.is_open),
            "folded_owner": folded(action.owner) if action.owner else None,
            "folded_text": folded(action.action),
            "due_on": due.isoformat() if due else None,
            "tokens": " ".join(["", *tokens_of_values((incident.id, incident.title, *values(data)))]),
            "data": plain(data),
        }
