"""Ids: random for incidents, derived from content for the items of a record."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from datetime import date
from typing import Literal

from rcalog.model.base import CROCKFORD

Letter = Literal["e", "w", "c", "a", "p"]
"""e event, w leg, c cause, a action, p proof."""

LETTERS = CROCKFORD[10:]


def incident_id(day: date, choose: Callable[[str], str]) -> str:
    """Return a new incident id; `choose` picks one character of a string, at random.

    No sequence number: two clones that are offline would give the same one.
    """
    return f"{day:%Y%m%d}-{choose(LETTERS)}" + "".join(choose(CROCKFORD) for _ in range(4))


def item_id(letter: Letter, record: str, place: str, item: object, taken: Collection[str] = ()) -> str:
    """Return an id for an item of a record, the same in every clone that is given the same item.

    `place` is the field path of the list, `item` its plain data; ids in `taken` are passed over.
    """
    ordinal = 0
    while True:
        seed = json.dumps([record, place, item, ordinal], sort_keys=True, ensure_ascii=False, default=str)
        number = int.from_bytes(hashlib.blake2b(seed.encode(), digest_size=4).digest())
        found = letter + "".join(CROCKFORD[number >> shift & 31] for shift in (15, 10, 5, 0))
        if found not in taken:
            return found
        ordinal += 1
