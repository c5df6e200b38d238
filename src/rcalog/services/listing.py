"""Finding incidents: a plain scan of the records."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from rcalog.logbook.records import Broken, Record
from rcalog.model.query import Facts, Query, incident_facts
from rcalog.model.tokens import values

if TYPE_CHECKING:
    from datetime import date, tzinfo

    from rcalog.logbook.book import Logbook


@dataclass(frozen=True)
class Listing:
    """The incidents that were asked for, newest first; `total` counts those left out by the limit too."""

    records: tuple[Record, ...]
    broken: tuple[Broken, ...]
    total: int


def list_incidents(book: Logbook, query: Query, *, limit: int | None, now: datetime) -> Listing:
    """Return the incidents that match, newest first, and the records that cannot be read, whatever they are about."""
    found = list(book.catalog.scan())
    today = now.astimezone(book.zone).date()
    records = [each for each in found if isinstance(each, Record) and query.matches(facts(each, today, book.zone))]
    records.sort(key=lambda record: begins(record, book.zone), reverse=True)
    broken = tuple(each for each in found if isinstance(each, Broken))
    return Listing(tuple(records[:limit]), broken, len(records))


def begins(record: Record, zone: tzinfo) -> tuple[datetime, str]:
    """Return what incidents are sorted by: the start, else the date of the id; then the id."""
    started = record.incident.times.started
    earliest = started.earliest if started else None
    day = datetime.strptime(record.incident.id[:8], "%Y%m%d").replace(tzinfo=zone)
    return earliest or day, record.incident.id


def facts(record: Record, today: date, zone: tzinfo) -> Facts:
    """Return what a query looks at in a record; the start is in the team's zone."""
    return incident_facts(record.incident, values(record.document.data), today=today, zone=zone)
