"""Which incident a command is about."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from rcalog.cli.ask import read_all
from rcalog.cli.streams import is_terminal
from rcalog.errors import RcalogError
from rcalog.logbook.index.asking import SHORTEST
from rcalog.logbook.layout import id_of
from rcalog.logbook.records import BrokenRecord, Record
from rcalog.logbook.references import (
    NAME_IT,
    AmbiguousReference,
    Candidate,
    IncidentDeleted,
    NoDefaultIncident,
    NoSuchIncident,
    Purpose,
)
from rcalog.logbook.standing import committed
from rcalog.logbook.waiting import go_on_with
from rcalog.model.display import pad, width

if TYPE_CHECKING:
    from rcalog.cli.context import Context
    from rcalog.model.spoken import Language
    from rcalog.services.trail import RecordFile


def find_record(c: Context, ref: str | None, purpose: Purpose, lang: Language = "en") -> Record:
    """Return the incident that a reference names, or that is meant without one; on a terminal pick among several.

    `lang` is the language in which to ask which one it is.

    Raises:
        NoSuchIncident, IncidentDeleted, IncidentRemoved, AmbiguousReference, NoDefaultIncident, BrokenRecord.
    """
    catalog = c.book.catalog
    try:
        return catalog.default_for(purpose, now=c.now) if ref is None else catalog.resolve(ref, now=c.now)
    except IncidentDeleted:
        raise
    except NoSuchIncident as error:
        _refuse_removed(c, error.ref)
        raise
    except (AmbiguousReference, NoDefaultIncident) as error:
        if not c.interactive or not error.candidates:
            if isinstance(error, NoDefaultIncident) and c.takes_reference:
                error.hint = NAME_IT.format(f"rcalog {c.command} REF")
            raise
        return _pick(c, error.candidates, lang)


def find_record_to_change(c: Context, ref: str | None, purpose: Purpose, stdin: str | None) -> Record:
    """Return the incident that is to be changed; as it was committed, where its file was broken or deleted by hand.

    The write is then refused, and keeps what was typed until the file is mended. Where no incident is found, what is
    on stdin is kept for `stdin`, the command that reads it.

    Raises:
        What `find_record` raises.
    """
    try:
        return find_record(c, ref, purpose)
    except (BrokenRecord, IncidentDeleted) as error:
        path = error.broken.path if isinstance(error, BrokenRecord) else error.path
        found = committed(c.book, path) if c.book.repo.head() else None
        if isinstance(found, Record):
            return found
        _keep_stdin(c, error, stdin)
        raise
    except RcalogError as error:
        _keep_stdin(c, error, stdin)
        raise


def _keep_stdin(c: Context, error: RcalogError, command: str | None) -> None:
    if command is None or is_terminal(sys.stdin) or not (text := read_all()).strip():
        return
    payload = {"text": text, "command": command}
    draft = c.book.drafts.keep("text", payload, incident=None, summary=command, created=c.now)
    error.draft = draft.id
    error.hint = f"{error.hint}; what was on stdin is kept: {go_on_with(draft)}"


def named_ever(c: Context, ref: str | None) -> RecordFile:
    """Return the record that is meant, be it that it cannot be read, or is gone: then it is said how to get it back.

    Raises:
        NoSuchIncident, AmbiguousReference.
    """
    from rcalog.services.removals import IncidentRemoved
    from rcalog.services.trail import RecordFile

    try:
        record = c.record(ref, purpose="reading")
    except BrokenRecord as error:
        return RecordFile(error.broken.id or error.broken.path.stem, error.broken.path.as_posix())
    except IncidentDeleted as error:
        c.output.warn(error.message)
        c.output.hint(error.hint or "")
        return RecordFile(id_of(error.path) or error.path.stem, error.path.as_posix())
    except IncidentRemoved as error:
        c.output.hint(error.hint or "")
        return RecordFile(error.removed.incident, error.removed.revision.path)
    return RecordFile(record.incident.id, record.path.as_posix())


def _refuse_removed(c: Context, ref: str) -> None:
    """Make sure that no record that is called so was removed by a commit.

    Raises:
        IncidentRemoved.
    """
    from rcalog.services.removals import IncidentRemoved, removed

    if len(ref) >= SHORTEST and not ref.startswith("@") and (found := removed(c.book, ref)):
        raise IncidentRemoved(ref, found, c.zone)


def _pick(c: Context, candidates: Sequence[Candidate], lang: Language) -> Record:
    from rcalog.services.whyjournal import sentences

    texts = sentences(lang, c.book.root)
    says = {status: texts(f"pick.status.{status}") for status in {each.status for each in candidates}}
    room = max(map(width, says.values()))
    choices = [f"{each.id}  {pad(says[each.status], room)}  {each.title}" for each in candidates]
    c.output.note(texts("pick.several"))
    wanted = texts("pick.number", {"most": str(len(choices))})
    chosen = candidates[c.asker.pick(texts("pick.which"), choices, flag="-i REF", wanted=wanted)]
    found = c.book.catalog.read(chosen.path)
    if found is None:
        raise NoSuchIncident(str(chosen.id))
    if not isinstance(found, Record):
        raise BrokenRecord(found)
    return found
