"""A record in the user's editor: what to open, what to make of what was typed, what to keep of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError, UsageError
from rcalog.logbook import waiting
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.linemerge import merge_lines
from rcalog.logbook.records import Broken, Record, parse_record, ref_of
from rcalog.logbook.standing import committed
from rcalog.model.findings import Finding, Weight

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.journal import Draft

NOTE = "#! "
"""What the comment lines begin with that say on top what is wrong; they are taken off again."""

SIDES = ("as it is now", "as it was", "as you typed it")


class InvalidEdit(RcalogError):
    """What was typed is no valid record; `findings` says where and why, `text` is what was typed."""

    code = "invalid-edit"

    def __init__(self, findings: tuple[Finding, ...], text: bytes) -> None:
        count = "1 thing" if len(findings) == 1 else f"{len(findings)} things"
        super().__init__(f"what was typed is not a valid record: {count} to mend")
        self.findings = findings
        self.text = text


class NoKeptEdit(UsageError):
    """There is no edit to go on with, or to throw away."""

    code = "no-kept-edit"

    def __init__(self, ref: str | None) -> None:
        of = f" of {ref}" if ref else ""
        super().__init__(f"no edit{of} is kept", hint=f"rcalog edit {ref or 'REF'}")


@dataclass(frozen=True)
class Session:
    """A record that is being edited: as it was when it was opened, the text to open, the kept edit that it goes on."""

    before: Record | Broken
    text: bytes
    draft: Draft | None = None

    @property
    def path(self) -> PurePosixPath:
        """The path of the record in the repository."""
        return self.before.path

    @property
    def raw(self) -> bytes:
        """The record as it was."""
        return self.before.raw

    @property
    def id(self) -> str:
        """What the record is called: its id, as far as it is known."""
        return ref_of(self.before)


def place_of(draft: Draft) -> str:
    """Return a reference to the record that a kept edit is of."""
    return draft.incident or PurePosixPath(str(draft.payload["path"])).stem


def begin(found: Record | Broken) -> Session:
    """Return the session that edits a record as it is, also one that cannot be read."""
    return Session(found, found.raw)


def go_on(book: Logbook, found: Record | Broken, draft: Draft) -> Session:
    """Return the session that goes on with a kept edit.

    Where the record was changed since, the text has both; what does not go together stands between conflict markers.
    """
    base, mine = waiting.before_of(draft), waiting.after_of(draft)
    if base == found.raw:
        return Session(found, mine, draft)
    return Session(found, merge_lines((found.raw, base, mine), folder=book.repo.top, names=SIDES).out or mine, draft)


def kept(book: Logbook, found: Record | Broken | None = None) -> Draft | None:
    """Return the newest edit that was not saved: of a record, or of any."""
    drafts = [draft for draft in book.drafts.list() if draft.kind == "edit" and not draft.pending]
    own = [draft for draft in drafts if found is None or _is_of(draft, found)]
    return own[-1] if own else None


def keep(book: Logbook, session: Session, typed: bytes) -> Draft:
    """Keep what was typed as a draft, in place of the one that it grew from.

    Raises:
        DiskRefused: when even this cannot be stored.
    """
    intent = _intent(session, typed)
    draft = waiting.keep(book, intent, waiting.payload_of(intent, None), pending=False)
    if session.draft and session.draft.id != draft.id:
        book.drafts.discard(session.draft.id)
    return draft


def finish(book: Logbook, session: Session, text: bytes, *, write: Write) -> Saved:
    """Commit what was typed.

    Raises:
        InvalidEdit, RecordChanged, and what else a commit raises.
    """
    typed = without_notes(text)
    parsed = parse_record(session.path, typed, book.repo)
    if isinstance(parsed, Broken):
        raise InvalidEdit(parsed.errors, typed)
    _refuse_other_id(book, session, parsed)
    saved = write(_intent(session, typed))
    if session.draft and (saved.commit or saved.draft):
        book.drafts.discard(session.draft.id)
    return saved


def with_notes(findings: tuple[Finding, ...], text: bytes) -> bytes:
    """Return the text with what is wrong as comment lines on top, numbered as the lines will stand."""
    shift = len(findings) + 1
    lines = [f"{NOTE}Not saved yet. Mend what is named here and save again, or leave the file as it is to stop."]
    lines += [_note(found, shift) for found in findings]
    return "\n".join(lines).encode() + b"\n" + without_notes(text)


def without_notes(text: bytes) -> bytes:
    """Return the text without the comment lines that `with_notes` put on top."""
    lines = text.splitlines(keepends=True)
    while lines and lines[0].startswith(NOTE.strip().encode()):
        del lines[0]
    return b"".join(lines)


def _note(found: Finding, shift: int) -> str:
    place = f"line {(found.line or 1) + shift}, column {found.column or 1}"
    field = f"{found.path}: " if found.path else ""
    hint = f" ({found.hint})" if found.hint else ""
    return " ".join(f"{NOTE}{place}: {field}{found.message}{hint}".split())


def _intent(session: Session, typed: bytes) -> Intent:
    return Intent(Operation.EDIT, session.before, None, "edit", raw=typed)


def _is_of(draft: Draft, found: Record | Broken) -> bool:
    return draft.incident == ref_of(found) or draft.payload.get("path") == found.path.as_posix()


def _refuse_other_id(book: Logbook, session: Session, parsed: Record) -> None:
    """Make sure that the record still is the same one.

    Raises:
        InvalidEdit.
    """
    before = session.before if isinstance(session.before, Record) else committed(book, session.path)
    if isinstance(before, Record) and before.incident.id != parsed.incident.id:
        place = parsed.document.position(("id",))
        message = "the id of an incident never changes"
        hint = f"write id: {before.incident.id}"
        wrong = Finding("F001", Weight.ERROR, message, hint, ("id",), "id", line=place.line, column=place.column)
        raise InvalidEdit((wrong,), parsed.raw)
