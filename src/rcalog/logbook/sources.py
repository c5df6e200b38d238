"""What evidence names, looked up offline: files beside the records, objects in repositories that are at hand."""

from __future__ import annotations

import io
import os
import posixpath
import stat
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from rcalog.errors import RcalogError
from rcalog.logbook import atomic
from rcalog.logbook.git.objects import UnknownRevision
from rcalog.logbook.repository import Repository, SymlinkInPath
from rcalog.model.evidence import Looked, Reference, Standing, references
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import PurePosixPath

    from rcalog.logbook.book import Logbook
    from rcalog.model.evidence import Verdicts

LARGEST = 64 * 1024 * 1024
"""A file beyond this is not read only to count its lines."""

CHINESE_BEFORE = pattern(r"^[\u3400-\u9fff]+(?=[!-~])")
"""Words that stand before a path without a space."""

THERE = Looked(Standing.THERE)


class Sources:
    """Looks up what evidence names. Nothing is fetched, and no link is followed; what was looked up is kept."""

    def __init__(self, book: Logbook) -> None:
        self._book = book
        self._known: dict[tuple[str, Reference], Looked] = {}
        self._repositories: dict[str, Repository | Looked] = {}

    def verdicts(self, record: PurePosixPath, evidence: Iterable[str]) -> Verdicts:
        """Return what looking up the evidence of a record shows, by its text; what names nothing is left out."""
        named = {text: found for text in evidence if (found := references(text))}
        folder = record.parent.as_posix() if named else ""
        return {text: self._worst(folder, found) for text, found in named.items()}

    def _worst(self, folder: str, named: list[Reference]) -> Looked:
        looked = [self._look(folder, each) for each in named]
        for wanted in (Standing.ABSENT, Standing.NOT_VERIFIED):
            if found := next((each for each in looked if each.standing is wanted), None):
                return found
        return THERE

    def _look(self, folder: str, named: Reference) -> Looked:
        key = ("" if named.rev else folder, named)
        if key not in self._known:
            self._known[key] = self._in_git(named) if named.rev else self._in_files(folder, named)
        return self._known[key]

    def _in_files(self, folder: str, named: Reference) -> Looked:
        """Look for a file beside the record, in the logbook, then in the repository."""
        bases = dict.fromkeys((folder, self._book.prefix.as_posix(), "."))
        names = dict.fromkeys((named.path, CHINESE_BEFORE.sub("", named.path)))
        paths = [posixpath.normpath(posixpath.join(base, name)) for name in names for base in bases]
        inside = [path for path in paths if not path.startswith(("../", "/")) and path != ".."]
        if not inside:
            return _absent(f"{named.path} lies outside of the repository", "keep a copy in the repository")
        found = (self._in_file(path, named) for path in inside)
        nowhere = _absent(f"no file {named.path} beside the record or in the repository", "correct the path")
        return next((each for each in found if each), nowhere)

    def _in_file(self, path: str, named: Reference) -> Looked | None:
        """Return what the file at a path of the repository shows, in the work tree or else in HEAD; None for none."""
        top = self._book.repo.top
        try:
            atomic.refuse_symlinks(top / path, top)
            with _opened(top / path) as stream:
                return _lines(stream, named)
        except SymlinkInPath as err:
            return _not_verified(f"{err.path.relative_to(top)} is a symbolic link, which is not followed")
        except (FileNotFoundError, NotADirectoryError):
            return self._committed(path, named)
        except (OSError, ValueError) as err:
            return _not_verified(f"{path} cannot be read: {getattr(err, 'strerror', None) or err}")

    def _committed(self, path: str, named: Reference) -> Looked | None:
        """Look in HEAD for what a sparse work tree does not hold."""
        repo = self._book.repo
        oid = repo.blob_at("HEAD", path)
        return _lines_of_blob(repo, oid, named) if oid else None

    def _in_git(self, named: Reference) -> Looked:
        repo = self._repository(named.repo)
        if isinstance(repo, Looked):
            return repo
        try:
            return _in_repository(repo, named)
        except UnknownRevision:
            return _missing(repo, f"{named.repo} has no commit {named.rev}")
        except RcalogError as err:
            return _not_verified(f"{named.text}: {err}")

    def _repository(self, name: str) -> Repository | Looked:
        if name not in self._repositories:
            self._repositories[name] = self._found(name)
        return self._repositories[name]

    def _found(self, name: str) -> Repository | Looked:
        """Return the clone that the git configuration names, else the logbook's own repository if that is meant."""
        hint = f"where it is cloned: git config rcalog.{name}.clone ../{name.rpartition('/')[2]}"
        try:
            clone = self._book.repo.config(f"rcalog.{name}.clone")
            if clone is None:
                is_own = name in self._own_names or (self._origin or "").endswith((f"/{name}", f":{name}"))
                return self._book.repo if is_own else _not_verified(f"no clone of {name} is known here", hint)
            found = Repository.find(self._book.repo.top / Path(clone).expanduser())
        except (RcalogError, RuntimeError) as err:
            return _not_verified(f"the clone of {name} cannot be read: {err}", hint)
        return found or _not_verified(f"there is no clone of {name} at {clone}", hint)

    @cached_property
    def _own_names(self) -> tuple[str, ...]:
        return (".", self._book.repo.top.name, self._origin or ".")

    @cached_property
    def _origin(self) -> str | None:
        """The address of the repository that this one was cloned from."""
        address = self._book.repo.config("remote.origin.url")
        return address.rstrip("/").removesuffix(".git") if address else None


