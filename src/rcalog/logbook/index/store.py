"""The file that the index is kept in: opened, made, thrown away."""

from __future__ import annotations

import _sqlite3 as sqlite3
import os
from contextlib import contextmanager, suppress

from rcalog.logbook.index.database import Database, sweep, throw_away, with_version
from rcalog.logbook.index.excerpts import path_of
from rcalog.logbook.index.schema import ACTION, BROKEN, OF_A_RECORD, RECORD, TABLES, VERSION
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rcalog.logbook.index.disk import Content
    from rcalog.logbook.index.rows import Rows


def _inserting(table: str, *columns: str) -> str:
    marks = ", ".join("?" * len(columns))
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})"  # noqa: S608 (names of our own)


_PUT_RECORD = _inserting("record", "path", *RECORD)
_PUT_BROKEN = _inserting("broken", "path", *BROKEN)
_PUT_ACTION = _inserting("action", "number", *ACTION)
_COUNT = "UPDATE meta SET value = value + ? WHERE key = 'records'"
"""A trigger would do the same, and have FTS5 write out its words with each record: half of the time for all."""


class Known(Value):
    """What the index knows of a file: the blob that HEAD has there, the one that the file was, and its marks."""

    oid: str | None
    blob: str | None
    mark: str


class Store(Database):
    """An open index. Whoever finds it harmed throws it away, and opens another."""

    def __init__(self, path: str | None) -> None:
        super().__init__(path, TABLES, VERSION)

    @contextmanager
    def passing(self) -> Iterator[None]:
        """Let a block write for itself alone: what it wrote is never kept."""
        self.begin()
        try:
            yield
        finally:
            self.db.execute("ROLLBACK")

    def copied(self) -> Store:
        """Return a copy in memory, for which nobody who writes has to be waited."""
        copy = Store(None)
        self.db.backup(copy.db)
        return copy

    def facts(self) -> dict[str, str]:
        """Return what is known of the index itself."""
        return dict(self.db.execute("SELECT key, value FROM meta"))

    def name(self) -> str:
        """Return what no other index is called; this one gets it when it is first asked for."""
        if not (found := self.facts().get("name")):
            with self.writing():
                self.db.execute("INSERT OR IGNORE INTO meta VALUES ('name', hex(randomblob(8)))")
            found = self.facts()["name"]
        return found

    def set_facts(self, facts: Mapping[str, str]) -> None:
        """Keep what is known of the index itself."""
        self.db.executemany("REPLACE INTO meta VALUES (?, ?)", facts.items())

    def files(self, paths: Iterable[str] | None = None) -> dict[str, Known]:
        """Return what is known of these files, or of all."""
        if paths is None:
            found = self.db.execute("SELECT path, oid, blob, mark FROM file").fetchall()
        else:
            one = "SELECT path, oid, blob, mark FROM file WHERE path = ?"
            found = [row for path in paths for row in self.db.execute(one, (stored(path),))]
        return {path_of(path): Known(oid, blob, mark) for path, oid, blob, mark in found}

    def unsettled(self) -> list[str]:
        """Return the files that were not what HEAD has, which have to be looked at again each time."""
        return [path_of(path) for (path,) in self.db.execute("SELECT path FROM file WHERE oid IS NOT blob")]

    def folders(self) -> dict[str, str]:
        """Return the folders that there were, with marks where all of their files are known."""
        return {path_of(path): mark for path, mark in self.db.execute("SELECT path, mark FROM folder")}

    def set_folders(self, marks: Mapping[str, str]) -> None:
        """Keep these folders with their marks, and no others."""
        known = self.folders()
        gone, new = known.keys() - marks.keys(), dict(marks.items() - known.items())
        self.db.executemany("DELETE FROM folder WHERE path = ?", [(stored(path),) for path in gone])
        self.db.executemany("REPLACE INTO folder VALUES (?, ?)", [(stored(path), mark) for path, mark in new.items()])

    def know(self, path: str, oid: str | None, content: Content | None) -> None:
        """Keep what was seen of a file; what is neither there nor in HEAD is forgotten."""
        if oid is None and content is None:
            self.db.execute("DELETE FROM file WHERE path = ?", (stored(path),))
            return
        row = (stored(path), oid, content.blob if content else None, content.mark if content else "")
        self.db.execute("REPLACE INTO file VALUES (?, ?, ?, ?)", row)

    def put(self, rows: Rows) -> None:
        """Add the rows of a file that has none."""
        if rows.is_broken:
            self.db.execute(_PUT_BROKEN, (stored(rows.path), *rows.record))
            return
        number = self.db.execute(_PUT_RECORD, (stored(rows.path), *rows.record)).lastrowid
        self.db.execute(_COUNT, (1,))
        self.db.execute("INSERT INTO body VALUES (?, ?, ?, ?)", (number, *rows.body))
        self.db.execute("INSERT INTO words (rowid, text) VALUES (?, ?)", (number, rows.words))
        self.db.executemany("INSERT INTO label VALUES (?, ?, ?)", [(*label, number) for label in rows.labels])
        self.db.executemany(_PUT_ACTION, [(number, *action) for action in rows.actions])

    def drop(self, path: str) -> None:
        """Remove the rows of a file; its words stay behind, under a number that is never given again."""
        self.db.execute("DELETE FROM broken WHERE path = ?", (stored(path),))
        for (number,) in self.db.execute("SELECT number FROM record WHERE path = ?", (stored(path),)).fetchall():
            for table in ("record", *OF_A_RECORD):
                self.db.execute(f"DELETE FROM {table} WHERE number = ?", (number,))  # noqa: S608 (names of our own)
            self.db.execute("INSERT INTO gone VALUES (?)", (number,))
            self.db.execute(_COUNT, (-1,))

    def words_left_behind(self) -> tuple[int, int]:
        """Return how many records there are, and of how many that are no more the words are still there."""
        records, gone = self.db.execute(
            "SELECT value + 0, (SELECT count(*) FROM gone) FROM meta WHERE key = 'records'"
        ).fetchone()
        return records, gone

    def bodies(self) -> Iterator[tuple[int, str]]:
        """Yield number and data of every record."""
        yield from self.db.execute("SELECT number, data FROM body")

    def replace_words(self, words: Iterable[tuple[int, str]]) -> None:
        """Put the words of the records that there are in the place of all."""
        self.db.execute("INSERT INTO words (words) VALUES ('delete-all')")
        self.db.execute("DELETE FROM gone")
        self.db.executemany("INSERT INTO words (rowid, text) VALUES (?, ?)", words)


def stored(path: str) -> bytes:
    """Return a path as it is stored: a name need not be text."""
    return path.encode("utf-8", "surrogateescape")


def of_this_version(path: str) -> str:
    """Return the path of an index with its version in the name."""
    return with_version(path, VERSION)


def open_store(places: Iterable[str]) -> Store:
    """Open the index in the first place that takes it, else in memory; one that is harmed goes."""
    for place in places:
        with suppress(OSError, sqlite3.Error):
            os.makedirs(os.path.dirname(place), exist_ok=True)
            found = _opened(of_this_version(place))
            sweep(place, VERSION)
            return found
    return Store(None)


def _opened(path: str) -> Store:
    try:
        return Store(path)
    except sqlite3.OperationalError:  # locked, or a disk that takes nothing: the file itself may be whole
        raise
    except sqlite3.DatabaseError:
        throw_away(path)
        return Store(path)
