"""Write what has changed into the index: many records are read by several processes."""

from __future__ import annotations

from functools import partial

from rcalog.logbook.index.rows import rows_of, rows_of_data, words_of
from rcalog.logbook.portions import by_portions
from rcalog.logbook.recordfile.bulk import read_plain
from rcalog.model.canonical import canonical

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from rcalog.logbook.git.place import Place
    from rcalog.logbook.index.refreshing import Change
    from rcalog.logbook.index.rows import Rows
    from rcalog.logbook.index.store import Store
    from rcalog.logbook.records import Broken, Record

MANY = 1000
"""So many words of records that have changed since may stay in the index, and of many records a quarter."""


def fill(store: Store, place: Place, changes: Iterable[Change], tell: Callable[[int], object]) -> None:
    """Write the rows of what has changed, and forget what has gone; `tell` is told how many are done."""
    done = by_portions(partial(_rows_of_portion, place=place), changes)
    for number, (change, rows) in enumerate(done, 1):
        tell(number)
        if change.is_new and change.was_there:
            store.drop(change.path)
        if rows:
            store.put(rows)
        store.know(change.path, change.oid, change.content)
    records, left_behind = store.words_left_behind()
    if left_behind > max(MANY, records // 4):
        import json

        store.replace_words((number, words_of(json.loads(body))) for number, body in store.bodies())


def overlay(store: Store, path: str, found: Record | Broken | None) -> None:
    """Write the rows of a record as it will be; None: as it will be gone."""
    store.drop(path)
    if found is not None:
        store.put(rows_of(found))


def read_for_index(path: str, raw: bytes | OSError, place: Place) -> Rows:
    """Return the rows of a file that holds these bytes, or that the disk refused to read."""
    if isinstance(raw, bytes) and (said := read_plain(raw)) is not None and (data := canonical(said)) is not None:
        return rows_of_data(path, said, data)
    from pathlib import PurePosixPath

    from rcalog.logbook.records import parse_record, unreadable
    from rcalog.logbook.repository import Repository

    where, repo = PurePosixPath(path), Repository(place)
    found = unreadable(where, raw, repo) if isinstance(raw, OSError) else parse_record(where, raw, repo)
    return rows_of(found)


def _rows_of_portion(portion: list[Change], *, place: Place) -> list[Rows | None]:
    return [_rows(change, place) for change in portion]


def _rows(change: Change, place: Place) -> Rows | None:
    if not change.is_new or change.content is None:
        return None
    return read_for_index(change.path, change.content.raw, place)
