"""Going on with what was typed and not committed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook.planning import intended
from rcalog.logbook.waiting import after_of, intent_of, payload_of
from rcalog.logbook.waiting import keep as keep_write
from rcalog.model.timeline import Event
from rcalog.model.times import When
from rcalog.services.notes import add_events

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.intents import Intent, Saved, Write
    from rcalog.logbook.journal import Draft


class GoOnElsewhere(UsageError):
    """A draft of this kind is gone on with by the command that began it."""

    code = "go-on-elsewhere"

    def __init__(self, draft: Draft) -> None:
        commands = {"edit": f"rcalog edit {draft.incident} --resume", "interview": f"rcalog why {draft.incident}"}
        super().__init__(f"{draft.id} is an unfinished {draft.kind}", hint=commands[draft.kind])


def resume(book: Logbook, wanted: str, *, write: Write, dry_run: bool = False) -> Saved:
    """Commit what a draft holds, and remove the draft.

    Raises:
        NoSuchDraft, GoOnElsewhere, and what a commit raises.
    """
    draft = book.drafts.load(wanted)
    if draft.kind == "write":
        saved = write(intent_of(book, draft))
        if saved.draft is None and not dry_run:
            book.drafts.discard(draft.id)
        return saved
    if draft.kind != "note":
        raise GoOnElsewhere(draft)
    record = book.catalog.resolve(draft.incident or "@", now=book.clock.now())
    noted = add_events(record, _events(book, draft), write=write)
    if not dry_run:
        book.drafts.discard(draft.id)
    return noted.saved


def keep(book: Logbook, intent: Intent) -> Draft:
    """Keep an intention for later, as a draft that waits for a person.

    Raises:
        DiskRefused, and what the intention itself is refused for.
    """
    return keep_write(book, intent, payload_of(intent, intended(book, intent)), pending=False)


def text_of(book: Logbook, draft: Draft) -> str:
    """Return what was typed, as text."""
    if draft.kind == "edit":
        return after_of(draft).decode("utf-8", "replace")
    entries = book.drafts.entries(draft.id)
    lines = [json.dumps(entry, ensure_ascii=False) for entry in entries]
    return "\n".join(lines) or json.dumps(dict(draft.payload), ensure_ascii=False, indent=2)


def _events(book: Logbook, draft: Draft) -> list[Event]:
    return [Event(event=str(each["event"]), at=When(str(each["at"]))) for each in book.drafts.entries(draft.id)]
