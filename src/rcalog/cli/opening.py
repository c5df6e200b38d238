"""Which logbook, and which of its incidents, a command is about. Loaded when a command first needs one."""

from __future__ import annotations

import os
from contextlib import suppress

from rcalog.cli.output import dim
from rcalog.errors import RcalogError
from rcalog.logbook.book import Logbook
from rcalog.logbook.folders import nearest

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import TypeVar

    from rcalog.cli.context import Context
    from rcalog.logbook.discovery import Found

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
    if ahead := c.session.ahead:  # it was found before
        book = Logbook.open(ahead.folder, clock=c.clock, env=c.env, place=ahead.place)
        book.begun = ahead.look
        return book
    named = str(c.logbook) if c.logbook else None
    if near := nearest(os.getcwd(), explicit=named, env=c.env):
        return Logbook.open(near[1], clock=c.clock, env=c.env)
    found = _find(c)
    if found.kind != "none":
        return _open(c, found)
    begun = Logbook.begin(found.path, clock=c.clock, env=c.env) if (found.path / ".git").exists() else None
    if begun is None or not begun.drafts.list():
        raise NoLogbook(found.path)
    c.output.note(f"in your own logbook, {found.path}; it is made when the first draft is committed")
    return begun


def open_in_any_case(c: Context) -> tuple[Logbook, RcalogError | OSError | None]:
    """Open the logbook that is meant; where its policy cannot be read, without one, and with the reason.

    Raises:
        NoLogbook, and what finding its repository raises.
    """
    from rcalog.config.policyfile import ConfigError
    from rcalog.logbook.git.place import locate

    try:
        return open_logbook(c), None
    except (ConfigError, OSError) as error:
        folder = str(_find(c).path.resolve())
        place = locate(folder)
        if place is None:
            raise
        return Logbook(folder, place, None, clock=c.clock, env=c.env), error


def open_or_make(c: Context) -> Logbook:
    """Open the logbook for a new record; where there is none, the user's own is made or, if they like, one right here.

    Raises:
        BareRepository: in a repository without files; what opening or making a logbook raises.
    """
    from pathlib import Path

    from rcalog.logbook.repository import Repository, UntrustedRepository

    found = _find(c)
    if found.kind in ("default", "none"):
        with suppress(UntrustedRepository):  # it is none of our business
            Repository.find(Path.cwd())  # a bare one is no place to write, and not passed over in silence
    if found.inside and c.interactive:
        if here := _wanted_here(c, found.inside, found.path):
            return here
        found = found.with_(inside=None)  # it was offered
    if found.kind != "none":
        return _open(c, found)
    if c.dry_run:
        return _pretended(c, found.path)
    book = Logbook.begin(found.path, clock=c.clock, env=c.env)
    c.output.note(f"a new logbook of your own, {found.path}")
    _offer_init(c, found)
    return book


def with_identity(c: Context, folder: Path, act: Callable[[], T]) -> T:
    """Return what `act` returns; where git does not know whose commit it is, ask once and keep it for the repository.

    Raises:
        IdentityMissing: where nobody can be asked.
    """
    from rcalog.logbook.repository import IdentityMissing, Repository

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
    from pathlib import Path

    from rcalog.logbook.discovery import discover

    return discover(Path.cwd(), explicit=Path(c.logbook) if c.logbook else None, env=c.env)


def _open(c: Context, found: Found) -> Logbook:
    book = Logbook.open(found.path, clock=c.clock, env=c.env)
    if found.kind == "default":
        c.output.note(f"in your own logbook, {found.path}")
        _offer_init(c, found)
    return book


def _offer_init(c: Context, found: Found) -> None:
    if found.inside:
        import shlex

        c.output.hint(f"to keep records in this repository: rcalog init {shlex.quote(str(found.inside))}")


def _wanted_here(c: Context, here: Path, own: Path) -> Logbook | None:
    """Return a logbook made in the repository that the user is in, where they want one."""
    import shlex

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
    from pathlib import Path
    from tempfile import TemporaryDirectory

    from rcalog.logbook.repository import Repository

    c.session.scratch = TemporaryDirectory(prefix="rcalog-")
    place = Path(c.session.scratch.name) / "logbook"
    place.mkdir()
    Repository.init(place)  # whatever lies around the folder for temporary files
    c.output.note(f"a logbook would be made in {folder}")
    return Logbook.begin(place, clock=c.clock, env=c.env)
