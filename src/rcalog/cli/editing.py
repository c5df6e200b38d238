"""The loop around the editor: open, read, check, open again with what is wrong on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.cli.acting import carry_out, show_saved
from rcalog.cli.editor import edit_text
from rcalog.errors import RcalogError, UsageError
from rcalog.logbook.records import Broken, BrokenRecord, Record
from rcalog.services.editing import InvalidEdit, finish, keep, with_notes, without_notes

if TYPE_CHECKING:
    from rcalog.cli.context import Context
    from rcalog.logbook.intents import Saved
    from rcalog.services.editing import Session


class TerminalNeeded(UsageError):
    """An editor needs a terminal."""

    code = "terminal-needed"

    def __init__(self) -> None:
        hint = "rcalog set FIELD=VALUE, or change the file and: rcalog save"
        super().__init__("there is no terminal to edit on", hint=hint)


def find_to_edit(c: Context, ref: str | None) -> Record | Broken:
    """Return the record that is meant, also one that cannot be read: the editor is where it is mended."""
    try:
        return c.record(ref)
    except BrokenRecord as error:
        return error.broken


def ref_of(found: Record | Broken) -> str:
    """Return the id of a record, as far as it is known."""
    return found.incident.id if isinstance(found, Record) else found.id or found.path.stem


def edit_until_valid(c: Context, session: Session) -> None:
    """Let the user edit until the record is valid and committed, or they stop; what they typed is kept.

    Raises:
        EditorFailed, IdChanged, RecordChanged, and what a commit raises.
    """
    file = c.book.state / "edit" / f"{session.id}.yaml"
    text = session.text
    while True:
        typed = edit_text(c.book.repo.editor(), file, text)
        if typed == text or without_notes(typed) == session.raw:
            _stop(c, session, without_notes(typed))
            break
        try:
            show_saved(c, _finish(c, session, typed))
            break
        except InvalidEdit as error:
            text = with_notes(error.findings, error.text)
            c.output.note(f"{error.message}: {error.findings[0].message}")
            if not c.confirm("Open it again?", flag="--resume", default=True):
                _stop(c, session, without_notes(typed))
                break
    file.unlink(missing_ok=True)


def _finish(c: Context, session: Session, typed: bytes) -> Saved:
    try:
        return carry_out(c, lambda write: finish(c.book, session, typed, write=write))
    except InvalidEdit:
        raise
    except RcalogError as error:
        if not c.dry_run and not getattr(error, "draft", None):
            draft = keep(c.book, session, without_notes(typed), now=c.now)
            error.hint = f"what you typed is kept: rcalog edit {session.id} --resume (draft {draft.id})"
        raise


def _stop(c: Context, session: Session, typed: bytes) -> None:
    """End without a commit; what differs from the record is kept."""
    if typed == session.raw:
        c.output.result({"id": session.id, "draft": None}, lambda page: page.line("nothing was changed"))
        return
    draft = keep(c.book, session, typed, now=c.now)
    said = f"not saved; kept as draft {draft.id}: rcalog edit {session.id} --resume"
    c.output.result({"id": session.id, "draft": draft.id}, lambda page: page.line(said))
