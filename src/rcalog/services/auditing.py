"""Audit: is the trail of the logbook whole? Every commit is read anew, and held against what rcalog does."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook import audited
from rcalog.logbook.audited import Tip
from rcalog.logbook.git import overlays, remote
from rcalog.logbook.git.heads import look_up
from rcalog.logbook.git.objects import resolve
from rcalog.logbook.git.verified import UnreadableError, read_commit, verified, walk
from rcalog.model.audit import CommitFacts, Discovery, accepted
from rcalog.model.audit.commits import SKEW_S, moment
from rcalog.model.findings import Weight
from rcalog.model.policy import Policy
from rcalog.patterns import pattern
from rcalog.services.auditfacts import Reading, facts_of
from rcalog.services.judging import Judge
from rcalog.services.rebaselines import settled
from rcalog.services.testimony import Testimony, testimony_of

if TYPE_CHECKING:
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.remote import Upstream
    from rcalog.logbook.git.verified import Verified

OID = pattern(r"\b(?:[0-9a-f]{64}|[0-9a-f]{40})\b")
FEW = 5


class NothingToAudit(RcalogError):
    """There is no commit yet."""

    code = "nothing-to-audit"

    def __init__(self) -> None:
        super().__init__("there is no commit yet, so there is no trail to look at", hint="rcalog new")


class NoAnchor(RcalogError):
    """The text holds no anchor."""

    code = "no-anchor"
    exit_code = 2

    def __init__(self, text: str) -> None:
        super().__init__(f"{text!r} is no anchor: it names no commit in full", hint="rcalog audit --print-anchor")


@dataclass(frozen=True)
class Scope:
    """What is looked at: all, or what `since` has not behind it; `full` judges again what was judged before.

    `anchor` is a line that somebody kept; `accept` takes the past of the remote as it is from now on.
    """

    since: str | None = None
    anchor: str | None = None
    full: bool = False
    accept: bool = False


@dataclass(frozen=True)
class Audited:
    """What an audit came to. `commits` is how many there are, `judged` how many of them were judged now.

    `unverified` says what could not be looked at, and why.
    """

    discoveries: tuple[Discovery, ...]
    facts: Mapping[str, CommitFacts]
    commits: int
    judged: int
    head: str
    remembered: Mapping[str, Tip]
    unverified: tuple[str, ...] = ()
    witnesses: int | None = None
    """How many other clones have said what they saw of the branch that this one follows; None where it follows none."""

    @property
    def alarms(self) -> list[Discovery]:
        """The findings that fail an audit."""
        return [each for each in self.discoveries if each.is_alarm]

    def about(self, incident: str | None) -> list[Discovery]:
        """Return the findings in order of weight and commit; only those that one incident is concerned by, if named."""
        order = list(Weight)
        kept = [each for each in self.discoveries if incident is None or each.incident in (None, incident)]
        return sorted(kept, key=lambda each: (order.index(each.weight), each.rule, each.commit, each.message))


def anchor_of(book: Logbook, *, now: datetime) -> str:
    """Return a line that stands for the whole history up to now: whoever keeps it can tell whether it was rewritten.

    Raises:
        NothingToAudit.
    """
    head = book.repo.head()
    if head is None:
        raise NothingToAudit
    commits = len(overlays.behind(book.repo.place, [head]))
    branch = book.repo.branch() or "HEAD"
    return f"rcalog-anchor {now.astimezone(UTC):%Y-%m-%dT%H:%MZ} {branch} {commits} commits {head}"


def audit(
    book: Logbook, scope: Scope, *, now: datetime, tell: Callable[[int, int], object] = lambda _done, _all: None
) -> Audited:
    """Look at every commit that a logbook stands on; `tell` is told how many of how many are judged.

    Raises:
        NothingToAudit, NoAnchor, UnknownRevision, GitFailed.
    """
    place = book.repo.place
    head = book.repo.head()
    if head is None:
        raise NothingToAudit
    anchor = OID.search(scope.anchor) if scope.anchor else None
    if scope.anchor and not anchor:
        raise NoAnchor(scope.anchor)
    with verified(place) as objects:
        work = _Audit(book, place, objects, scope, head, tell)
        return work.run(anchor[0] if anchor else None, now)


@dataclass
class _Audit:
    """One audit while it runs."""

    book: Logbook
    place: Place
    objects: Verified
    scope: Scope
    head: str
    tell: Callable[[int, int], object]
    found: list[Discovery] = field(default_factory=list)
    known_behind: dict[frozenset[str], set[str]] = field(default_factory=dict)

    def run(self, anchor: str | None, now: datetime) -> Audited:
        """Return what came of it."""
        upstream = self._upstream()
        tracked = self._tracked(upstream)
        tips = list(dict.fromkeys([self.head, *tracked.values()]))
        since = self._behind([resolve(self.place, self.scope.since)]) if self.scope.since else set()
        there = self._behind(tips) - since
        known = {} if self.scope.full else audited.judged(self.book)
        reading = Reading(self.objects, self.book.prefix)
        judge = Judge(self.place, reading)
        new = judge.judged(list(walk(self.objects, tips, {*known, *since})), self.tell)
        self.found += [each for found in new.values() for each in found]
        self.found += [each for oid, found in known.items() if oid in there for each in found]
        self.found += [*self._overlays(), *self._past(tracked, there | since, anchor), *self._future(tips, now)]
        followed = self._behind(tracked.values()) if tracked else None
        testimony = testimony_of(self.book, upstream, followed, accept=self.scope.accept)
        self.found += testimony.discoveries
        self.found += [
            Discovery("H101", oid, f"{oid} holds something else than it says") for oid in sorted(self.objects.altered)
        ]
        self.found = list(settled(accepted(self.found, self._policy(reading)), self.place, reading, self.head))
        if known:  # what was judged before is not read again; that it is still here is asked for
            self.objects.missing |= {*overlays.lost_objects(self.place, tips, self.book.prefix.as_posix())}
        unverified = (*self._unverified(judge), *testimony.unverified)
        if not since and not unverified and not self.objects.altered:
            audited.keep_judged(self.book, new, anew=not known)
        remembered = self._remember(tracked | self._settled(testimony), now, may=not unverified and not since)
        facts = self._facts({each.commit for each in self.found})
        return Audited(
            tuple(self.found), facts, len(there), len(new), self.head, remembered, unverified, testimony.others
        )

    def _policy(self, reading: Reading) -> Policy:
        """Return the policy as it is committed."""
        with suppress(UnreadableError):
            return reading.policy(reading.commit(self.head).tree)
        return Policy()

    def _settled(self, testimony: Testimony) -> dict[str, str]:
        """Return what clones saw and the branch has not, where that is no alarm: no sync need tell of it."""
        alarms = {each.commit for each in self.found if each.rule == "H703" and each.is_alarm}
        return {ref: commit for ref, commit in testimony.gone.items() if commit not in alarms}

    def _upstream(self) -> Upstream | None:
        """Return the branch elsewhere that this one follows."""
        with suppress(RcalogError):
            return remote.find_upstream(self.place)
        return None

    def _tracked(self, upstream: Upstream | None) -> dict[str, str]:
        """Return the commit of a branch elsewhere, by the reference that says so here."""
        commit = look_up(self.place, [f"{upstream.tracking}^{{commit}}"])[0] if upstream else None
        return {upstream.tracking: commit} if upstream and commit else {}

    def _behind(self, tips: Collection[str]) -> set[str]:
        """Return the commits behind others, and those themselves."""
        key = frozenset(tips)
        if key not in self.known_behind:
            self.known_behind[key] = overlays.behind(self.place, key)
        return self.known_behind[key]

    def _overlays(self) -> Iterator[Discovery]:
        """Yield what makes git show another past than the one that was committed."""
        for oid in overlays.replacements(self.place):
            yield Discovery("H102", oid, f"another object stands in for {oid}; the audit looked at the true one")
        if overlays.has_grafts(self.place):
            yield Discovery(
                "H103", self.head, "info/grafts gives commits other parents; the audit went by the true ones"
            )
        if said := overlays.graph_lies(self.place):
            yield Discovery("H104", self.head, f"the commit-graph is wrong, the audit went without it: {said}")

    def _past(self, tracked: Mapping[str, str], there: Collection[str], anchor: str | None) -> Iterator[Discovery]:
        """Yield what was there once and is not any more."""
        if not self.scope.accept:
            yield from self._forgotten(tracked)
        if anchor and anchor not in there:
            yield Discovery("H702", anchor, f"commit {anchor} is not in this history")

    def _forgotten(self, tracked: Mapping[str, str]) -> Iterator[Discovery]:
        """Yield where branches elsewhere were after an audit, and where that is not to be found any more."""
        tips = {ref: tip for ref, tip in audited.tips(self.book).items() if ref.startswith(remote.BRANCHES)}
        refs = look_up(self.place, [*tips]) if tips else []
        for (ref, tip), now in zip(tips.items(), refs, strict=True):
            tops = tracked.values() if ref in tracked else (self.head, *tracked.values())
            if (now and ref not in tracked) or tip.commit in self._behind([*tops]):
                continue
            said = f"{ref.removeprefix(remote.BRANCHES)} had commit {tip.commit} on {tip.at}"
            if now:
                yield Discovery("H701", tip.commit, f"{said}, and has it no more")
            elif not tracked or any(_branch(ref) == _branch(each) for each in tracked):
                yield Discovery("H701", tip.commit, f"{said}; it is not there any more, and here is no such commit")
            else:
                yield Discovery("H705", tip.commit, f"{said}; it is not there to be compared")

    def _future(self, tips: Sequence[str], now: datetime) -> Iterator[Discovery]:
        for oid, facts in self._facts(tips).items():
            if facts.committer.at > now.timestamp() + SKEW_S:
                yield Discovery("H506", oid, f"dated {moment(facts.committer.at)}, which is not yet")

    def _unverified(self, judge: Judge) -> Iterator[str]:
        """Yield what could not be looked at."""
        for program, count in judge.unread.items():
            yield f"signatures that cannot be looked at without {program} on the PATH: {count}"
        if overlays.is_shallow(self.place):
            yield "this clone is shallow: the beginning of the history is not here (git fetch --unshallow)"
        elif self.objects.missing:
            few = ", ".join(sorted(self.objects.missing)[:FEW])
            yield f"{len(self.objects.missing)} objects are not here, or cannot be read: {few} (git fsck --full)"

    def _remember(self, tracked: Mapping[str, str], now: datetime, *, may: bool) -> Mapping[str, Tip]:
        """Remember where the branch elsewhere is, where nothing was found wrong, or all of it is accepted."""
        known = audited.tips(self.book)
        is_clean = may and not any(each.is_alarm for each in self.found)
        if not tracked or not (is_clean or self.scope.accept):
            return known
        at = now.astimezone(self.book.zone).isoformat(timespec="seconds")
        wanted = known | {
            ref: Tip(oid, at) for ref, oid in tracked.items() if known.get(ref, Tip("", "")).commit != oid
        }
        if wanted != known:
            audited.keep_tips(self.book, wanted)
        return wanted

    def _facts(self, oids: Collection[str]) -> dict[str, CommitFacts]:
        raws = self.objects.read([oid for oid in oids if oid not in self.objects.missing], "commit")
        return {oid: facts_of(read_commit(oid, raw)) for oid, raw in raws.items()}


def _branch(tracking: str) -> str:
    """Return the name of a branch without its remote's."""
    return tracking.removeprefix(remote.BRANCHES).partition("/")[2]
