"""What this clone remembers of its last sync: when that was, and what each branch elsewhere held.

A file in the git folder that may be deleted at any time; what git itself remembers moves with any `git fetch`.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.logbook import atomic
from rcalog.logbook.outgoing import count

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.remote import Upstream

TURN_S = 60.0
"""Whoever had a turn so shortly ago lets others go first, for a few times as long as a fetch takes."""


def remember(book: Logbook, upstream: Upstream, commit: str) -> None:
    """Keep what a branch elsewhere holds after a sync.

    Raises: DiskRefused.
    """
    known = _known(book) | {upstream.tracking: commit}
    atomic.replace(_file(book), "".join(f"{ref} {oid}\n" for ref, oid in known.items()).encode())


def had_a_turn(book: Logbook) -> bool:
    """Return whether this clone has shared a moment ago."""
    try:
        last = _file(book).stat().st_mtime
    except OSError:
        return False
    return 0 <= book.clock.now().timestamp() - last < TURN_S


def is_rewritten(book: Logbook, upstream: Upstream, ours: str, theirs: str) -> bool:
    """Return whether a branch elsewhere has lost what it held at the last sync, which ours would bring back."""
    last, place = _known(book).get(upstream.tracking), book.repo.place
    if last in (None, theirs) or place.read("cat-file", "-e", f"{last}^{{commit}}", check=False).code:
        return False
    return count(place, last, theirs) > 0 and count(place, last, ours) == 0


def _known(book: Logbook) -> dict[str, str]:
    try:
        pairs = [line.split(" ") for line in _file(book).read_text("utf-8").splitlines()]
    except (OSError, ValueError):
        return {}
    return {pair[0]: pair[1] for pair in pairs if len(pair) == 2}


def _file(book: Logbook) -> Path:
    return book.state / "synced"
