"""The index of a logbook: brought up to date with each question, and asked."""

from __future__ import annotations

import _sqlite3 as sqlite3
import os
from contextlib import suppress

from rcalog.errors import RcalogError
from rcalog.logbook.index.asking import Asker
from rcalog.logbook.index.database import LIST, Held, places, throw_away
from rcalog.logbook.index.refreshing import Refresher, State
from rcalog.logbook.index.store import Store, of_this_version, open_store
from rcalog.model.query.sorting import NEWEST, Sort

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date, tzinfo
    from typing import TypeVar

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.committing import CommitResult
    from rcalog.logbook.index.excerpts import Cells, Found, Named
    from rcalog.model.query.query import Query

    Answer = TypeVar("Answer")


class Index:
    """What is known of all records of a logbook. It is derived from them, and never older than the question.

    `tell` is told how many records were read, while many are.
    """

    def __init__(self, book: Logbook) -> None:
        self._book = book
        self._store: Store | None = None
        self._stood = 0
        """The generation that the last answer was of, where that is sure; else 0."""
        self.tell: Callable[[int], object] = lambda _done: None

    def ask(self, question: Callable[[Asker], Answer], *, early: bool = False) -> Answer:
        """Return the answer to a question to the records as they are now, with the drafts that wait to be committed.

        `early` puts the question while git looks at the files; it is put again where that finds anything new. An index
        that is harmed, or that the disk does not take, is made anew, at last in memory; of one that another process
        holds a copy is brought up to date there.

        Raises:
            GitFailed.
        """
        try:
            return self._ask(self._opened(), question, early=early)
        except Held as held:
            self._book.warn(str(held))
            with suppress(sqlite3.Error):
                self._store = self._opened().copied()
                return self._ask(self._store, question)
        except sqlite3.OperationalError:
            pass
        except sqlite3.DatabaseError:
            self._throw_away()
            try:
                return self._ask(self._opened(), question)
            except sqlite3.Error:
                pass
        self._store = Store(None)
        return self._ask(self._store, question)

    def find(
        self, query: Query, *, today: date | None, sort: Sort = NEWEST, limit: int | None = None, whole: bool = False
    ) -> Found:
        """Return the incidents that match (see `Asker.find`)."""
        return self.ask(lambda asker: asker.find(query, today=today, sort=sort, limit=limit, whole=whole), early=True)

    def cells(
        self, query: Query, names: Sequence[str], *, today: date | None, sort: Sort = NEWEST, limit: int | None = None
    ) -> Cells:
        """Return the incidents that match, as columns (see `Asker.cells`)."""
        return self.ask(lambda asker: asker.cells(query, names, today=today, sort=sort, limit=limit), early=True)

    def whole(self, names: Sequence[str], about: str, *, sort: Sort = NEWEST) -> Cells:
        """Return all incidents, as columns, or what was kept of them under these words and has not changed since."""
        from rcalog.model.query.query import EVERYTHING

        return self.ask(
            lambda asker: self._recalled(asker, about) or asker.cells(EVERYTHING, names, today=None, sort=sort),
            early=True,
        )

    def keep(self, about: str, parts: Iterable[str], offsets: Mapping[int, int]) -> None:
        """Keep the text that was made of the last answer, until something changes; never fails (see `kept`)."""
        from rcalog.logbook.index.kept import keep

        store = self._store
        if store and store.path and self._stood:
            with suppress(sqlite3.Error):
                keep(f"{store.path}{LIST}", f"{store.name()} {self._stood} {about}", parts, offsets)

    def names(self) -> list[Named]:
        """Return the name of every record (see `Asker.names`)."""
        return self.ask(lambda asker: asker.names())

    def follow(self, done: CommitResult) -> None:
        """Take in a commit that rcalog has made, so that the next question finds nothing to read; never fails."""
        if done.advance is None:
            return
        if self._store is None and not any(os.path.exists(path) for path in self._files()):
            return
        with suppress(sqlite3.Error, OSError, RcalogError):
            store = self._opened()
            store.be_brief()
            try:
                self._refresher(store).follow(done.oid, done.advance)
            finally:
                store.be_brief(brief=False)

    @property
    def hides(self) -> bool:
        """Whether git passes over some files, as it was when the last question was asked."""
        return self._store is not None and State.of(self._store).hides

    def _refresher(self, store: Store) -> Refresher:
        book = self._book
        return Refresher(store, book.place, book.records_folder, book.begun_look(), self.tell)

    def _ask(self, store: Store, question: Callable[[Asker], Answer], *, early: bool = False) -> Answer:
        book, self._stood = self._book, 0
        refresher = self._refresher(store)
        guess = None
        if early:
            refresher.begin()
            guess = self._guess(store, question)
        refresher.refresh()
        waiting = book.catalog.waiting() if book.has_drafts and book.drafts.pending() else {}
        if not waiting:
            known = State.of(store).generation
            answer = guess[1] if guess and guess[0] == known else question(Asker(store.db, self._zone))
            self._stood = known if State.of(store).generation == known else 0
            return answer
        drafts = {path.as_posix(): tuple(draft.id for draft in found) for path, found in waiting.items()}
        from rcalog.logbook.index.filling import overlay

        with store.passing():
            for path in waiting:
                overlay(store, path.as_posix(), book.catalog.read(path))
            return question(Asker(store.db, self._zone, drafts))

    def _zone(self) -> tzinfo | None:
        """Return the clock of the team: git is asked for it only where a query hangs on it."""
        return self._book.settings.wall_zone()

    def _guess(self, store: Store, question: Callable[[Asker], Answer]) -> tuple[int, Answer] | None:
        """Return what the index answers as it is, and of which generation that is; None where it has none."""
        known = State.of(store).generation
        try:
            return (known, question(Asker(store.db, self._zone))) if known else None
        except RcalogError:
            return None

    def _recalled(self, asker: Asker, about: str) -> Cells | None:
        """Return what was kept of the index as it is; nothing where drafts wait, which are in no index."""
        from rcalog.logbook.index.excerpts import Cells
        from rcalog.logbook.index.kept import recall

        store = self._opened()
        if asker.has_drafts or not store.path or not (name := store.facts().get("name")):
            return None
        found = recall(f"{store.path}{LIST}", f"{name} {State.of(store).generation} {about}")
        return Cells((), tuple(asker.broken()), 0, found) if found else None

    def _opened(self) -> Store:
        if self._store is None:
            self._store = open_store(places(self._book, "index"))
        return self._store

    def _files(self) -> list[str]:
        return [of_this_version(path) for path in places(self._book, "index")]

    def _throw_away(self) -> None:
        store, self._store = self._store, None
        if store:
            store.close()
        for path in [store.path] if store else self._files():
            if path:
                throw_away(path)
