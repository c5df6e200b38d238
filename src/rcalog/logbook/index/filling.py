"""Write what has changed into the index."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook.index.rows import rows_of
from rcalog.logbook.records import parse_record, unreadable

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rcalog.logbook.index.refreshing import Change
    from rcalog.logbook.index.rows import Rows
    from rcalog.logbook.index.store import Store
    from rcalog.logbook.records import Broken, Record
    from rcalog.logbook.repository import Repository


def fill(store: Store, repo: Repository, changes: Iterable[Change]) -> None:
    """Write the rows of what has changed, and forget what has gone."""
    for change in changes:
        if change.is_new and change.content is None:
            store.drop(change.path)
        elif change.is_new and change.content:
            store.put(read_for_index(change.path, change.content.raw, repo))
        store.know(change.path, change.oid, change.content)


def overlay(store: Store, path: str, found: Record | Broken | None) -> None:
    """Write the rows of a record as it will be; None: as it will be gone."""
    if found is None:
        store.drop(path)
    else:
        store.put(rows_of(found))


def read_for_index(path: str, raw: bytes | OSError, repo: Repository) -> Rows:
    """Return the rows of a file that holds these bytes, or that the disk refused to read."""
    place = PurePosixPath(path)
    found = unreadable(place, raw, repo) if isinstance(raw, OSError) else parse_record(place, raw, repo)
    return rows_of(found)
