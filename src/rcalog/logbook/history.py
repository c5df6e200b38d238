"""The revisions of files: who committed what, when, and with which words."""

from __future__ import annotations

import os
from contextlib import contextmanager

from rcalog.logbook.git.dates import moment, seconds
from rcalog.logbook.git.patches import read_ends
from rcalog.logbook.git.spawn import READ_FLAGS, environment
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from rcalog.logbook.repository import Repository

_FIELDS = ("%H", "%P", "%aN", "%aE", "%ad", "%ct", "%s", "%(trailers:only,unfold)")
_FORMAT = "--format=" + "%x00".join((*_FIELDS, "%n"))  # an end of line, so that the output comes commit by commit
# Side branches are walked too: an edit that a merge threw away is part of the trail.
_WALK = ("log", "-z", "--full-history", "--encoding=UTF-8", "--date=raw", _FORMAT)
_CHANGES = ("--raw", "--no-abbrev", "-M", "--no-ext-diff", "--no-textconv")
_OF_MERGES = {False: "--diff-merges=combined", True: "--diff-merges=first-parent"}
_AUTHORS = ("shortlog", "-s", "-e", "--full-history", "--group=author", "--group=trailer:co-authored-by")


class Revision(Value):
    """One file at one commit that changed it."""

    commit: str
    short: str
    """The beginning of the commit's id, as git passes it on."""
    parents: tuple[str, ...]
    author: str
    email: str
    date: str
    """When its author wrote it, as they say and as git prints it."""
    at: int
    """When it was made as it is, in seconds: later, where a rebase or somebody else took it over."""
    subject: str
    trailers: Mapping[str, tuple[str, ...]]
    path: str
    old_path: str | None
    """Where the file was before this commit, when it was moved."""
    blob: str | None
    """What it holds from then on; None when the commit removed it."""
    before: tuple[str | None, ...]
    """What it held in each parent of the commit; None where it was not there."""

    @property
    def when(self) -> datetime:
        """When its author wrote it."""
        return moment(self.date)

    @property
    def committed(self) -> datetime:
        """When it was made as it is."""
        return moment(f"{self.at} +0000")

    def removed(self) -> Revision:
        """Return what a move to where nobody looks is: the file was removed."""
        return self.with_(path=self.old_path, old_path=None, blob=None)


def revisions(
    repo: Repository,
    paths: Sequence[str] = (),
    *,
    suffix: str = "",
    since: datetime | None = None,
    start: str | None = None,
    limit: int | None = None,
    removals: bool = False,
    to_first: bool = False,
) -> Iterator[Revision]:
    """Yield each change of these files and folders up to HEAD, newest first, while git still looks for more.

    All files are meant where no path is given; `suffix` leaves out those whose name ends otherwise, and takes a move to
    such a name for a removal. Names and addresses are those of the mailmap. `start` is the commit to begin at instead
    of HEAD, `limit` the number of commits to look at; `removals` yields only what took a file away. Of a merge that is
    what it has from none of its parents, `to_first` what its first parent did not have.

    Raises: GitMissing, GitFailed.
    """
    start = start or repo.head()
    if start is None:
        return
    from rcalog.logbook.git.run import require_git, streaming

    require_git()
    bounds = [f"--since={since.isoformat()}"] if since else []
    bounds += [f"--max-count={limit}"] if limit else []
    bounds += ["--diff-filter=D"] if removals else []
    bounds += [_OF_MERGES[to_first]]
    with streaming([*_WALK, *_CHANGES, *bounds, start, "--", *paths], cwd=repo.top) as lines:
        for revision in _Reader(_tokens(lines), len(repo.short(start))).revisions():
            if revision.path.endswith(suffix):
                yield revision
            elif revision.old_path and revision.old_path.endswith(suffix):
                yield revision.removed()


def authors(repo: Repository, folder: str) -> frozenset[str]:
    """Return the addresses of all who wrote, alone or with others, what a folder holds or ever held.

    Raises: GitMissing, GitFailed.
    """
    if repo.head() is None:
        return frozenset()
    from rcalog.logbook.git.run import GitFailed, require_git

    require_git()
    args = [*_AUTHORS, "HEAD", "--", folder]
    with _only_our_environment():
        from git import Git, GitCommandError

        try:
            said = str(Git(repo.top).execute(["git", "--literal-pathspecs", *READ_FLAGS, *args]))
        except GitCommandError as error:
            raise GitFailed(args, 1, str(error.stderr)) from error
    return frozenset(line.rpartition("<")[2].removesuffix(">") for line in said.splitlines() if line.endswith(">"))


@contextmanager
def _only_our_environment() -> Iterator[None]:
    """Hide what would point git elsewhere: GitPython can add to the environment of git, but take nothing away."""
    kept = environment()
    hidden = {name: os.environ.pop(name) for name in list(os.environ) if name not in kept}
    try:
        yield
    finally:
        os.environ.update(hidden)


def _tokens(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Yield what stands between NUL bytes, as it comes."""
    rest = b""
    for line in lines:
        *whole, rest = (rest + line).split(b"\0")
        yield from whole
    yield rest


class _Reader:
    """Reads what the walk prints: the fields of a commit, then its changes, all separated by NUL."""

    def __init__(self, tokens: Iterator[bytes], digits: int) -> None:
        self._tokens = tokens
        self._digits = digits  # git's own %h is whole where blobs shall be
        self._held: bytes | None = None

    def revisions(self) -> Iterator[Revision]:
        while self._coming():
            header = [self._take().decode("utf-8", "replace") for _ in _FIELDS]
            while self._coming().startswith(b":"):
                yield self._revision(header)

    def _coming(self) -> bytes:
        """Skip what merely separates; return the token that stands next, empty at the end."""
        while self._held is None or not self._held.strip():
            self._held = next(self._tokens, None)
            if self._held is None:
                return b""
        return self._held.strip()

    def _take(self) -> bytes:
        held, self._held = self._held, None
        return next(self._tokens, b"") if held is None else held

    def _revision(self, header: Sequence[str]) -> Revision:
        oid, parents, author, email, date, committed, subject, trailers = header
        oid = oid.strip()
        said = self._take().decode().strip()
        ends = read_ends(said)
        first = os.fsdecode(self._take())
        is_move = " R" in said and len(ends.before) == 1  # a merge gives one name only
        return Revision(
            commit=oid,
            short=oid[: self._digits],
            parents=tuple(parents.split()),
            author=author,
            email=email,
            date=date,
            at=seconds(committed),
            subject=subject,
            trailers=trailers_of(trailers),
            path=os.fsdecode(self._take()) if is_move else first,
            old_path=first if is_move else None,
            blob=ends.blob,
            before=ends.before,
        )


def trailers_of(text: str) -> Mapping[str, tuple[str, ...]]:
    """Return the trailers of a message, from a line for each."""
    found: dict[str, tuple[str, ...]] = {}
    for line in text.splitlines():
        key, _, value = line.partition(": ")
        found[key] = (*found.get(key, ()), value)
    return found
