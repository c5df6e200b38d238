"""What an index holds, and what it should hold."""

from __future__ import annotations

from collections.abc import Mapping

from rcalog.logbook.book import Logbook
from rcalog.logbook.index import Asker
from rcalog.logbook.index.rows import Rows, rows_of

Held = Mapping[str, object]
"""The rows of each file, by its path."""


def read_by(book: Logbook) -> Held:
    """Return the rows of every record, as the strict reader finds the files."""
    return {found.path.as_posix(): _comparable(rows_of(found)) for found in book.catalog.scan()}


def kept_in(book: Logbook) -> Held:
    """Return the rows of every record that an index holds once it is up to date."""
    return book.index.ask(_held)


def _comparable(rows: Rows) -> object:
    words = sorted(set(rows.words.split()))
    return dict(rows.record), rows.body, list(rows.labels), [(table, dict(item)) for table, item in rows.items], words


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
        (body,) = rows("body", "number", number)
        labels = sorted((str(row["key"]), str(row["value"])) for row in rows("label", "number", number))
        tables = ("action", "cause", "event")
        items = [(table, _without(row, "number")) for table in tables for row in rows(table, "number", number)]
        words = sorted({str(row["term"]) for row in rows("temp.found_words", "doc", number)})
        held[_text(path)] = (_without(record, "number", "path"), body["data"], labels, items, words)
    for (path,) in db.execute("SELECT path FROM broken").fetchall():
        (broken,) = rows("broken", "path", path)
        held[_text(path)] = (_without(broken, "path"), "", [], [], [])
    db.execute("DROP TABLE temp.found_words")
    return held


def _text(path: bytes) -> str:
    return path.decode("utf-8", "surrogateescape")


def _without(row: Mapping[str, object], *names: str) -> dict[str, object]:
    return {name: value for name, value in row.items() if name not in names}
