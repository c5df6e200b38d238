"""Bearing witness: what a clone saw of a branch is said on the remote, and what others saw is held against it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import audited, witnessed
from rcalog.logbook.git import remote, witness
from rcalog.logbook.git.heads import look_up
from rcalog.logbook.git.remote import Caller

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.remote import Upstream

AGAIN_S = 24 * 3600
"""Whoever was refused tries again after so long; it is said the first time only."""

FEW = 5


def held_against(book: Logbook, upstream: Upstream, commit: str, taken_back: Sequence[str]) -> Iterator[str]:
    """Yield what is odd about what other clones saw, now that this one has the branch at a commit.

    Raises: DiskRefused.
    """
    place, accepted = book.repo.place, {ref: tip.commit for ref, tip in audited.tips(book).items()}
    if back := _taken_back(book, upstream, taken_back, accepted):
        yield f"what clones saw of {upstream} was taken back ({_names(back)}): rcalog audit"
    gone = witness.unheard_of(place, upstream, commit)
    if any(accepted.get(each.ref) != each.commit for each in gone):  # or somebody pushed while the remote told us
        with suppress(RcalogError):
            commit = remote.fetch(place, upstream, Caller(can_be_asked=False)).commit or commit
        gone = witness.unheard_of(place, upstream, commit)
    if names := _names([each.ref for each in gone if accepted.get(each.ref) != each.commit]):
        yield f"clones saw commits of {upstream} that it has not ({names}): its past was rewritten, see rcalog audit"


def _taken_back(book: Logbook, upstream: Upstream, refs: Sequence[str], accepted: Mapping[str, str]) -> Sequence[str]:
    """Remember copies that could not follow, and return them; where that is accepted they will be able to."""
    heard = {each.ref: each.commit for each in witness.witnesses(book.repo.place, upstream)} if refs else {}
    done = [ref for ref in refs if ref in accepted and accepted[ref] == heard.get(ref)]
    witness.drop(book.repo.place, done)
    back = [ref for ref in refs if ref not in done]
    memory, now = witnessed.recall(book), book.clock.now().astimezone(UTC).isoformat(timespec="seconds")
    known = dict.fromkeys(back, now) | dict(memory.taken_back)
    if known != memory.taken_back:
        witnessed.remember(book, replace(memory, taken_back=known))
    return back


def testify(book: Logbook, upstream: Upstream, commit: str) -> str | None:
    """Say on the remote what this clone saw; return what to tell where that cannot be done, the first time.

    Raises: DiskRefused.
    """
    place, memory = book.repo.place, witnessed.recall(book)
    name, now = witnessed.own_name(book, memory), book.clock.now().timestamp()
    ref = witness.of_clone(upstream, name or "")
    said_before = look_up(place, [ref])[0]
    if name is None or said_before == commit:
        return None
    was_refused = memory.refused_by == upstream.url
    if was_refused and 0 <= now - memory.refused_at < AGAIN_S:
        return None
    accepted = audited.tips(book).get(ref)
    instead = said_before if accepted and accepted.commit == said_before else None
    said = witness.bear(place, upstream, name, commit, instead=instead)
    witnessed.remember(book, replace(memory, refused_by=upstream.url if said else "", refused_at=now if said else 0.0))
    if not said or was_refused:
        return None
    why = said.split("\n")[0]
    return f"{upstream.remote} does not take what this clone saw ({why}); git config rcalog.witness off stops trying"


def _names(refs: Sequence[str]) -> str:
    """Return the clones that these copies are of, for people."""
    few = ", ".join(ref.split("/")[-2] for ref in refs[:FEW])
    return few + (f" and {len(refs) - FEW} more" if len(refs) > FEW else "")
