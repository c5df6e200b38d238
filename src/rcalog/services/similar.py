"""Finding incidents that are like another one, or like what a text tells, and saying why."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook.index.alike import Alikes
from rcalog.model.likeness import Likeness, Profile, likeness, profile, text_profile

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
    """An incident that is like the one that is meant, and how much."""

    excerpt: Excerpt
    likeness: Likeness


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
    numbers = alikes.candidates(wanted.weights, rarity, LOOKED_AT)
    found = [
        Alike(each, likeness(wanted, profile(json.loads(each.data)), rarity))
        for each in asker.whole(numbers)
        if each.id != but
    ]
    found.sort(key=lambda each: (-each.likeness.score, each.excerpt.id))
    shown = [each for each in found if each.likeness.score >= LEAST][:limit]
    return Similar(tuple(shown), tuple(asker.broken()))
