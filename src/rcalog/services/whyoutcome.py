"""What an interview came to: committed, at once or cause by cause, with the records that were filed apart."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.interview import engine
from rcalog.interview.portions import Portion, portions
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.layout import record_path
from rcalog.logbook.planning import SCHEMA_LINE, RecordChanged, intended, named_data
from rcalog.logbook.recordfile import emit
from rcalog.logbook.records import Record
from rcalog.model.base import record_data
from rcalog.model.changes import apply, diff
from rcalog.model.display import shorten
from rcalog.model.reading import read_incident, with_item_ids
from rcalog.model.review import Link
from rcalog.model.secrets import mask
from rcalog.services.opening import Opening, build, new_id

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from rcalog.interview.state import Remark, State
    from rcalog.interview.texts import Texts
    from rcalog.logbook.book import Logbook
    from rcalog.model.causes import Cause
    from rcalog.model.incident import Incident

SUBJECT = 60
"""Cells of a cause in the subject of its commit."""


@dataclass(frozen=True)
class Finished:
    """What an interview came to: what was saved (nothing: nothing had changed), and what is still open.

    `apart` are the ids of further records, for causes that are older than the incident.
    """

    saves: tuple[Saved, ...]
    open: tuple[Remark, ...]
    texts: Texts
    apart: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    """The fields that somebody else changed meanwhile, and that were left so."""

    @property
    def saved(self) -> Saved | None:
        """What was saved last."""
        return self.saves[-1] if self.saves else None


def save_settled(book: Logbook, base: Record, state: State, write: Write) -> tuple[Record, list[Saved]]:
    """Commit each cause that an interview is done with and `base` has not; return what the next commit begins from.

    Raises:
        What a commit raises.
    """
    found = portions(with_item_ids(base.incident), engine.record(state).incident, settled=True)
    base, saves, _ = _saved(book, base, found, write)
    return base, saves


def settled(book: Logbook, base: Record, state: State) -> Record:
    """Return what the next commit of an interview begins from, where the causes that it is done with are committed.

    Raises:
        What `intended` raises.
    """
    for portion in portions(with_item_ids(base.incident), engine.record(state).incident, settled=True):
        base = intended(book, _intent(base, portion)) or base
    return base


def conclude(book: Logbook, base: Record, state: State, write: Write, *, each: bool, yields: bool = False) -> Finished:
    """Commit what an interview came to and `base` has not, at once or cause by cause.

    With `yields`, what somebody else changed meanwhile at the same place is left as they have it.

    Raises:
        What a commit raises.
    """
    outcome = engine.record(state)
    before = with_item_ids(base.incident)
    if outcome.incident == before:
        found = book.catalog.read(base.path)
        now = found.incident if isinstance(found, Record) else None
        return Finished((), _still_open(state, outcome.incident, now), state.setup.texts)
    apart = [_apart(book, base.incident, cause, state.now) for cause in outcome.apart]
    links = (*outcome.incident.links, *(Link(rel="caused-by", to=other.id) for other in apart))
    wanted = outcome.incident.model_copy(update={"links": links})
    saves: list[Saved] = []
    theirs: tuple[str, ...] = ()
    if each:
        base, saves, theirs = _saved(book, base, portions(before, outcome.incident), write, yields=yields)
    files = {_path(book, other): emit(record_data(other), header=SCHEMA_LINE) for other in apart}
    if with_item_ids(base.incident) != wanted:
        intent = Intent(Operation.WHY, base, wanted, _summary(before, wanted), extra_paths=files)
        last, more = _yielding(book, intent, write) if yields else ([write(intent)], ())
        saves, theirs = [*saves, *last], tuple(dict.fromkeys((*theirs, *more)))
    still_open = _still_open(state, wanted, saves[-1].incident) if saves else outcome.open
    return Finished(tuple(saves), still_open, state.setup.texts, tuple(other.id for other in apart), theirs)


def _yielding(book: Logbook, intent: Intent, write: Write) -> tuple[list[Saved], tuple[str, ...]]:
    """Commit an intention without what somebody else changed at the same place; return the paths of that too."""
    try:
        return [write(intent)], ()
    except RecordChanged as error:
        if not error.changes or not isinstance(intent.record, Record) or intent.wanted is None:
            raise
        book.drafts.discard(error.draft or "")
        before, after = named_data(intent.record), record_data(with_item_ids(intent.wanted))
        mine = [change for change in diff(before, after) if change not in error.changes]
        saved = [write(intent.with_(wanted=read_incident(apply(mine, before))))] if mine else []
        return saved, tuple(dict.fromkeys(change.path for change in error.changes))


def _still_open(state: State, wanted: Incident, became: Incident | None) -> tuple[Remark, ...]:
    """Return what is open in the record as it became, which may have what others answered meanwhile."""
    merged = became is not None and with_item_ids(became) != with_item_ids(wanted)
    return engine.record(engine.begin(became, state.setup) if became and merged else state).open


def _saved(
    book: Logbook, base: Record, found: Iterator[Portion], write: Write, *, yields: bool = False
) -> tuple[Record, list[Saved], tuple[str, ...]]:
    """Commit portions that name a cause, each on the one before, so that what others change meanwhile stays.

    With `yields` also what they have changed at the same place; its paths are returned, too.
    """
    saves: list[Saved] = []
    theirs: tuple[str, ...] = ()
    for portion in found:
        if portion.cause:
            intent = _intent(base, portion)
            done, more = _yielding(book, intent, write) if yields else ([write(intent)], ())
            saves, theirs = [*saves, *done], (*theirs, *more)
            base = intended(book, intent) or base
    return base, [one for one in saves if one.commit or one.draft], theirs


def _intent(base: Record, portion: Portion) -> Intent:
    said = shorten(" ".join(portion.cause.cause.split()), SUBJECT) if portion.cause else ""
    return Intent(Operation.WHY, base, portion.incident, f"why {portion.leg.leg}: {said}" if portion.leg else "why")


def _summary(before: Incident, wanted: Incident) -> str:
    legs = [leg.leg for leg in wanted.whys if leg not in before.whys]
    return "why " + ", ".join(dict.fromkeys(legs)) if legs else "why"


def _apart(book: Logbook, incident: Incident, cause: Cause, now: datetime) -> Incident:
    """Return a record of its own for a cause that is older than its incident: by itself it does no harm now."""
    title = mask(" ".join(cause.cause.split()))  # extra files of a commit are not searched for secrets
    times = {"introduced": cause.since} if cause.since else {}
    opening = Opening(title, times, services=incident.services, near_miss=True)
    related = {"links": [{"rel": "related", "to": incident.id}]}
    return read_incident(build(opening, new_id(book, opening, now)) | related)


def _path(book: Logbook, incident: Incident) -> str:
    return book.path_in_repo(record_path(incident.id, incident.title, book.policy.slug)).as_posix()
