"""One write, under the lock: a commit, or a draft while git is in the middle of something."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import waiting
from rcalog.logbook.intents import Intent, Operation, Saved
from rcalog.logbook.planning import intended, named_data
from rcalog.logbook.plans import carry_out, is_save, make_plan, result_of
from rcalog.logbook.records import Record
from rcalog.logbook.repository import HeadMoved, InSubmodule, NothingToCommit, OperationInProgress, in_progress
from rcalog.logbook.standing import Found, is_uncommitted, standing
from rcalog.model.changes import describe, diff
from rcalog.model.display import safe

if TYPE_CHECKING:
    from collections.abc import Collection

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.journal import Draft

SHOWN = 5
"""So many changes of somebody else are told one by one."""

ATTEMPTS = 3
"""How often a file or HEAD may change under our hands: only git or an editor can do it, other rcalogs wait."""


def write(book: Logbook, intent: Intent, allow: Collection[str]) -> Saved:
    """Commit an intention, or keep it for later while git is busy. The caller holds the lock.

    Raises:
        See `transaction.commit`.
    """
    after = intended(book, intent)
    for left in reversed(range(ATTEMPTS)):
        if is_blocked(book):
            break
        try:
            return _committed(book, intent, after, allow)
        except OperationInProgress:  # begun since we looked
            break
        except HeadMoved:
            if not left:
                raise
    return _deferred(book, intent, after, allow)


def preview(book: Logbook, intent: Intent, allow: Collection[str]) -> Saved:
    """Return what `write` would do, after all its checks.

    Raises:
        See `transaction.commit`.
    """
    after = intended(book, intent)
    blocked = is_blocked(book)
    if not blocked:
        book.repo.identity()
    current = standing(book, intent, after, with_drafts=blocked)
    saved = result_of(book, make_plan(book, intent, after, current, allow))
    if blocked or not _is_hand_edit(book, intent, current):
        return saved
    note = "the file has an uncommitted edit, which would be committed first"
    return saved.with_(warnings=(note, *saved.warnings))


def is_blocked(book: Logbook) -> bool:
    """Return whether nothing can be committed now: git is in the middle of something, or this is a submodule."""
    return book.repo.is_submodule or book.repo.operation() is not None


def _committed(book: Logbook, intent: Intent, after: Record | None, allow: Collection[str]) -> Saved:
    if after:
        book.repo.ask_ahead(after.path.as_posix())
    current = standing(book, intent, after)
    notes: tuple[str, ...] = ()
    if isinstance(current, Record) and _is_hand_edit(book, intent, current):
        notes = _commit_hand_edit(book, current, allow)
    plan = make_plan(book, intent, after, current, allow)
    saved = result_of(book, plan)
    notes += _meanwhile(intent, current)
    try:
        done = carry_out(book, plan, allow)
    except NothingToCommit:
        return saved.with_(warnings=(*notes, *saved.warnings))
    with suppress(RcalogError, OSError):  # it is committed: nothing after that is worth an error
        if plan.after:
            book.catalog.touch(plan.after.incident.id, now=book.clock.now())
        book.drafts.discard_same(waiting.payload_of(intent, after))
    return saved.with_(commit=done.oid, short=done.short, warnings=(*notes, *saved.warnings, *done.warnings))


def _deferred(book: Logbook, intent: Intent, after: Record | None, allow: Collection[str]) -> Saved:
    plan = make_plan(book, intent, after, standing(book, intent, after, with_drafts=True), allow)
    draft = waiting.keep(book, intent, waiting.payload_of(intent, after), pending=True)
    _forget_earlier_saves(book, draft)
    busy = book.repo.operation()
    if busy:
        note = f"{in_progress(busy)}: kept as draft {draft.id}, for the next command that can commit it"
    else:
        refused = InSubmodule(book.repo.top)
        note = f"{refused.message}: kept as draft {draft.id} ({refused.hint})"
    saved = result_of(book, plan)
    return saved.with_(draft=draft, warnings=(note, *saved.warnings))


def _meanwhile(intent: Intent, current: Found) -> tuple[str, ...]:
    """Return what to tell a person who edited the whole text, and did not see what somebody else has done to it."""
    began = intent.record
    if intent.operation is not Operation.EDIT or not isinstance(began, Record) or not isinstance(current, Record):
        return ()
    changes = diff(named_data(began), named_data(current))
    told = [safe(describe(change)) for change in changes[:SHOWN]]
    more = [f"and {len(changes) - SHOWN} more"] if len(changes) > SHOWN else []
    return (f"changed meanwhile, and kept: {'; '.join([*told, *more])}",) if told else ()


def _forget_earlier_saves(book: Logbook, saving: Draft) -> None:
    """Remove drafts that would save an earlier text of the same file: that is the edit by hand as it went on."""
    for draft in book.drafts.pending():
        same = all(draft.payload[key] == saving.payload[key] for key in ("operation", "path"))
        if same and draft.id != saving.id and draft.payload["operation"] == Operation.SAVE:
            book.drafts.discard(draft.id)


def _is_hand_edit(book: Logbook, intent: Intent, current: Found) -> bool:
    """Return whether somebody has changed the file since it was committed, other than by what is to be written."""
    return isinstance(current, Record) and not is_save(intent, current) and is_uncommitted(book, current)


def _commit_hand_edit(book: Logbook, current: Record, allow: Collection[str]) -> tuple[str, ...]:
    """Commit what somebody has done to the file by hand, on its own."""
    intent = Intent(Operation.HAND_EDIT, current, None, "edit by hand", current.raw)
    done = carry_out(book, make_plan(book, intent, current, current, allow), allow)
    return (f"an uncommitted edit of {current.path} was committed first ({done.short})", *done.warnings)
