"""What an index holds, and what it should hold."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from rcalog.logbook.book import Logbook
from rcalog.logbook.index import Asker
from rcalog.logbook.index.rows import Rows, rows_of
from rcalog.logbook.index.schema import ACTION, BROKEN, RECORD
from rcalog.model.query.parsing import parse_query
from tests.helpers.logbooks import StillClock, make_logbook, record_text

Held = Mapping[str, object]
"""The rows of each file, by its path."""

A, B = "20170131-k7f3q", "20261120-paydn"
FIRST = f"2017/01/{A}-first.yaml"
SECOND = f"2026/11/{B}-second.yaml"


def two_records(path: Path) -> Logbook:
    """Make a logbook with two records, in a folder of a repository."""
    records = {FIRST: record_text(A, "First"), SECOND: record_text(B, "Second", status="ongoing")}
    return make_logbook(path, "docs/log", records)


def read_by(book: Logbook) -> Held:
    """Return the rows of every record, as the strict reader finds the files."""
    return {found.path.as_posix(): _comparable(rows_of(found)) for found in book.catalog.scan()}


def kept_in(book: Logbook, *, early: bool = False) -> Held:
    """Return the rows of every record that an index holds once it is up to date; asked `early`, as a list does."""
    return book.index.ask(_held, early=early)


def _comparable(rows: Rows) -> object:
    words = sorted(set(rows.words.split()))
    record = dict(zip(BROKEN if rows.is_broken else RECORD, rows.record, strict=True))
    return record, rows.body, list(rows.labels), [dict(zip(ACTION, each, strict=True)) for each in rows.actions], words


def _held(asker: Asker) -> Held:
    db = asker.db
    db.execute("CREATE VIRTUAL TABLE temp.found_words USING fts5vocab (main, words, instance)")

    def rows(table: str, where: str, value: object) -> list[dict[str, object]]:
        cursor = db.execute(f"SELECT * FROM {table} WHERE {where} = ?", (value,))
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    held: dict[str, object] = {}
    for path, number in db.execute("SELECT path, number FROM record").fetchall():
        (record,) = rows("record", "number", number)
        body = db.execute("SELECT data, shown, behind FROM body WHERE number = ?", (number,)).fetchone()
        labels = sorted((str(row["key"]), str(row["value"])) for row in rows("label", "number", number))
        actions = [_without(row, "number") for row in rows("action", "number", number)]
        words = sorted({str(row["term"]) for row in rows("temp.found_words", "doc", number)})
        held[_text(path)] = (_without(record, "number", "path"), body, labels, actions, words)
    for (path,) in db.execute("SELECT path FROM broken").fetchall():
        (broken,) = rows("broken", "path", path)
        held[_text(path)] = (_without(broken, "path"), (), [], [], [])
    db.execute("DROP TABLE temp.found_words")
    assert db.execute("SELECT count(*) = (SELECT value + 0 FROM meta WHERE key = 'records') FROM record").fetchone()[0]
    return held


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def _without(row: Mapping[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in names}


def titles(book: Logbook, *words: str) -> list[str]:
    """Return the titles of what a query finds, the newest first."""
    return [each.title for each in book.index.find(parse_query(words), today=date(2026, 11, 23)).excerpts]


def again(book: Logbook) -> Logbook:
    """Return the logbook as another process opens it."""
    return Logbook.open(book.root, clock=StillClock(), env=book.env)
