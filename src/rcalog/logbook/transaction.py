"""The only write path: one intention becomes one commit, or a draft; nothing in between."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import waiting
from rcalog.logbook.git.redo import has_unfinished
from rcalog.logbook.intents import Intent, Operation, Saved
from rcalog.logbook.planning import IdChanged, InvalidContent, RecordChanged, intended
from rcalog.logbook.repository import AGAIN
from rcalog.logbook.secretscan import SecretFound
from rcalog.logbook.standing import HandEditInvalid, RecordExists, RecordGone
from rcalog.logbook.writing import is_blocked, preview, write
from rcalog.model.secrets import mask

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rcalog.logbook.book import Logbook

__all__ = [
    "HandEditInvalid",
    "IdChanged",
    "Intent",
    "InvalidContent",
    "Operation",
    "RecordChanged",
    "RecordExists",
    "RecordGone",
    "Saved",
    "SecretFound",
    "commit",
    "replay",
]

NO_LONGER_FITS = (RecordChanged, RecordGone, RecordExists, InvalidContent, IdChanged, HandEditInvalid, SecretFound)
"""Refusals of a waiting draft that waiting does not cure."""


def commit(book: Logbook, intent: Intent, *, dry_run: bool = False, allow_secrets: Collection[str] = ()) -> Saved:
    """Carry out an intention: one commit of exactly its files.

    While git is in the middle of something it becomes a draft instead, which the next write commits. When it is
    refused, nothing has changed, and the input is kept as a draft that the error names.

    Raises:
        RecordChanged, RecordGone, RecordExists, HandEditInvalid, InvalidContent, IdChanged, SecretFound,
        SpliceFailed, UnwritableRecord, and what `Repository.commit_paths` raises.
    """
    if dry_run:
        return preview(book, intent, allow_secrets)
    with _kept_when_refused(book, intent):
        book.make()
        book.place.ask_settings()
        with book.lock():
            notes = replay(book)
            saved = write(book, intent, allow_secrets)
            return saved.with_(warnings=(*notes, *saved.warnings))


def replay(book: Logbook) -> list[str]:
    """Finish what died in the middle, then commit the drafts that waited for git; return what to tell about each.

    The oldest comes first. One that no longer fits waits for a person from now on; at any other refusal the rest
    goes on waiting.
    """
    waits = book.drafts.pending()
    if not (waits or has_unfinished(book.repo.place)) or is_blocked(book):
        return []
    with book.lock():
        from rcalog.logbook.recovery import recover  # what nearly no write needs

        notes = recover(book)
        for draft in waits:
            try:
                saved = write(book, waiting.intent_of(book, draft), ())
            except NO_LONGER_FITS as err:
                book.drafts.set_aside(draft)
                notes.append(f"{draft.told!r} is still kept as draft {draft.id}: {err.message}")
            except RcalogError as err:
                return [*notes, f"{draft.told!r} waits as draft {draft.id}: {err.message}"]
            else:
                book.drafts.discard(draft.id)
                became = f"is committed now ({saved.short})" if saved.short else "stands in the record already"
                notes += [f"{draft.told!r} had waited and {became}", *saved.warnings]
    return notes


@contextmanager
def _kept_when_refused(book: Logbook, intent: Intent) -> Iterator[None]:
    """Keep the input as a draft when anything ends the write before its commit."""
    try:
        yield
    except BaseException as err:
        told = _keep(book, intent, err)
        if isinstance(err, RcalogError):
            err.hint = told if err.hint in (None, AGAIN) else f"{err.hint}; {told}"  # never two ways to write it twice
        else:
            err.add_note(told)
        raise


def _keep(book: Logbook, intent: Intent, err: BaseException) -> str:
    """Keep the input of a write that was refused, and return what to tell about it."""
    after = None
    with suppress(Exception):  # whatever is wrong with it, it is kept
        after = intended(book, intent)
    payload = waiting.payload_of(intent, after)
    try:
        draft = waiting.keep(book, intent, payload, pending=False)
    except RcalogError as refused:
        shown = f"; this is what it says:\n{mask(waiting.difference(payload))}" if after else ""
        return f"what you typed could not be kept: {refused.message}{shown}"
    if isinstance(err, RcalogError):
        err.draft = draft.id
    return f"what you typed is kept: {waiting.go_on_with(draft)}"
