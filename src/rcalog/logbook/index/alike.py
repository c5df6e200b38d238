"""Which incidents may be like another one: by what is rare of it, without looking at them all."""

from __future__ import annotations

import sys
from collections import defaultdict
from typing import TYPE_CHECKING

from rcalog.model.likeness import Feature, Rarity
from rcalog.model.tokens import phrase
from rcalog.values import Value

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Iterable, Iterator, Mapping

TRIED = 30
"""How many of an incident's features, the weightiest first, are looked for in very many others."""

COUNTED = 1000
"""Up to so many incidents, those that have a word are counted; beyond, an estimate does."""

ROUNDING = 1e-9
"""What sums of the same numbers in another order may differ by."""

LABELS = ("service", "tag", "leg")


class Candidates(Value):
    """The numbers of incidents that may be like another one, the likeliest first, and whether no other may be."""

    numbers: list[int]
    is_all: bool


class Alikes:
    """Counts and finds who has which feature in one index."""

    def __init__(self, db: sqlite3.Connection) -> None:
        self._db = db
        db.execute("CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab(main, words, row)")

    def rarity(self, features: Iterable[Feature]) -> Rarity:
        """Return how rare these features are."""
        total: int = self._db.execute("SELECT count(*) FROM record").fetchone()[0]
        return Rarity(total, {feature: self._count(feature) for feature in features})

    def known(self) -> list[Feature]:
        """Return all services and tags."""
        rows = self._db.execute("SELECT DISTINCT key, value FROM label WHERE key IN ('service', 'tag')")
        return [Feature(key, value) for key, value in rows]

    def longer(self, word: Feature) -> Feature:
        """Return the word that most incidents have of those that begin with one; that word where there is none."""
        begins = "SELECT term FROM temp.vocabulary WHERE term >= ? AND term < ? ORDER BY doc DESC, term LIMIT 1"
        found: tuple[str] | None = self._db.execute(begins, (word.value, word.value + chr(sys.maxunicode))).fetchone()
        return Feature("word", found[0]) if found else word

    def candidates(
        self, weights: Mapping[Feature, float], rarity: Rarity, least: float, most: int | None
    ) -> Candidates:
        """Return the incidents that have most of these features, by weight and rarity: at least this part of them.

        Where the incidents are few, or all are wanted, each of them is found that has so much.
        """
        by_weight = {feature: weight * rarity.of(feature) for feature, weight in weights.items()}
        order = sorted(by_weight, key=lambda feature: (-by_weight[feature], feature))
        tried = order if most is None or rarity.total <= most else order[:TRIED]
        found: defaultdict[int, float] = defaultdict(float)
        for feature in tried:
            for number in self._having(feature):
                found[number] += by_weight[feature]
        # what was not looked for, an incident may have as well
        needed = least * sum(by_weight.values()) - sum(by_weight[feature] for feature in order[len(tried) :])
        enough = [number for number, much in found.items() if much >= needed - ROUNDING]
        enough.sort(key=lambda number: (-found[number], -number))
        is_sure = needed > 0 or len(tried) == len(order)
        return Candidates(enough[:most], is_all=is_sure and (most is None or len(enough) <= most))

    def _having(self, feature: Feature) -> Iterator[int]:
        if feature.kind in LABELS:
            sql = "SELECT number FROM label WHERE key = ? AND value = ?"
            rows = self._db.execute(sql, (feature.kind, feature.value))
        else:
            rows = self._db.execute("SELECT rowid FROM words WHERE words MATCH ?", (_phrase(feature),))
        yield from (number for (number,) in rows)

    def _count(self, feature: Feature) -> int:
        if feature.kind in LABELS:
            sql, value = "SELECT count(*) FROM label WHERE key = ? AND value = ?", (feature.kind, feature.value)
            return self._first(sql, value)
        at_most = self._first("SELECT doc FROM temp.vocabulary WHERE term = ?", (feature.value,))
        if not 0 < at_most <= COUNTED:
            return at_most
        # the words of what a record held before are still there, under numbers that no record has
        those = "SELECT rowid FROM words WHERE words MATCH ?"
        return self._first(f"SELECT count(*) FROM record WHERE number IN ({those})", (_phrase(feature),))  # noqa: S608

    def _first(self, sql: str, values: tuple[str, ...]) -> int:
        found: tuple[int] | None = self._db.execute(sql, values).fetchone()
        return found[0] if found else 0


def _phrase(feature: Feature) -> str:
    return f'"{" ".join(phrase(feature.value))}"'
