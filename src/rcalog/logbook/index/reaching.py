"""In how many records the words of a query stand, which is soon counted and decides how they are best looked for."""

from __future__ import annotations

from rcalog.logbook.index.judging import match_of
from rcalog.model.query.terms import Word
from rcalog.values import Value, cached_property

TYPE_CHECKING = False

if TYPE_CHECKING:
    import sqlite3

    from rcalog.model.query.query import Query

APART = 7
"""Looking a record up by its number takes as long as passing over so many in the index of the newest."""

HAVING = "SELECT count(*) FROM words WHERE words MATCH ? AND +rowid NOT IN (SELECT number FROM gone)"
"""The sign before `rowid` has the words looked up once, and not once for each record."""


class Reach(Value):
    """What is known of the records that have the words of a query."""

    db: sqlite3.Connection
    query: Query

    def is_dense(self, limit: int | None) -> bool:
        """Return whether so many of them are found sooner among all records in order than each by its number."""
        if not self._match:
            return False
        (last,) = self.db.execute("SELECT max(number) FROM record").fetchone()
        shown = self._having if limit is None else min(limit, self._having)
        return shown * (last or 0) < APART * self._having**2

    @property
    def total(self) -> int | None:
        """How many incidents match, where that depends on words alone."""
        if not self._match or not all(isinstance(term, Word) for term in self.query.terms):
            return None
        return self._having

    @cached_property
    def _match(self) -> str:
        return match_of(self.query)

    @cached_property
    def _having(self) -> int:
        found: int = self.db.execute(HAVING, (self._match,)).fetchone()[0]
        return found
