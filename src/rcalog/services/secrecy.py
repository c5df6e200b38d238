"""Letting through what only looks like a credential: the record says who said so."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.planning import intended
from rcalog.logbook.records import Record
from rcalog.logbook.standing import began_from
from rcalog.model.base import record_data
from rcalog.model.review import Waiver
from rcalog.services.people import me

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.intents import Intent
    from rcalog.model.findings import Finding

RULE = "X101"


def with_waivers(book: Logbook, intent: Intent, allowed: Sequence[str]) -> Intent:
    """Return the intention with a waiver for each place at which it brings something like a credential.

    Raises:
        InvalidContent, SpliceFailed, UnwritableRecord, IdentityMissing.
    """
    after = intended(book, intent) if allowed else None
    if after is None:
        return intent
    began = began_from(book, intent)
    known = {found.path for found in _exposed(book, began)} if isinstance(began, Record) else set()
    places = dict.fromkeys(found.item for found in _exposed(book, after) if found.path not in known)
    if not places:
        return intent
    because, by = f"no secret: --allow-secret {' '.join(dict.fromkeys(allowed))}", me(book)
    waivers = [Waiver(rule=RULE, at=item, because=because, by=by) for item in places]
    wanted = after.incident.model_copy(update={"waivers": (*after.incident.waivers, *waivers)})
    from rcalog.logbook.recordfile import splice

    return intent.with_(wanted=wanted, raw=splice(after.document, record_data(wanted)))


def _exposed(book: Logbook, record: Record) -> list[Finding]:
    from rcalog.model.rules.checking import check_family

    return [each for each in check_family(RULE[0], record.incident, book.policy) if each.rule == RULE]
