"""Which logbook, and which of its incidents, a command is about. Loaded when a command first needs one."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from rcalog.cli.ask import read_all
from rcalog.cli.output import dim
from rcalog.cli.streams import is_terminal
from rcalog.errors import RcalogError
from rcalog.logbook.book import Logbook
from rcalog.logbook.discovery import Found, discover
from rcalog.logbook.layout import id_of
from rcalog.logbook.records import BrokenRecord, Record
from rcalog.logbook.references import (
    NAME_IT,
    SHORTEST,
    AmbiguousReference,
    Candidate,
    IncidentDeleted,
    NoDefaultIncident,
    NoSuchIncident,
    Purpose,
)
from rcalog.logbook.repository import IdentityMissing, Repository, UntrustedRepository
from rcalog.logbook.standing import committed
from rcalog.logbook.waiting import go_on_with
from rcalog.model.display import pad, width

if TYPE_CHECKING:
    from rcalog.cli.context import Context
    from rcalog.model.policy import Language
    from rcalog.services.trail import RecordFile

T = TypeVar("T")


class NoLogbook(RcalogError):
    """There is no logbook here, and the user has none of their own yet."""

    code = "no-logbook"

    def __init__(self, own: Path) -> None:
        hint = f"rcalog new TITLE starts your own, in {own}; rcalog init makes one in this folder"
        super().__init__("there is no logbook here", hint=hint)


def open_logbook(c: Context) -> Logbook:
    """Open the logbook that is meant.

    Raises:
        NoLogbook, and what opening one raises.
    """
    found = _find(c)
    if found.kind != "none":
        return _open(c, found)
    begun = Logbook.begin(found.path, clock=c.clock, env=c.env) if (found.path / ".git").exists() else None
    if begun is None or not begun.drafts.list():
        raise NoLogbook(found.path)
    c.output.note(f"in your own logbook, {found.path}; it is made when the first draft is committed")
    return begun


def open_or_make(c: Context) -> Logbook:
    """Open the logbook for a new record; where there is none, the user's own is made or, if they like, one right here.

    Raises:
        BareRepository: in a repository without files; what opening or making a logbook raises.
    """
    found = _find(c)
    if found.kind in ("default", "none"):
        with suppress(UntrustedRepository):  # it is none of our business
            Repository.find(Path.cwd())  # a bare one is no place to write, and not passed over in silence
    if found.inside and c.interactive:
        if here := _wanted_here(c, found.inside, found.path):
            return here
        found = replace(found, inside=None)  # it was offered
    if found.kind != "none":
        return _open(c, found)
    if c.dry_run:
        return _pretended(c, found.path)
    book = Logbook.begin(found.path, clock=c.clock, env=c.env)
    c.output.note(f"a new logbook of your own, {found.path}")
    _offer_init(c, found)
    return book


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


def named_ever(c: Context, ref: str) -> RecordFile:
    """Return the record that is meant, be it that it cannot be read, or is gone: then it is said how to get it back.

    Raises:
        NoSuchIncident, AmbiguousReference.
    """
    from rcalog.services.trail import IncidentRemoved, RecordFile

    try:
        record = c.record(ref)
    except BrokenRecord as error:
        return RecordFile(error.broken.id or ref, error.broken.path)
    except IncidentDeleted as error:
        c.output.warn(error.message)
        c.output.hint(error.hint or "")
        return RecordFile(id_of(error.path) or ref, error.path)
    except IncidentRemoved as error:
        c.output.hint(error.hint or "")
        return RecordFile(error.removed.incident, PurePosixPath(error.removed.revision.path))
    return RecordFile(record.incident.id, record.path)


def _refuse_removed(c: Context, ref: str) -> None:
    """Make sure that no record that is called so was removed by a commit.

    Raises:
        IncidentRemoved.
    """
    from rcalog.services.trail import IncidentRemoved, removed

    if len(ref) >= SHORTEST and not ref.startswith("@") and (found := removed(c.book, ref)):
        raise IncidentRemoved(ref, found, c.zone)


def with_identity(c: Context, folder: Path, act: Callable[[], T]) -> T:
    """Return what `act` returns; where git does not know whose commit it is, ask once and keep it for the repository.

    Raises:
        IdentityMissing: where nobody can be asked.
    """
    try:
        return act()
    except IdentityMissing as error:
        repo = Repository.find(folder)
        if repo is None or not c.interactive:
            raise
        c.output.note("git does not know your name yet; it is kept for this logbook only")
        repo.set_identity(c.asker.text("Your name:", flag="user.name"), c.asker.text("Your e-mail:", flag="user.email"))
        done = act()
        if error.draft:  # what was kept when the first attempt was refused is committed now
            c.book.drafts.discard(error.draft)
        return done


def _find(c: Context) -> Found:
    return discover(Path.cwd(), explicit=c.logbook, env=c.env)


def _open(c: Context, found: Found) -> Logbook:
    book = Logbook.open(found.path, clock=c.clock, env=c.env)
    if found.kind == "default":
        c.output.note(f"in your own logbook, {found.path}")
        _offer_init(c, found)
    return book


def _offer_init(c: Context, found: Found) -> None:
    if found.inside:
        c.output.hint(f"to keep records in this repository: rcalog init {shlex.quote(str(found.inside))}")


def _wanted_here(c: Context, here: Path, own: Path) -> Logbook | None:
    """Return a logbook made in the repository that the user is in, where they want one."""
    c.output.note(f"{here} has no logbook; your own is {own}")
    c.output.note(dim(f"  to be asked no more here: git config rcalog.logbook {shlex.quote(str(own))}"))
    if not c.asker.confirm("Make one in this repository?", flag="-C DIR", default=False):
        return None
    if c.dry_run:
        return _pretended(c, here)
    created = with_identity(c, here, lambda: Logbook.create(here, c.clock, env=c.env))
    c.output.note(f"made a logbook in {here}")
    return created.book


def _pretended(c: Context, folder: Path) -> Logbook:
    """Return a logbook that lasts as long as this run: a dry run makes none."""
    c.session.scratch = TemporaryDirectory(prefix="rcalog-")
    place = Path(c.session.scratch.name) / "logbook"
    place.mkdir()
    Repository.init(place)  # whatever lies around the folder for temporary files
    c.output.note(f"a logbook would be made in {folder}")
    return Logbook.begin(place, clock=c.clock, env=c.env)


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
