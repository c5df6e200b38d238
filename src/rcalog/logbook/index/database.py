"""A file of SQLite that holds nothing but what can be made again."""

from __future__ import annotations

import _sqlite3 as sqlite3  # the package around it loads dates first, which nothing here asks of it
import os
from contextlib import contextmanager, suppress
from time import time

from rcalog.logbook.folders import index_name, versions

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterator
    from os import PathLike

    from rcalog.logbook.book import Logbook

PATIENCE_S = 3
"""How long to wait for another process that writes; as long again whenever it has written something meanwhile."""

BRIEF_S = 0.1
"""How long to wait where nothing hangs on it."""

KEPT_BESIDE = 250
"""So many pages of what was written last stay beside the file: who opens it reads them, and each writer adds some 40.

A command ends without closing it, which would move them into the file, with four waits for the disk.
"""

PAGE = 8192
"""Bytes that are read at once: with the usual half of that, to read all rows takes half as long again."""

MUCH_BESIDE = 2 * KEPT_BESIDE * PAGE
"""Bytes; an index that was just made leaves all of itself there, which every command after that would read."""

LIST = "-list"
"""What a long list has said lies beside the index that it was made of."""

UNUSED_S = 7 * 24 * 3600
"""An index of another version that nobody has written to for so long goes."""

BESIDE = ("", "-wal", "-shm", "-journal", LIST)
"""The files of a database."""


class Held(sqlite3.OperationalError):
    """Another process holds the only right to write, and writes nothing."""

    def __init__(self, path: str) -> None:
        pid = _holder(path)
        who = f"process {pid}" if pid else "another process"
        look = f" (look at it: ps -fp {pid}; if it was stopped: kill -CONT {pid})" if pid else ""
        super().__init__(
            f"{who} holds the index of this logbook without going on, so this is answered from memory, "
            f"which is slower{look}"
        )


class Database:
    """An open file with these tables, or memory. Whoever finds it harmed throws it away, and opens another."""

    def __init__(self, path: str | PathLike[str] | None, tables: str, version: int) -> None:
        self.path = path
        self._is_brief = False
        self.db = sqlite3.connect(path or ":memory:", timeout=PATIENCE_S, isolation_level=None, check_same_thread=False)
        self.db.execute("PRAGMA synchronous = NORMAL")
        self.db.execute(f"PRAGMA wal_autocheckpoint = {KEPT_BESIDE}")
        if self.version != version:
            self._make(tables, version)

    @property
    def version(self) -> int:
        """The version of the tables; 0 where there are none."""
        found: int = self.db.execute("PRAGMA user_version").fetchone()[0]
        return found

    def _make(self, tables: str, version: int) -> None:
        # a file that was emptied under another process stays locked by it: that is not worth much waiting
        self.db.execute("PRAGMA busy_timeout = 2000")
        self.db.execute(f"PRAGMA page_size = {PAGE}")
        self.db.execute("PRAGMA journal_mode = WAL")
        self.be_brief(brief=False)
        with self.writing():
            if self.version == 0:
                for statement in tables.split(";\n"):
                    self.db.execute(statement)
                self.db.execute(f"PRAGMA user_version = {version}")
        if self.version != version:
            raise sqlite3.DatabaseError(version)

    def __del__(self) -> None:
        if "db" in self.__dict__:
            self.db.close()

    def close(self) -> None:
        """Let go of the file."""
        self.db.close()

    def be_brief(self, *, brief: bool = True) -> None:
        """Wait for nobody who writes, or be patient once more."""
        self._is_brief = brief
        self.db.execute(f"PRAGMA busy_timeout = {int((BRIEF_S if brief else PATIENCE_S) * 1000)}")

    def begin(self) -> None:
        """Take the only right to write, and wait for whoever has it, as long as that one makes headway.

        Raises: Held.
        """
        seen = self._written()
        while True:
            try:
                self.db.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY:
                    raise
                if self._is_brief or seen == (seen := self._written()):
                    raise Held(os.fspath(self.path or "")) from error
            else:
                return

    def _written(self) -> list[tuple[int, int]]:
        """Return what changes when somebody writes: a large transaction goes to the disk bit by bit."""
        found = []
        for end in ("", "-wal"):
            with suppress(OSError):
                stat = os.stat(f"{os.fspath(self.path or '')}{end}")
                found.append((stat.st_size, stat.st_mtime_ns))
        return found

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Hold the only right to write; what was written is kept whole or not at all."""
        self.begin()
        try:
            yield
        except BaseException:
            self.db.execute("ROLLBACK")
            raise
        self.db.execute("COMMIT")
        self._settle()

    def _settle(self) -> None:
        """Move much that stands beside the file into it, unless somebody reads it just now."""
        try:
            is_much = os.path.getsize(f"{os.fspath(self.path or '')}-wal") > MUCH_BESIDE
        except OSError:
            return
        if is_much:
            self.db.execute("PRAGMA busy_timeout = 0")
            self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self.be_brief(brief=self._is_brief)


def _holder(path: str) -> str:
    """Return the process that holds the right to write, where the system tells: it locks the 120th byte beside it."""
    with suppress(OSError, ValueError), open("/proc/locks", encoding="ascii") as locks:
        file = os.stat(f"{path}-shm").st_ino
        for lock in map(str.split, locks):
            if (
                lock[-5] == "WRITE"
                and lock[-3].endswith(f":{file}")
                and lock[-2:] == ["120", "120"]
                and lock[-4] != "0"
            ):
                return lock[-4]
    return ""


def places(book: Logbook, kind: str) -> Iterator[str]:
    """Yield where the file of a logbook may be: in its git folder, else where the user's state is."""
    name = index_name(book.below, kind)
    yield f"{book.place.git_folder}/rcalog/{name}"
    from rcalog.logbook.layout import spare_state_folder

    yield str(spare_state_folder(book.place.git_dir, book.env) / name)


def with_version(path: str, version: int) -> str:
    """Return the path of an index with the version in its name: so two that are used in turn spoil each other none."""
    return f"{path.removesuffix('.db')}.{version:x}.db"


def sweep(place: str, version: int) -> None:
    """Throw away the indexes of other versions that nobody has written to for long."""
    with suppress(OSError):
        for written_at, path in versions(place):
            if path != with_version(place, version) and written_at < time() - UNUSED_S:
                throw_away(path)


def throw_away(path: str | PathLike[str]) -> None:
    """Remove an index; what it held is made again."""
    for end in BESIDE:
        with suppress(FileNotFoundError):
            os.unlink(f"{os.fspath(path)}{end}")
