"""The file of SQLite that everything derived is kept in."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest

from rcalog.logbook.index import database as module
from rcalog.logbook.index.database import MUCH_BESIDE, Database, Held

TABLES = "CREATE TABLE part (bytes BLOB)"


def size(path: Path) -> tuple[int, int]:
    """Return the bytes of the file, and of what stands beside it."""
    return path.stat().st_size, path.with_name("kept.db-wal").stat().st_size


def put(database: Database, count: int) -> None:
    """Write so many bytes in one go."""
    with database.writing():
        database.db.execute("INSERT INTO part VALUES (zeroblob(?))", (count,))


def test_much_that_was_written_is_moved_into_the_file(tmp_path: Path) -> None:
    """Whoever opens the file reads what stands beside it, so that only a little is left there."""
    database = Database(path := tmp_path / "kept.db", TABLES, 1)
    put(database, 1000)
    assert size(path)[1] > 0
    put(database, MUCH_BESIDE + 1)
    file, beside = size(path)
    assert (file > MUCH_BESIDE, beside) == (True, 0)


def test_a_writer_does_not_wait_for_those_who_read(tmp_path: Path) -> None:
    """What they may still need stays beside the file until the next writer."""
    database = Database(path := tmp_path / "kept.db", TABLES, 1)
    put(database, 1000)
    reader = sqlite3.connect(path, isolation_level=None)
    reader.execute("BEGIN")
    assert reader.execute("SELECT count(*) FROM part").fetchone() == (1,)
    put(database, MUCH_BESIDE + 1)
    assert size(path)[1] > MUCH_BESIDE
    reader.close()
    put(database, 1000)
    assert (size(path)[1], database.db.execute("SELECT count(*) FROM part").fetchone()) == (0, (3,))


def test_whoever_writes_nothing_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is named, as far as the system tells; so is it where nobody waits at all."""
    monkeypatch.setattr(module, "PATIENCE_S", 0.01)
    database = Database(path := tmp_path / "kept.db", TABLES, 1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("BEGIN EXCLUSIVE")
    for brief in (False, True):
        database.be_brief(brief=brief)
        with pytest.raises(Held) as caught:
            put(database, 1)
        assert (f"process {os.getpid()} holds" in str(caught.value)) == Path("/proc/locks").exists()
    holder.close()
    put(database, 1)
    assert database.db.execute("SELECT count(*) FROM part").fetchone() == (1,)


def test_whoever_makes_headway_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A large transaction that grows is worth more than all of its work once more."""
    monkeypatch.setattr(module, "PATIENCE_S", 0.01)
    database = Database(path := tmp_path / "kept.db", TABLES, 1)
    holder = sqlite3.connect(path, isolation_level=None)
    holder.execute("PRAGMA cache_size = 1")
    grow = "INSERT INTO part VALUES (zeroblob(1000000))"
    coming = iter([("BEGIN IMMEDIATE",), (grow,), (grow,), (grow, "COMMIT")])
    seen = database._written  # noqa: SLF001 (each look finds what the holder has done until then)

    def after_a_step() -> list[tuple[int, int]]:
        for statement in next(coming):
            holder.execute(statement)
        return seen()

    monkeypatch.setattr(database, "_written", after_a_step)
    put(database, 1)
    assert database.db.execute("SELECT count(*) FROM part").fetchone() == (4,)
    holder.close()
