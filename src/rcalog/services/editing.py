"""A record in the user's editor, hand edits that are to be committed, and what takes a commit back."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from rcalog.errors import RcalogError
from rcalog.logbook.intents import Intent, Operation, Saved, Write
from rcalog.logbook.planning import IdChanged
from rcalog.logbook.records import Broken, Record, parse_record
from rcalog.model.findings import Finding, Weight

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import PurePosixPath

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.journal import Draft

NOTE = "#! "
"""What the comment lines begin with that say on top what is wrong; they are taken off again."""


class InvalidEdit(RcalogError):
    """What was typed is no valid record; `findings` says where and why, `text` is what was typed."""

    code = "invalid-edit"

    def __init__(self, findings: tuple[Finding, ...], text: bytes) -> None:
        super().__init__("what was typed is not a valid record")
        self.findings = findings
        self.text = text


@dataclass(frozen=True)
class Session:
    """A record that is being edited: the file's path in the repository, the blob it began from, the text to open."""

    path: PurePosixPath
    base: str
    id: str
    raw: bytes
    text: bytes
    draft: Draft | None = None


def begin(book: Logbook, found: Record | Broken, *, resume: bool) -> Session:
    """Return what to open in the editor: the record, or what an earlier session left unsaved."""
    raw = found.raw if isinstance(found, Record) else found.file.read_bytes()
    ref = found.incident.id if isinstance(found, Record) else found.id or found.path.stem
    base = book.repo.blob_oid(raw, found.path.as_posix())
    draft = kept(book, ref)
    if draft and resume:
        return Session(found.path, base, ref, raw, _text_of(draft), draft)
    return Session(found.path, base, ref, raw, raw, None)


def kept(book: Logbook, ref: str) -> Draft | None:
    """Return the newest unsaved edit of a record, if there is one."""
    drafts = [draft for draft in book.drafts.list() if draft.kind == "edit" and draft.incident == ref]
    return drafts[-1] if drafts else None


def keep(book: Logbook, session: Session, text: bytes, *, now: datetime) -> Draft:
    """Keep what was typed as a draft, in place of the one that it grew from."""
    payload = {"path": session.path.as_posix(), "text": base64.b64encode(text).decode()}
    draft = book.drafts.keep(
        "edit", payload, incident=session.id, summary=f"edit of {session.id}", created=now, base=session.base
    )
    if session.draft and session.draft.id != draft.id:
        book.drafts.discard(session.draft.id)
    return draft


def finish(book: Logbook, session: Session, text: bytes, *, write: Write) -> Saved:
    """Commit what was typed.

    Raises:
        InvalidEdit, IdChanged, RecordChanged, and what a commit raises.
    """
    typed = without_notes(text)
    parsed = parse_record(session.path, typed, book.repo)
    if isinstance(parsed, Broken):
        raise InvalidEdit(parsed.errors, typed)
    before = parse_record(session.path, session.raw, book.repo)
    if isinstance(before, Record) and before.incident.id != parsed.incident.id:
        raise IdChanged(before.incident.id, parsed.incident.id)
    intent = Intent(Operation.EDIT, _as_read(session, before), parsed.incident, "edit", raw=typed)
    saved = write(intent)
    if session.draft and saved.commit:
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
    hint = f" ({found.hint})" if found.hint else ""
    return " ".join(f"{NOTE}{place}: {found.message}{hint}".splitlines())


def _text_of(draft: Draft) -> bytes:
    return base64.b64decode(cast("str", draft.payload["text"]))


def _as_read(session: Session, before: Record | Broken) -> Record:
    """Return the record that the edit began from.

    Raises:
        InvalidEdit: when it could not be read then; only `save` commits a file that was mended by hand.
    """
    if isinstance(before, Record):
        return before
    raise InvalidEdit((Finding("F001", Weight.ERROR, "the record was broken when it was opened"),), session.raw)
