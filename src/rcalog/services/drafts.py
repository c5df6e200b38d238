"""Going on with what was typed and not committed."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError, UsageError
from rcalog.logbook.intents import Operation
from rcalog.logbook.joining import join
from rcalog.logbook.planning import RecordChanged, intended
from rcalog.logbook.recordfile import splice
from rcalog.logbook.records import BrokenRecord, Record
from rcalog.logbook.waiting import after_of, difference_of, go_on_with, intent_of, payload_of
from rcalog.logbook.waiting import keep as keep_write
from rcalog.logbook.writing import is_blocked
from rcalog.model.base import record_data
from rcalog.model.secrets import mask
from rcalog.model.timeline import Event
from rcalog.services.editfiles import rescue
from rcalog.services.editing import InvalidEdit, finish, go_on, place_of
from rcalog.services.notes import add_events
from rcalog.services.people import me_if_known

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.intents import Intent, Saved, Write
    from rcalog.logbook.journal import Draft, Journal


class GoOnElsewhere(UsageError):
    """A draft is gone on with by the command that began it: an interview, or an edit that is not valid as it stands."""

    code = "go-on-elsewhere"

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"{draft.id} is an unfinished {draft.kind}", hint=go_on_with(draft))


def all_kept(book: Logbook) -> Sequence[Draft]:
    """Return all that is kept, the oldest first, and what was typed in editors that were killed with it."""
    rescue(book)
    return book.drafts.list()


def resume(book: Logbook, wanted: str, *, write: Write, merge: bool = False, dry_run: bool = False) -> Saved:
    """Commit what a draft holds, and remove the draft; with `merge`, where others changed the same, keep both values.

    Raises:
        NoSuchDraft, GoOnElsewhere, and what a commit raises.
    """
    draft = book.drafts.load(wanted)
    if draft.kind == "write":
        return _written(book, draft, write, merge=merge, dry_run=dry_run)
    if draft.kind == "edit":
        return _edited(book, draft, write)
    if draft.kind != "note":
        raise GoOnElsewhere(draft)
    with until_saved(book.drafts.reopen(draft.id), dry_run=dry_run) as journal:
        record = book.catalog.resolve(draft.incident or "@", now=book.clock.now())
        return add_events(record, [Event.model_validate(entry) for entry in journal.read()], write=write).saved


def _written(book: Logbook, draft: Draft, write: Write, *, merge: bool, dry_run: bool) -> Saved:
    if not dry_run and [each.id for each in book.drafts.pending()] == [draft.id] and not is_blocked(book):
        book.drafts.set_aside(draft)  # else it would be committed before itself
    intent = _signed(book, intent_of(book, draft))
    try:
        with _replaced(book, draft):
            saved = write(_joined(book, intent) if merge else intent)
    except RecordChanged as error:
        error.hint = f"rcalog drafts resume {draft.id} --merge keeps both values; rcalog conflicts settles them then"
        raise
    if saved.draft is None and not dry_run:
        book.drafts.discard(draft.id)
    return saved


def _joined(book: Logbook, intent: Intent) -> Intent:
    """Return an intention on the record as it is now, merged with it as another clone's changes would be."""
    began, after = intent.record, intended(book, intent)
    if not isinstance(began, Record) or after is None:
        return intent
    found = book.catalog.resolve(began.incident.id, now=book.clock.now())
    if not isinstance(found, Record):
        return intent
    joined = join(began.raw, found.raw, after.raw, name=str(found.path), folder=book.repo.top)
    return intent.with_(record=found, raw=joined.raw, wanted=None)


def _edited(book: Logbook, draft: Draft, write: Write) -> Saved:
    """Commit a kept edit as it stands; where it is not valid, or the record was changed since, an editor is needed."""
    try:
        found = book.catalog.resolve(place_of(draft), now=book.clock.now())
        session = go_on(book, found, draft)
        with _replaced(book, draft):
            return finish(book, session, session.text, write=write)
    except (InvalidEdit, BrokenRecord) as error:
        raise GoOnElsewhere(draft) from error


@contextmanager
def _replaced(book: Logbook, draft: Draft) -> Iterator[None]:
    """Remove a draft where the block is refused and has kept all that is in it as another one."""
    try:
        yield
    except RcalogError as error:
        if error.draft not in (None, draft.id):
            book.drafts.discard(draft.id)
        raise


def _signed(book: Logbook, intent: Intent) -> Intent:
    """Return an intention with the name on its steps of the ladder that git did not know when they were typed."""
    began = intent.record.incident.ladder if isinstance(intent.record, Record) else ()
    after = intended(book, intent) if intent.operation in (Operation.NEW, Operation.MARK) else None
    unsigned = [step for step in after.incident.ladder if step.by is None and step not in began] if after else []
    if after is None or not unsigned:
        return intent
    by = me_if_known(book)
    ladder = [step.model_copy(update={"by": by}) if step in unsigned else step for step in after.incident.ladder]
    wanted = after.incident.model_copy(update={"ladder": tuple(ladder)})
    return intent.with_(wanted=wanted, raw=splice(after.document, record_data(wanted)))


def discard(book: Logbook, wanted: Sequence[str], *, dry_run: bool = False) -> list[Draft]:
    """Throw drafts away, all of these or none, and return them.

    Raises:
        NoSuchDraft, AmbiguousDraft, DraftInUse: when somebody is at work on one.
    """
    found = [book.drafts.load(each) for each in dict.fromkeys(wanted)]
    if not dry_run:
        with ExitStack() as held:
            for journal in [held.enter_context(book.drafts.reopen(draft.id)) for draft in found]:
                journal.close(purge=True)
    return found


@contextmanager
def until_saved(journal: Journal, *, dry_run: bool) -> Iterator[Journal]:
    """Let go of a journal after the block: removed once what it holds is committed, or kept as another draft."""
    try:
        yield journal
    except BaseException as error:
        journal.close(purge=isinstance(error, RcalogError) and error.draft is not None)
        raise
    journal.close(purge=not dry_run)


def keep(book: Logbook, intent: Intent) -> Draft:
    """Keep an intention for later, as a draft that waits for a person.

    Raises:
        DiskRefused, and what the intention itself is refused for.
    """
    return keep_write(book, intent, payload_of(intent, intended(book, intent)), pending=False)


def text_of(book: Logbook, draft: Draft) -> str:
    """Return what was typed: an edit as the whole text, a write as what it changes, else line by line."""
    if draft.kind == "edit":
        return mask(after_of(draft).decode("utf-8", "replace"))
    if draft.kind == "write":
        return mask(difference_of(draft) or json.dumps(draft.payload["data"], ensure_ascii=False, indent=2))
    if draft.kind == "text":
        return mask(str(draft.payload["text"]))
    entries = book.drafts.entries(draft.id)
    if draft.kind == "note":
        return mask("\n".join(f"{entry['at']}  {entry['event']}" for entry in entries))
    return mask("\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries))
