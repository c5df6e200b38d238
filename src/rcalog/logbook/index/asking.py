"""Questions to an index that is up to date."""

from __future__ import annotations

from rcalog.logbook.index.excerpts import (
    Called,
    Cells,
    Excerpt,
    Found,
    Named,
    Task,
    day,
    path_of,
    place_of,
)
from rcalog.logbook.index.sql import CELLS, EVERYTHING, MOST, NEWEST_FIRST, Condition, action_order, incident_order
from rcalog.logbook.index.store import stored
from rcalog.model.query.sorting import NEWEST, PRESSING, Sort
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from datetime import date, tzinfo
    from pathlib import PurePosixPath
    from typing import Any

    from rcalog.logbook.index.reaching import Reach
    from rcalog.logbook.index.unread import Unread
    from rcalog.model.query.query import Query

SHOWN = Excerpt.COLUMNS
BLOCK = 500
"""So many rows are taken apart into columns at once: in little memory, which is used again for the next ones."""
BODY = "JOIN body USING (number)"

SHORTEST = 3
"""Cells that a part of an id or of a name must have: three letters, or two Chinese characters."""


class TaskFilter(Value):
    """Which actions are wanted: what the query looks at, see `action_facts`."""

    query: Query
    open: bool = False
    overdue: bool = False
    owner: str | None = None
    due: date | None = None
    incident: str | None = None


