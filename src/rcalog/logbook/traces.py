"""What a clone keeps beside its history (drafts, journals, crash logs, messages), and a text taken out of it."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.logbook import atomic, layout
from rcalog.logbook.index.database import throw_away
from rcalog.model.redaction import MARK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rcalog.logbook.book import Logbook
    from rcalog.model.redaction import Redaction

OURS = "rcalog"
MESSAGES = ("COMMIT_EDITMSG", "MERGE_MSG", "SQUASH_MSG", "TAG_EDITMSG", "gitk.cache")
"""What git, or a program of its, keeps of messages that were typed."""

RERERE = "rr-cache"
LARGEST = 64 << 20
EXPRESSIONS = "redact-expressions.txt"
"""What takes a text out of the history of all: it names the text, so it is kept here and nowhere else."""


@dataclass(frozen=True)
class Traces:
    """Files that hold a text; of those that are `in_use` another process has one open."""

    files: tuple[Path, ...]
    in_use: tuple[Path, ...] = ()


def find(book: Logbook, redaction: Redaction) -> Traces:
    """Return the files of this clone, outside of the work tree, that hold the text."""
    return Traces(
        tuple(path for path in _places(book) if redaction.is_in(path.read_bytes()) or _in_json(path, redaction))
    )


def clean(book: Logbook, redaction: Redaction) -> Traces:
    """Take the text out of those files, and throw away what can be made again; return what held it.

    Raises:
        DiskRefused.
    """
    found = find(book, redaction)
    in_use = tuple(path for path in found.files if not _cleaned(path, redaction))
    for folder in _folders(book):
        drop_indexes(folder)
    return Traces(found.files, in_use)


def drop_indexes(folder: Path) -> bool:
    """Throw away every index in the folder of a clone, and return whether there was one; all can be made again."""
    found = list(folder.glob("*.db*"))
    for index in found:
        throw_away(index)
    return bool(found)


def keep_expressions(book: Logbook, redaction: Redaction) -> Path:
    """Write the file by which `git filter-repo` finds the text, for this user alone.

    Raises:
        DiskRefused.
    """
    file = drop_expressions(book)
    atomic.append_line(file, f"regex:{redaction.pattern}==>{MARK}")
    return file


def drop_expressions(book: Logbook) -> Path:
    """Remove that file, and return where it was."""
    file = book.state / EXPRESSIONS
    file.unlink(missing_ok=True)
    return file


def _folders(book: Logbook) -> list[Path]:
    spare = layout.spare_state_folder(book.repo.common_dir, book.env)
    places = (book.state, spare, book.repo.git_dir / OURS, book.repo.common_dir / OURS)
    return [folder for folder in dict.fromkeys(places) if folder.is_dir()]


def _places(book: Logbook) -> Iterator[Path]:
    """Yield the files that may hold what was typed."""
    others = [book.repo.git_dir / name for name in MESSAGES]
    below = [*_folders(book), book.repo.common_dir / RERERE]
    for path in [*others, *(path for folder in below for path in sorted(folder.rglob("*")))]:
        with suppress(OSError):
            is_text = ".db" not in path.name and path.name != EXPRESSIONS and path.stat().st_size < LARGEST
            if is_text and path.is_file() and not path.is_symlink():
                yield path


def _in_json(path: Path, redaction: Redaction) -> bool:
    """Return whether a draft holds the text in a form that only shows when its lines are read."""
    return path.suffix == ".jsonl" and any(_line(line, redaction) != line for line in _lines(path))


def _cleaned(path: Path, redaction: Redaction) -> bool:
    """Take the text out of a file; False where another process has it open and locked."""
    with path.open("rb") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        raw = path.read_bytes()
        if path.suffix == ".jsonl":
            raw = b"".join(_line(line, redaction) for line in _lines(path))
        atomic.replace(path, redaction.clean(raw))
        os.fsync(file.fileno())
    return True


def _lines(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def _line(line: bytes, redaction: Redaction) -> bytes:
    """Return a line of a draft without the text; one that a crash tore is taken as it stands."""
    try:
        data = json.loads(line)
    except ValueError:
        return redaction.clean(line)
    clean = redaction.clean_data(data)
    return line if clean == data else json.dumps(clean).encode() + b"\n"
