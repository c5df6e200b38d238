"""The files that editors work on: one folder for each session, so that what was typed outlives even a killed rcalog."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path, PurePosixPath
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.atomic import disk_refusals
from rcalog.logbook.owner import Owner
from rcalog.logbook.records import parse_record
from rcalog.services.editing import Session, keep, without_notes

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.journal import Draft

SESSION = "@"
"""What stands between the parts of the name of a session's folder: its owner, and a word that differs each time."""

BASE = "base"
"""The record as it was, its path in the repository on the line before it."""


def make_file(book: Logbook, session: Session) -> Path:
    """Return the file to edit, in a private folder that also tells what it began from.

    Raises:
        DiskRefused: where no such folder can be made.
    """
    folder = book.state / "edit"
    with disk_refusals(folder):
        folder.mkdir(parents=True, exist_ok=True)
        own = Path(mkdtemp(prefix=f"{Owner.here()}{SESSION}".replace(" ", SESSION), dir=folder))
        (own / BASE).write_bytes(os.fsencode(session.path) + b"\n" + session.raw)
        file = own / f"{session.id}.yaml"
        file.write_bytes(session.text)
    return file


def clear(file: Path) -> None:
    """Remove the file of a session that is over."""
    rmtree(file.parent, ignore_errors=True)


def rescue(book: Logbook) -> list[Draft]:
    """Keep what was typed in sessions whose rcalog was killed, as drafts."""
    kept: list[Draft] = []
    for own in left(book):
        with suppress(OSError, ValueError, RcalogError):  # it stays there for the next time
            kept += _rescued(book, own)
            rmtree(own)
    return kept


def left(book: Logbook) -> list[Path]:
    """Return the folders of sessions whose rcalog was killed and whose editor is not open any more."""
    return [own for own in sorted((book.state / "edit").glob("*@*@*@*@*/")) if _is_orphan(own) and not _is_open(own)]


def _is_orphan(own: Path) -> bool:
    """Return whether the process that edits there is gone, as far as this machine can tell."""
    return Owner.read(own.name.rpartition(SESSION)[0].replace(SESSION, " ")).is_gone()


def _is_open(own: Path) -> bool:
    """Return whether an editor has outlived its rcalog: what is typed there has still to be saved."""
    name = os.fsencode(own)
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if name in process.read_bytes():
                return True
    return False


def _rescued(book: Logbook, own: Path) -> list[Draft]:
    path, _, raw = (own / BASE).read_bytes().partition(b"\n")
    session = Session(parse_record(PurePosixPath(os.fsdecode(path)), raw, book.repo), raw)
    typed = [without_notes(file.read_bytes()) for file in own.glob("*.yaml")]
    return [keep(book, session, text) for text in typed if text != raw]