class Asker:
    """Asks one index; `zone` finds the clock of the team, and `drafts` has the ids of those that wait, by path."""

    def __init__(
        self,
        db: sqlite3.Connection,
        zone: Callable[[], tzinfo | None],
        drafts: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.db, self._zone, self._drafts = db, zone, drafts or {}

    @property
    def has_drafts(self) -> bool:
        """Whether drafts that wait are among what it asks."""
        return bool(self._drafts)

    def find(
        self, query: Query, *, today: date | None, sort: Sort = NEWEST, limit: int | None = None, whole: bool = False
    ) -> Found:
        """Return the incidents that match, in order; `whole` with their data, and what is late of them `today`.

        By `rank`, those come first in which the words of the query stand most often for their length.

        The records that cannot be read come with them, whatever they are about.
        """
        reach, order = self._reach(query), incident_order(sort)
        wanted = self._judged(query, today, in_order=_is_dense(reach, sort, limit))
        ranks = _ranks(query) if sort.field == "rank" else Condition("")
        where = f"{ranks.sql} WHERE {wanted.sql} ORDER BY {order} LIMIT ?"
        sql = f"SELECT {SHOWN} FROM record {where}"  # noqa: S608
        if whole:  # the data is read of those alone that are chosen
            chosen = f"(SELECT number AS chosen FROM record {where}) JOIN record ON number = chosen {BODY}"  # noqa: S608
            table = f"record {BODY} {where}" if ranks.sql else f"{chosen} ORDER BY {order}"
            sql = f"SELECT {SHOWN}{Excerpt.DATA if today else Excerpt.SAID} FROM {table}"  # noqa: S608
        until = (today.isoformat(),) if whole and today else ()
        rows = self.db.execute(sql, (*until, *ranks.values, *wanted.values, _most(limit))).fetchall()
        total = self._total(len(rows), reach, wanted, limit)
        return Found(tuple(Excerpt(row, self._drafts) for row in rows), tuple(self.broken()), total)

    def cells(
        self, query: Query, names: Sequence[str], *, today: date | None, sort: Sort = NEWEST, limit: int | None = None
    ) -> Cells:
        """Return the incidents that match, in order, as columns of these names, see `CELLS`; for many it is faster."""
        reach, shown = self._reach(query), ", ".join(CELLS[name] for name in names)
        wanted = self._judged(query, today, in_order=_is_dense(reach, sort, limit))
        sql = f"SELECT {shown} FROM record WHERE {wanted.sql} ORDER BY {incident_order(sort)} LIMIT ?"  # noqa: S608
        columns: list[list[Any]] = [[] for _ in names]
        cursor = self.db.execute(sql, (*wanted.values, _most(limit)))
        while rows := cursor.fetchmany(BLOCK):
            for column, part in zip(columns, zip(*rows, strict=True), strict=True):
                column.extend(part)
        return Cells(columns, tuple(self.broken()), self._total(len(columns[0]), reach, wanted, limit))

    def _total(self, found: int, reach: Reach | None, wanted: Condition, limit: int | None) -> int:
        """Return how many incidents there are without the limit."""
        if limit is None or found < limit:
            return found
        total = reach.total if reach else None
        return self._count(wanted) if total is None else total

    def _reach(self, query: Query) -> Reach | None:
        if not query.terms:
            return None
        from rcalog.logbook.index.reaching import Reach

        return Reach(self.db, query)

    def whole(self, numbers: Sequence[int]) -> list[tuple[int, Excerpt]]:
        """Return the incidents of these numbers, each with its own and with its data, in no order."""
        marks = ", ".join("?" * len(numbers))
        sql = f"SELECT number, {SHOWN}{Excerpt.SAID} FROM record {BODY} WHERE number IN ({marks})"  # noqa: S608
        return [(number, Excerpt(row, self._drafts)) for number, *row in self.db.execute(sql, tuple(numbers))]

    def at(self, path: str) -> Excerpt | None:
        """Return the incident whose record is in a file, with its data."""
        sql = f"SELECT {SHOWN}{Excerpt.SAID} FROM record {BODY} WHERE record.path = ?"  # noqa: S608
        row = self.db.execute(sql, (stored(path),)).fetchone()
        return Excerpt(row, self._drafts) if row else None

    def broken(self) -> Iterator[Unread]:
        """Yield the records that cannot be read, by path."""
        for path, name, findings in self.db.execute("SELECT path, id, findings FROM broken ORDER BY path"):
            from rcalog.logbook.index.unread import Unread

            yield Unread(place_of(path), name, findings)

    def names(self, *statuses: str) -> list[Named]:
        """Return what every record is called, by path: of these statuses, else also those that cannot be read."""
        return self._named(f"status IN ({', '.join('?' * len(statuses))})" if statuses else "1", *statuses)

    def having(self, ids: Collection[str]) -> list[Named]:
        """Return what the records are called that have one of these ids, by path."""
        from rcalog.model.jsontext import json_text

        return self._named("id IN (SELECT value FROM json_each(?))", json_text(sorted(ids)))

    def called(self, wanted: str, *, may_be_part: bool) -> list[Named]:
        """Return the records that match a folded reference in the strictest way in which any does.

        `may_be_part` is whether it is long enough to be a part of an id or of a name.
        """
        ways = ["id = ?1", "substr(id, 10) = ?1"]
        if may_be_part:
            ways += ["substr(id, 10, length(?1)) = ?1", "(instr(id, ?1) OR instr(stem, ?1))"]
        return next((found for way in ways if (found := self._named(way, wanted))), [])

    def newest(self) -> list[Named]:
        """Return the incident that began last, if there is any."""
        last = self.db.execute(f"SELECT path FROM record ORDER BY {NEWEST_FIRST} LIMIT 1").fetchone()  # noqa: S608
        return self._named("path = ?", *last) if last else []

    def _named(self, where: str, *values: str | bytes) -> list[Named]:
        sql = f"SELECT path, id, title, status FROM named WHERE {where} ORDER BY path"  # noqa: S608
        rows = self.db.execute(sql, values)
        return [Named(path_of(path), name or None, title, status) for path, name, title, status in rows]

    def actions_called(self, wanted: str, *, part: str, within: PurePosixPath | None = None) -> list[Called]:
        """Return the actions with this id; where there are none, the live ones with `part`, if any, in their text.

        `within` is the record to look in.
        """
        place = Condition("1") if within is None else Condition("record.path = ?", (stored(within.as_posix()),))
        found = self._called(Condition("action.id = ?", (wanted,)) & place)
        if found or not part:
            return found
        return self._called(Condition("action.status <> 'dropped' AND instr(folded_text, ?)", (part,)) & place)

    def _called(self, condition: Condition) -> list[Called]:
        columns = "record.path, record.id, action.id, json_extract(action.data, '$.action')"
        where = f"WHERE {condition.sql} ORDER BY record.path, place"
        sql = f"SELECT {columns} FROM action JOIN record USING (number) {where}"  # noqa: S608
        return [Called(place_of(path), *texts) for path, *texts in self.db.execute(sql, condition.values)]

    def gone(self) -> list[PurePosixPath]:
        """Return the paths of the records that HEAD has and neither the work tree nor a draft, in order."""
        rows = self.db.execute("SELECT path FROM file WHERE blob IS NULL AND oid IS NOT blob ORDER BY path")
        paths = [place_of(path) for (path,) in rows]
        return [path for path in paths if path.as_posix() not in self._drafts]

    def tasks(self, wanted: TaskFilter, *, today: date, sort: Sort = PRESSING) -> list[Task]:
        """Return the actions that are wanted, in order."""
        found = self._judged(wanted.query, today, of_actions=True)
        for condition in _conditions(wanted, today):
            found &= condition
        columns = "record.id, title, severity, action.id, action.status, due_on, is_open, action.data"
        where = f"WHERE {found.sql} ORDER BY {action_order(sort)}"
        sql = f"SELECT {columns} FROM action JOIN record USING (number) {where}"  # noqa: S608
        return [_task(row, today) for row in self.db.execute(sql, found.values)]

    def _judged(
        self, query: Query, today: date | None, *, of_actions: bool = False, in_order: bool = False
    ) -> Condition:
        if not query.terms:
            return EVERYTHING
        from rcalog.logbook.index.judging import Judge

        found = Judge(today, of_actions, in_order).condition(query)
        if "local(" in found.sql:
            zone = self._zone()
            self.db.create_function("local", 1, lambda at: _local(at, zone))
        return found

    def _count(self, wanted: Condition) -> int:
        sql = f"SELECT count(*) FROM record WHERE {wanted.sql}"  # noqa: S608
        if wanted == EVERYTHING:
            sql = "SELECT value FROM meta WHERE key = 'records'"
        return int(self.db.execute(sql, wanted.values).fetchone()[0])


def _most(limit: int | None) -> int:
    return -1 if limit is None else min(limit, MOST)


def _is_dense(reach: Reach | None, sort: Sort, limit: int | None) -> bool:
    return reach is not None and sort.field == NEWEST.field and reach.is_dense(limit)


def _ranks(query: Query) -> Condition:
    from rcalog.logbook.index.judging import Judge

    return Judge.ranks(query)


def _conditions(wanted: TaskFilter, today: date) -> Iterator[Condition]:
    if wanted.open:
        yield Condition("action.is_open")
    if wanted.overdue:
        yield Condition("due_on < ?", (today.isoformat(),))
    if wanted.owner is not None:
        from rcalog.model.tokens import folded

        yield Condition("folded_owner = ?", (folded(wanted.owner),))
    if wanted.due:
        yield Condition("due_on <= ?", (wanted.due.isoformat(),))
    if wanted.incident:
        yield Condition("record.id = ?", (wanted.incident,))


def _task(row: tuple[Any, ...], today: date) -> Task:
    incident, title, severity, name, status, due_on, is_open, data = row
    due = day(due_on)
    return Task(incident, title, severity, name, status, due, bool(due and due < today), bool(is_open), data)


def _local(at: int | None, zone: tzinfo | None) -> str | None:
    if at is None:
        return None
    from datetime import UTC, datetime

    return datetime.fromtimestamp(at, UTC).astimezone(zone).replace(tzinfo=None).isoformat()
