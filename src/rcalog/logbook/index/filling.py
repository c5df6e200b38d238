"""Write what has changed into the index: many records are read by several processes."""

from __future__ import annotations

import os
import sys
from itertools import chain, islice

from rcalog.logbook.index.rows import rows_of, rows_of_data, words_of
from rcalog.logbook.recordfile.bulk import read_plain
from rcalog.model.canonical import canonical

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Iterable, Iterator
    from concurrent.futures import Future

    from rcalog.logbook.git.place import Place
    from rcalog.logbook.index.refreshing import Change
    from rcalog.logbook.index.rows import Rows
    from rcalog.logbook.index.store import Store
    from rcalog.logbook.records import Broken, Record

FEW = 400
"""So many records are read sooner than other processes are started."""

PORTION = 50
"""So many records are handed to a process at once."""

MANY = 1000
"""So many words of records that have changed since may stay in the index, and of many records a quarter."""

PROCESSES = min(4, os.cpu_count() or 1) if sys.platform == "linux" else 1
"""More would only wait for the one that writes. Where processes are not forked, Python looks for what they load in the
folder that they are started in, to which others write; there, one has to do.
"""


def fill(store: Store, place: Place, changes: Iterable[Change]) -> None:
    """Write the rows of what has changed, and forget what has gone."""
    for change, rows in _read(changes, place):
        if change.is_new:
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


def _read(changes: Iterable[Change], place: Place) -> Iterator[tuple[Change, Rows | None]]:
    rest = iter(changes)
    yield from ((change, _rows(change, place)) for change in islice(rest, FEW))
    portions = iter(lambda: list(islice(rest, PORTION)), [])
    if PROCESSES > 1 and (first := next(portions, None)):
        yield from _read_by_several(chain([first], portions), place)
    for portion in portions:
        yield from zip(portion, _rows_of_portion(portion, place), strict=True)


def _read_by_several(portions: Iterable[list[Change]], place: Place) -> Iterator[tuple[Change, Rows | None]]:
    """Yield the rows in order; no more is read ahead than keeps the processes at work."""
    from collections import deque
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    executor = ProcessPoolExecutor(PROCESSES, mp_context=get_context("fork"), initializer=_leave_signals_alone)
    waiting: deque[tuple[list[Change], Future[list[Rows | None]]]] = deque()
    try:
        for portion in portions:
            waiting.append((portion, executor.submit(_rows_of_portion, portion, place)))
            if len(waiting) > 3 * PROCESSES:
                yield from _next(waiting)
        while waiting:
            yield from _next(waiting)
    finally:
        executor.shutdown(cancel_futures=True)


def _next(
    waiting: deque[tuple[list[Change], Future[list[Rows | None]]]],
) -> Iterator[tuple[Change, Rows | None]]:
    portion, future = waiting.popleft()
    return zip(portion, future.result(), strict=True)


def _leave_signals_alone() -> None:
    """Let the process that asked decide: Ctrl-C reaches all of them, and one is to say so."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _rows_of_portion(portion: list[Change], place: Place) -> list[Rows | None]:
    return [_rows(change, place) for change in portion]


def _rows(change: Change, place: Place) -> Rows | None:
    if not change.is_new or change.content is None:
        return None
    return read_for_index(change.path, change.content.raw, place)
