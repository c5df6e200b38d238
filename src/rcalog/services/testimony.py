"""Holding a branch against what other clones saw of it: an audit's part of bearing witness."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rcalog.logbook import audited, witnessed
from rcalog.logbook.git import overlays, witness
from rcalog.logbook.git.heads import look_up
from rcalog.model.audit import Discovery

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.remote import Upstream
    from rcalog.logbook.git.witness import Witness


@dataclass(frozen=True)
class Testimony:
    """What came of it; `others` is how many other clones said what they saw (None: no branch is followed).

    `gone` are copies, and the commits in them, that the branch has not.
    """

    discoveries: tuple[Discovery, ...] = ()
    unverified: tuple[str, ...] = ()
    gone: Mapping[str, str] = field(default_factory=dict)
    others: int | None = None


def testimony_of(book: Logbook, upstream: Upstream | None, there: Collection[str] | None, *, accept: bool) -> Testimony:
    """Hold the branch that is followed, which has these commits, against what clones saw; `accept` takes all as it is.

    Raises: DiskRefused, GitFailed.
    """
    if upstream is None or there is None:
        return Testimony()
    place, memory = book.repo.place, witnessed.recall(book)
    heard = witness.witnesses(place, upstream)
    others = len({each.clone for each in heard} - {witnessed.own_name(book, memory)})
    if not heard or overlays.is_shallow(place):  # there it is not known what is behind the branch
        return Testimony(others=others)
    gone = [each for each in heard if each.commit not in there]
    back = [each for each in heard if each.ref in memory.taken_back]
    if accept:
        witness.drop(place, [each.ref for each in (*gone, *back)])
        kept = {ref: at for ref, at in memory.taken_back.items() if ref not in {each.ref for each in back}}
        witnessed.remember(book, replace(memory, taken_back=kept)) if back else None
        return Testimony(gone={each.ref: each.commit for each in gone}, others=others)
    found = (*_gone(book, upstream, gone, there), *_back(upstream, back, memory.taken_back))
    unseen = tuple(_unseen(book, upstream, gone))
    return Testimony(found, unseen, {each.ref: each.commit for each in gone}, others)


def _gone(book: Logbook, upstream: Upstream, gone: Sequence[Witness], there: Collection[str]) -> Iterator[Discovery]:
    """Yield what clones saw and the branch has not; whoever saw the same is named together."""
    known = audited.tips(book)
    for commit in dict.fromkeys(each.commit for each in gone):
        saw = [each for each in gone if each.commit == commit]
        lost = len(overlays.behind(book.repo.place, [commit]) - {*there})
        many = f"; {lost} commits are gone" if lost > 1 else ""
        tips = [known[each.ref] for each in saw if each.ref in known and known[each.ref].commit == commit]
        accepted = f"taken as it is here since {tips[0].at}" if len(tips) == len(saw) else None
        said = f"{_names(saw)} saw commit {commit} in {upstream}, which has it not{many}"
        yield Discovery("H703", commit, said, accepted=accepted)


def _back(upstream: Upstream, back: Sequence[Witness], since: Mapping[str, str]) -> Iterator[Discovery]:
    for each in back:
        said = f"what {_names([each])} saw of {upstream} had gone back on {since[each.ref]}, behind {each.commit}"
        yield Discovery("H704", each.commit, said)


def _unseen(book: Logbook, upstream: Upstream, gone: Sequence[Witness]) -> Iterator[str]:
    """Yield what was said of commits that are not here, so that nobody can look at them."""
    found = look_up(book.repo.place, [f"{each.commit}^{{commit}}" for each in gone]) if gone else []
    for each, commit in zip(gone, found, strict=True):
        if commit is None:
            yield f"{_names([each])} saw {each.commit} in {upstream}, which is no commit that is here (git fsck --full)"


def _names(heard: Sequence[Witness]) -> str:
    names = ", ".join(each.clone for each in heard)
    return f"clone {names}" if len(heard) == 1 else f"clones {names}"
