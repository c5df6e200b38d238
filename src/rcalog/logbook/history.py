"""The revisions of files: who committed what, when, and with which words."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING

from rcalog.logbook.git.run import READ_FLAGS, GitFailed, environment, require_git

if TYPE_CHECKING:
    from rcalog.logbook.repository import Repository

_FIELDS = ("%H", "%P", "%aN", "%aE", "%ad", "%s", "%b", "%(trailers:only,unfold)")
_FORMAT = "--format=" + "%x00".join(_FIELDS)
# Side branches are walked too: an edit that a merge threw away is part of the trail.
_WALK = ("log", "-z", "--date-order", "--full-history", "--encoding=UTF-8", "--date=raw", _FORMAT)
# Of a merge only what it has from none of its parents.
_CHANGES = ("--raw", "--no-abbrev", "-M", "--diff-merges=combined", "--no-ext-diff", "--no-textconv")


@dataclass(frozen=True)
class Revision:
    """One file at one commit that changed it."""

    commit: str
    short: str
    """The beginning of the commit's id, as git passes it on."""
    parents: tuple[str, ...]
    author: str
    email: str
    when: datetime
    subject: str
    body: str
    trailers: Mapping[str, tuple[str, ...]]
    path: str
    old_path: str | None
    """Where the file was before this commit, when it was moved."""
    blob: str | None
    """What it holds from then on; None when the commit removed it."""
    before: tuple[str | None, ...]
    """What it held in each parent of the commit; None where it was not there."""


def revisions(
    repo: Repository,
    paths: Sequence[str] = (),
    *,
    globs: Sequence[str] = (),
    since: datetime | None = None,
    start: str | None = None,
    limit: int | None = None,
    removals: bool = False,
) -> Iterator[Revision]:
    """Yield each change of these files up to HEAD, newest first; of all files when neither paths nor globs are given.

    A path names a file or a folder; a glob such as `incidents/**/20261120-k7f3q*.yaml` finds a
    record under every name that it ever had. Names and addresses are those of the mailmap.
    `start` is the commit to begin at instead of HEAD, `limit` the number of commits to look at; `removals` yields
    only what took a file away.

    Raises: GitMissing, GitFailed.
    """
    start = start or repo.head()
    if start is None:
        return
    wanted = [*(f":(top,literal){path}" for path in paths), *(f":(top,glob){glob}" for glob in globs)]
    bounds = [f"--since={since.isoformat()}"] if since else []
    bounds += [f"--max-count={limit}"] if limit else []
    bounds += ["--diff-filter=D"] if removals else []
    raw = _walk(repo, [*_WALK, *_CHANGES, *bounds, start, "--", *wanted])
    yield from _Reader(raw, len(repo.short(start))).revisions()


def _walk(repo: Repository, args: Sequence[str]) -> bytes:
    require_git()
    with _only_our_environment():
        from git import Git, GitCommandError

        try:
            return Git(repo.top).execute(["git", *READ_FLAGS, *args], stdout_as_string=False)
        except GitCommandError as error:
            raise GitFailed(args, 1, str(error.stderr)) from error


@contextmanager
def _only_our_environment() -> Iterator[None]:
    """Hide what would point git elsewhere: GitPython can add to the environment of git, but take nothing away."""
    kept = environment()
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name not in kept}
    try:
        yield
    finally:
        os.environ.update(hidden)


class _Reader:
    """Reads what the walk printed: the fields of a commit, then its changes, all separated by NUL."""

    def __init__(self, raw: bytes, digits: int) -> None:
        self._tokens = raw.split(b"\0")
        self._digits = digits  # git's own %h is whole where blobs shall be
        self._next = 0

    def revisions(self) -> Iterator[Revision]:
        while self._coming():
            header = [self._take().decode("utf-8", "replace") for _ in _FIELDS]
            while self._coming().startswith(b":"):
                yield self._revision(header)

    def _coming(self) -> bytes:
        """Skip what merely separates; return the token that stands next, empty at the end."""
        while self._next < len(self._tokens) and not self._tokens[self._next].strip():
            self._next += 1
        return self._tokens[self._next].strip() if self._next < len(self._tokens) else b""

    def _take(self) -> bytes:
        self._next += 1
        return self._tokens[self._next - 1]

    def _revision(self, header: Sequence[str]) -> Revision:
        oid, parents, author, email, date, subject, body, trailers = header
        modes, *fields = self._take().decode().strip().split(" ")
        sides = modes.count(":")  # a colon for each parent, then a mode and a blob for each of them and for the commit
        *before, blob = [oid if oid.strip("0") else None for oid in fields[sides:-1]]
        first = os.fsdecode(self._take())
        is_move = fields[-1].startswith("R") and sides == 1  # a merge gives one name only
        return Revision(
            commit=oid,
            short=oid[: self._digits],
            parents=tuple(parents.split()),
            author=author,
            email=email,
            when=moment(date),
            subject=subject,
            body=body.strip("\n"),
            trailers=_trailers(trailers),
            path=os.fsdecode(self._take()) if is_move else first,
            old_path=first if is_move else None,
            blob=blob,
            before=tuple(before),
        )


def moment(raw: str) -> datetime:
    """Read git's raw date; one that no calendar has is the epoch, as it is for git."""
    seconds, offset = raw.split(" ")
    minutes = int(offset[1:3]) * 60 + int(offset[3:5])
    try:
        zone = timezone(timedelta(minutes=-minutes if offset[0] == "-" else minutes))
        return datetime.fromtimestamp(int(seconds), zone)
    except (OverflowError, ValueError, OSError):
        return datetime.fromtimestamp(0, UTC)


def _trailers(text: str) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        key, _, value = line.partition(": ")
        found[key] = (*found.get(key, ()), value)
    return found
