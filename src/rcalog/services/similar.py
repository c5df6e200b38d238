"""Finding incidents that are like another one, or like what a text tells, and saying why."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from rcalog.logbook.index.alike import Alikes
from rcalog.model.likeness import Profile, Reason, profile, reasons, score, text_profile

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Asker, Excerpt, Unread
    from rcalog.logbook.records import Record

LOOKED_AT = 100
"""How many incidents are compared: those that share the rarest with the one that is meant."""

LEAST = 0.05
"""What a score must be for an incident to be shown."""


@dataclass(frozen=True)
class Alike:
    """An incident that is like the one that is meant: how much, from 0 to 1, and why."""

    excerpt: Excerpt
    score: float
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Similar:
    """The incidents that are alike, the most alike first, and the files that cannot be read and so not be compared."""

    found: tuple[Alike, ...]
    broken: tuple[Unread, ...]


def similar_to_record(book: Logbook, record: Record, *, limit: int | None) -> Similar:
    """Return the incidents that are like another one."""
    wanted = profile(record.document.data)
    return book.index.ask(lambda asker: _found(asker, wanted, limit, but=record.incident.id))


def similar_to_text(book: Logbook, text: str, *, limit: int | None) -> Similar:
    """Return the incidents that are like what a text tells."""
    return book.index.ask(lambda asker: _found(asker, text_profile(text, Alikes(asker.db).known()), limit))


def _found(asker: Asker, wanted: Profile, limit: int | None, *, but: str | None = None) -> Similar:
    alikes = Alikes(asker.db)
    rarity = alikes.rarity(wanted.weights)
    # what no incident has, as a word of a text may be, says nothing of any
    wanted = replace(wanted, weights={one: much for one, much in wanted.weights.items() if rarity.having[one]})
    compared = [
        (score(wanted, other, rarity), each, other)
        for each in asker.whole(alikes.candidates(wanted.weights, rarity, LOOKED_AT))
        for other in [profile(json.loads(each.data))]
        if each.id != but
    ]
    compared.sort(key=lambda found: (-found[0], found[1].id))
    found = [
        Alike(each, much, tuple(reasons(wanted, other, rarity)))
        for much, each, other in [one for one in compared if one[0] >= LEAST][:limit]
    ]
    return Similar(tuple(found), tuple(asker.broken()))
