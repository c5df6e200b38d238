"""The loop around the editor: open, read, check, open again with what is wrong on top."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.cli.acting import carry_out, show_saved
from rcalog.cli.ask import ignore_interrupts
from rcalog.cli.editor import run_editor
from rcalog.cli.incident_dto import record_object
from rcalog.errors import RcalogError, UsageError
from rcalog.logbook.records import Broken, BrokenRecord, Record
from rcalog.logbook.waiting import go_on_with
from rcalog.services.editfiles import clear, make_file
from rcalog.services.editing import InvalidEdit, Session, finish, keep, with_notes, without_notes

if TYPE_CHECKING:
    from pathlib import Path

    from rcalog.cli.context import Context
    from rcalog.logbook.intents import Saved


class TerminalNeeded(UsageError):
    """An editor needs a terminal."""

    code = "terminal-needed"

    def __init__(self) -> None:
        hint = "rcalog set FIELD=VALUE, or change the file and: rcalog save"
        super().__init__("there is no terminal to edit on", hint=hint)


class NotSaved(RcalogError):
    """The user stopped before the record was valid."""

    code = "not-saved"

    def __init__(self) -> None:
        super().__init__("not saved")


def find_to_edit(c: Context, ref: str | None) -> Record | Broken:
    """Return the record that is meant, also one that cannot be read: the editor is where it is mended."""
    try:
        return c.record(ref)
    except BrokenRecord as error:
        return error.broken


def edit(c: Context, session: Session) -> None:
    """Let the user edit until the record is valid and committed, or they stop; what they typed is kept until then.

    Raises:
        EditorFailed, NotSaved, RecordChanged, and what else a commit raises.
    """
    file = make_file(c.book, session)
    try:
        saved = _until_valid(c, session, file)
    except BaseException as error:
        ignore_interrupts()
        _keep_typed(c, session, file, error)
        raise
    if saved is None:
        before = session.before
        about = record_object(before, today=c.today) if isinstance(before, Record) else None
        c.output.result({"incident": about, "changes": []}, lambda page: page.line("nothing was changed"))
    elif c.dry_run:
        _keep_typed(c, session, file, None)
    clear(file)


def _until_valid(c: Context, session: Session, file: Path) -> Saved | None:
    """Return what was saved, None where nothing was changed."""
    text = session.text
    while True:
        run_editor(c.book.repo.editor(), file)
        typed = _read(file, session)
        if without_notes(typed) == session.raw:
            return None
        if typed == text and not _wants_unchanged(c, session, text):
            raise NotSaved
        try:
            saved = _finish(c, session, typed)
        except InvalidEdit as error:
            c.output.note(error.message)
            for found in error.findings:
                c.output.note(f"  line {found.line or 1}: {found.path or 'the file'}: {found.message}")
            if not c.asker.confirm("Open it again?", flag="--resume", default=True):
                raise NotSaved from None
            text = with_notes(error.findings, error.text)
            file.write_bytes(text)
        else:
            show_saved(c, saved)
            return saved


def _finish(c: Context, session: Session, typed: bytes) -> Saved:
    return carry_out(c, lambda write: finish(c.book, session, typed, write=write))


def _read(file: Path, session: Session) -> bytes:
    """Return what was typed; an editor that took the file away has changed nothing."""
    return file.read_bytes() if file.exists() else session.raw


def _wants_unchanged(c: Context, session: Session, text: bytes) -> bool:
    """Return whether a kept edit is to be saved just as it was kept."""
    is_kept = session.draft is not None and text == session.text
    return is_kept and c.asker.confirm("You changed nothing. Save it as it stands?", flag="--resume", default=True)


def _keep_typed(c: Context, session: Session, file: Path, error: BaseException | None) -> None:
    """Keep what was typed and not committed, and say how to go on with it."""
    typed = without_notes(_read(file, session))
    if typed == session.raw or getattr(error, "draft", None):
        clear(file)
        return
    draft = keep(c.book, session, typed)
    clear(file)
    said = f"what you typed is kept: {go_on_with(draft)}"
    if isinstance(error, RcalogError):
        error.hint, error.draft = (f"{error.hint}; {said}" if error.hint else said), draft.id
    else:
        c.output.kept(said)
