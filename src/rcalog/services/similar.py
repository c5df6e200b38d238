"""Finding incidents that are like another one, or like what a text tells, and saying why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rcalog.logbook.index.alike import Alikes
from rcalog.logbook.index.asking import SHORTEST
from rcalog.model.likeness import Comparison, Profile, Reason, profile, stretches, text_profile

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Asker, Excerpt, Unread

LOOKED_AT = 500
"""How many incidents are compared where not all are wanted: those that share the rarest with the one that is meant."""

BLOCK = 500
"""So many are read at once."""

LEAST = 0.05
"""What a score must be for an incident to be shown."""


@dataclass(frozen=True)
class Alike:
    """An incident that is like the one that is meant: how much, from 0 to 1, and why."""

    excerpt: Excerpt
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Meant:
    """The incident that others may be like: its id, its title, and what it says."""

    id: str
    title: str
    data: Mapping[str, object]


@dataclass(frozen=True)
class Similar:
    """The incidents that are alike, the most alike first, and the files that cannot be read and so not be compared.

    `total` counts also those that are alike and were left out; where more may be alike than were compared it is None,
    and `more` are those that were compared and left out. `unknown` are the words of a text that no incident has, which
    say nothing of any and count for nothing.
    """

    found: tuple[Alike, ...]
    broken: tuple[Unread, ...]
    total: int | None
    more: int
    unknown: tuple[str, ...] = ()


def named(book: Logbook, name: str) -> Meant | None:
    """Return the incident that a folded id, or the end of one, names; None where that is none or not plain."""

    def answer(asker: Asker) -> Meant | None:
        found = asker.called(name, may_be_part=len(name) >= SHORTEST)
        one = asker.at(found[0].file) if len(found) == 1 else None
        is_named = one is not None and (one.id == name or one.id[9:].startswith(name))
        return Meant(one.id, one.title, one.said) if one is not None and is_named else None

    return book.index.ask(answer)


def similar_to_incident(book: Logbook, meant: Meant, *, limit: int | None) -> Similar:
    """Return the incidents that are like another one."""
    wanted = profile(meant.data)
    return book.index.ask(lambda asker: _found(asker, wanted, limit, but=meant.id))


def similar_to_text(book: Logbook, text: str, *, limit: int | None) -> Similar:
    """Return the incidents that are like what a text tells; a word that none has stands for one that begins with it."""

    def answer(asker: Asker) -> Similar:
        alikes = Alikes(asker.db)
        told = text_profile(text, alikes.known())
        rarity = alikes.rarity(told.weights)
        meant = {one: one if rarity.having[one] else alikes.longer(one) for one in told.weights}
        wanted = replace(told, weights={meant[one]: much for one, much in told.weights.items()})
        having = alikes.rarity(wanted.weights).having
        unknown = [one for one in told.weights if not having[meant[one]]]
        return replace(_found(asker, wanted, limit), unknown=stretches(unknown, told.texts))

    return book.index.ask(answer)


def _found(asker: Asker, wanted: Profile, limit: int | None, *, but: str | None = None) -> Similar:
    alikes = Alikes(asker.db)
    rarity = alikes.rarity(wanted.weights)
    # what no incident has, as a word of a text may be, says nothing of any
    wanted = replace(wanted, weights={one: much for one, much in wanted.weights.items() if rarity.having[one]})
    most = max(LOOKED_AT, limit) if limit else None
    candidates, comparison = alikes.candidates(wanted.weights, rarity, LEAST, most), Comparison(wanted, rarity)
    scores = [
        (much, each.id, number)
        for number, each in _read(asker, candidates.numbers)
        if each.id != but and (much := comparison.score(comparison.met(each.said))) >= LEAST
    ]
    scores.sort(reverse=True)  # of those that are alike the newest first
    shown = {number: much for much, _, number in scores[:limit]}
    explained = {
        number: Alike(each.brief(), shown[number], tuple(comparison.reasons(comparison.met(each.said))))
        for number, each in _read(asker, [*shown])
    }
    found = tuple(explained[number] for number in shown)
    total = len(scores) if candidates.is_all else None
    return Similar(found, tuple(asker.broken()), total, len(scores) - len(found))


def _read(asker: Asker, numbers: Sequence[int]) -> Iterator[tuple[int, Excerpt]]:
    """Yield incidents with their data, a part of them at a time: it takes much room."""
    for start in range(0, len(numbers), BLOCK):
        yield from asker.whole(numbers[start : start + BLOCK])