def _in_repository(repo: Repository, named: Reference) -> Looked:
    commit = repo.resolve(named.rev)
    path = posixpath.normpath(named.path)
    if path == ".":
        return THERE
    if path.startswith(("../", "/")) or path == "..":
        return _absent(f"{named.path} is no path in a repository", "write it as seen from the top of the repository")
    entry = repo.entry_at(commit, path)
    if entry is None:
        return _absent(f"{named.repo}@{named.rev} has no {path}", "correct the path, or the commit")
    if named.lines and entry.is_file:
        return _lines_of_blob(repo, entry.oid, named)
    return THERE


def _missing(repo: Repository, why: str) -> Looked:
    """Say that a commit is not in a repository, or only not in this clone of it."""
    if repo.is_whole:
        return _absent(why, "correct the commit, or fetch it")
    return _not_verified(f"{why}, in this shallow or partial clone", "git fetch --unshallow")


def _lines_of_blob(repo: Repository, oid: str, named: Reference) -> Looked:
    if repo.blob_sizes([oid]).get(oid, 0) > LARGEST:
        return _not_verified(f"{named.path} is too large to count its lines")
    return _lines(io.BytesIO(repo.read_blob(oid)), named)


def _opened(file: Path) -> BinaryIO:
    """Open a plain file of a size that can be read, not through a link.

    Raises:
        OSError, ValueError: for what is no plain file, or too large.
    """
    descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK)
    facts = os.fstat(descriptor)
    if not stat.S_ISREG(facts.st_mode) or facts.st_size > LARGEST:
        os.close(descriptor)
        raise ValueError("no plain file" if facts.st_size <= LARGEST else "too large to count its lines")
    return os.fdopen(descriptor, "rb")


def _lines(stream: BinaryIO, named: Reference) -> Looked:
    first, last = named.lines or (1, 1)
    count = sum(1 for _ in stream)
    if not 1 <= first <= last:
        return _absent(f"{named.text} names no lines", "write #L10, or #L10-L20")
    if named.lines and count < last:
        return _absent(
            f"{named.path} ends with line {count}, before line {last}", "correct the line, or name the commit: git:…"
        )
    return THERE


def _absent(why: str, hint: str | None = None) -> Looked:
    return Looked(Standing.ABSENT, why, hint)


def _not_verified(why: str, hint: str | None = None) -> Looked:
    return Looked(Standing.NOT_VERIFIED, f"not verified: {why}", hint)
