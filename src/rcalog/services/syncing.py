"""Sharing a logbook: fetch, merge, push, follow. The only service that talks to a network."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import layout, synced
from rcalog.logbook.git import objects, remote
from rcalog.logbook.git.following import InTheWay, fast_forward, tell_hook
from rcalog.logbook.git.remote import RefBusy, RemoteRewritten
from rcalog.logbook.lock import exclusive
from rcalog.logbook.outgoing import count, other_files, search
from rcalog.logbook.plans import branch_warning
from rcalog.logbook.reconciling import Reconciled, is_record, reconcile
from rcalog.logbook.records import Broken
from rcalog.logbook.repository import AGAIN, InSubmodule, OperationInProgress
from rcalog.logbook.transaction import replay
from rcalog.services.witnessing import held_against, testify

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.remote import Caller, Upstream
    from rcalog.logbook.joining import Joined
    from rcalog.logbook.standing import Found

ATTEMPTS = 250
POLITENESS, GROWTH = 8, 32
"""Whoever was overtaken waits up to twice as long as a round took, then four times, and at most so many times."""

LONGEST_S = 8.0
FEW = 5
LOCK = "sync.lock"
"""Admits one sync at a time in a clone; whoever only writes does not wait for it."""


class NothingCommitted(RcalogError):
    """There is no commit here that could be shared, or built on."""

    code = "nothing-committed"

    def __init__(self, upstream: Upstream) -> None:
        hint = f"git pull {upstream.remote} {upstream.branch}, or begin with: rcalog new"
        super().__init__(f"{upstream.branch} has no commit yet", hint=hint)


class OtherFiles(RcalogError):
    """Commits that wait to be pushed have changed files outside of the logbook; `paths` are those."""

    code = "other-files"

    def __init__(self, upstream: Upstream, paths: Sequence[str]) -> None:
        names = ", ".join(paths[:FEW]) + (f" and {len(paths) - FEW} more" if len(paths) > FEW else "")
        super().__init__(
            f"{upstream} would also get commits that change other files: {names}",
            hint="rcalog sync --everything pushes them too; for good: git config rcalog.sync everything",
        )
        self.paths = tuple(paths)


class Overtaken(RcalogError):
    """Others were faster, again and again."""

    code = "overtaken"

    def __init__(self, upstream: Upstream, attempts: int) -> None:
        super().__init__(
            f"{upstream} moved on {attempts} times while this was merged; nothing changed here", hint=AGAIN
        )


@dataclass(frozen=True)
class Manner:
    """How to go about it: who can be asked, what may go out, and how to tell, and to wait.

    `tell` says what is being done, `pause` waits for so many seconds.
    """

    caller: Caller
    tell: Callable[[str], object]
    pause: Callable[[float], object]
    allow: Collection[str] = ()
    everything: bool = False
    dry_run: bool = False


@dataclass(frozen=True)
class Synced:
    """What came of it. `commit` is what both sides have now, or would have after a dry run.

    `undecided` are the values in dispute of each incident that came, or was merged.
    """

    upstream: Upstream
    commit: str
    sent: int
    received: int
    incidents: tuple[str, ...]
    merged: Reconciled
    undecided: Mapping[str, tuple[str, ...]]
    attempts: int
    uncommitted: tuple[str, ...]
    notes: tuple[str, ...]


def sync(book: Logbook, manner: Manner) -> Synced:
    """Bring this clone and the branch that it follows to the same commit.

    What waited is committed first. Nothing here changes before the remote has taken what it gets.

    Raises:
        InSubmodule, OperationInProgress, DetachedHead, NoRemote, NoUpstream, UnsafeUrl, NothingCommitted,
        RemoteUnreachable, RemoteRewritten, UnrelatedHistories, CannotMerge, IdentityMissing, SigningFailed,
        SecretInHistory, OtherFiles, InTheWay, PushRefused, Overtaken, LockBusy.
    """
    place = book.repo.place
    if book.repo.is_submodule:
        raise InSubmodule(book.repo.top)
    if busy := book.repo.operation():
        raise OperationInProgress(busy)
    upstream = remote.find_upstream(place)
    notes = branch_warning(book)
    with exclusive(book.state / LOCK):
        notes += tuple(_would_wait(book) if manner.dry_run else replay(book))
        found, taken_back = _tried(book, place, upstream, manner)
        notes += (*found.notes, *held_against(book, upstream, found.commit, taken_back))
        refused = None if manner.dry_run else testify(book, upstream, found.commit)
        return replace(found, notes=(*notes, *([refused] if refused else [])))


def _would_wait(book: Logbook) -> Iterator[str]:
    for draft in book.drafts.pending():
        yield f"{draft.told!r} waits as draft {draft.id}, and would be committed and sent too"


def _tried(book: Logbook, place: Place, upstream: Upstream, manner: Manner) -> tuple[Synced, Sequence[str]]:
    """Go round until nobody is faster, with waits that grow, so that those who go round do not slow each other down.

    Return what came of it, and the witnesses that were taken back.
    """
    sent, yields = 0, synced.had_a_turn(book)
    for attempt in range(1, ATTEMPTS + 1):
        now, began = _Round(book, place, upstream, manner, yields=yields and attempt == 1), time.monotonic()
        found: Synced | None = None
        with suppress(RefBusy):
            found = now.run()
        sent += now.sent
        if found is not None:
            if not manner.dry_run:
                synced.remember(book, upstream, found.commit)
            return replace(found, attempts=attempt, sent=sent), now.taken_back
        round_s = time.monotonic() - began
        growth = POLITENESS if now.yields else min(GROWTH, 2**attempt)
        manner.tell(f"others send to {upstream} too: once more in a moment")
        manner.pause(secrets.SystemRandom().uniform(0, min(LONGEST_S, round_s * growth)))
    raise Overtaken(upstream, ATTEMPTS)


@dataclass
class _Round:
    """One attempt, from what the remote has at its beginning; `sent` is how many commits of ours it got."""

    book: Logbook
    place: Place
    upstream: Upstream
    manner: Manner
    yields: bool = False
    """Whether to let others go first, where there are others."""
    sent: int = 0
    taken_back: Sequence[str] = ()

    def run(self) -> Synced | None:
        """Return what came of it; None where somebody else was faster.

        Raises:
            RefBusy, and what `sync` raises.
        """
        ours, theirs = self._sides()
        if self.yields and theirs and count(self.place, theirs, ours) and count(self.place, ours, theirs):
            return None
        merged = Reconciled(ours, {})
        if theirs:
            merged = reconcile(self.book, self.place, ours, theirs, str(self.upstream))
        coming = objects.changes(self.place, ours, merged.commit) if merged.commit != ours else {}
        uncommitted = self._uncommitted(coming)
        if merged.commit != theirs and not self._may_go_out(merged.commit, theirs):
            return None
        self.sent = count(self.place, ours, theirs)
        notes = self._followed(ours, merged.commit) if not self.manner.dry_run else []
        if notes is None:
            return None
        return Synced(
            upstream=self.upstream,
            commit=merged.commit,
            sent=self.sent,
            received=count(self.place, theirs, ours) if theirs else 0,
            incidents=tuple(dict.fromkeys(filter(None, (layout.id_of(PurePosixPath(path)) for path in coming)))),
            merged=merged,
            undecided=dict(self._undecided(coming, merged)),
            attempts=1,
            uncommitted=uncommitted,
            notes=tuple(notes),
        )

    def _sides(self) -> tuple[str, str | None]:
        """Return what the branch holds here, and there, if it is there."""
        self.manner.tell(f"fetching from {self.upstream} ({self.upstream.url})")
        fetched = remote.fetch(self.place, self.upstream, self.manner.caller)
        self.taken_back, theirs, ours = fetched.taken_back, fetched.commit, self.book.repo.head()
        if ours is None:
            raise NothingCommitted(self.upstream)
        if theirs and synced.is_rewritten(self.book, self.upstream, ours, theirs):
            raise RemoteRewritten(self.upstream)  # git itself knows nothing of it any more after a fetch
        return ours, theirs

    def _undecided(self, coming: Collection[str], merged: Reconciled) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield what others, or this merge, have left in dispute; in a dry run what came is not in the files yet."""
        for path in sorted({*coming, *merged.joined}):
            found: Joined | Found = merged.joined.get(path)
            if found is None and is_record(self.book, path):
                found = self.book.catalog.read_file(PurePosixPath(path))
            if found is None or isinstance(found, Broken) or not found.incident.conflicts:
                continue
            yield found.incident.id, tuple(dict.fromkeys(each.path for each in found.incident.conflicts))

    def _uncommitted(self, coming: Collection[str]) -> tuple[str, ...]:
        """Return what is changed here in the logbook and not committed, where nothing that comes is in its way.

        Raises:
            InTheWay.
        """
        everywhere = "" if coming else self.book.prefix.as_posix()
        changed = [entry.path for entry in self.book.repo.status(everywhere)]
        if hit := [path for path in changed if path in coming]:
            raise InTheWay(hit)
        folder = self.book.path_in_repo(layout.RECORDS).as_posix()
        return tuple(path for path in changed if path.startswith(f"{folder}/"))

    def _may_go_out(self, commit: str, theirs: str | None) -> bool:
        """Push, after a look at what would go out; False where somebody else was faster.

        Raises:
            SecretInHistory, OtherFiles, PushRefused, RemoteUnreachable.
        """
        others = other_files(self.book, self.place, commit, theirs)
        if others and not self.manner.everything:
            raise OtherFiles(self.upstream, others)
        search(self.book, self.place, commit, theirs, allow=self.manner.allow, branch=self.upstream.branch)
        if self.manner.dry_run:
            return True
        self.manner.tell(f"pushing to {self.upstream}")
        return remote.push(self.place, self.upstream, commit, self.manner.caller)

    def _followed(self, ours: str, commit: str) -> list[str] | None:
        """Let this clone have what the remote has; None where something was committed here meanwhile."""
        if not self.upstream.is_followed:
            remote.follow(self.place, self.upstream)
        if commit == ours:
            return []
        with self.book.lock():
            if not fast_forward(self.place, ours, commit):
                return None
        return tell_hook(self.place)
