"""Each commit of a walk, judged: what it did to records, on what it was made, and whose signature it has."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from rcalog.logbook.git import overlays
from rcalog.logbook.git.signatures import CannotVerifyError, Verdict, missing_reader, verdicts
from rcalog.logbook.git.verified import UnreadableError, parents_first
from rcalog.model.audit import (
    Around,
    CommitFacts,
    Discovery,
    in_force,
    judge,
    judge_brought,
    judge_merge,
    judge_policy,
    judge_signers,
)
from rcalog.services.auditfacts import SIGNERS, Reading, facts_of

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.verified import RawCommit

AT_ONCE = 500
"""Commits whose folders are read at once, and whose signatures are looked at by one git."""

Areas = tuple[str | None, str | None]


@dataclass
class Judge:
    """Judges the commits of one logbook, given in any order."""

    place: Place
    reading: Reading
    unread: Counter[str] = field(default_factory=Counter)
    """How many signatures could not be looked at, by the program that is not here."""
    _commits: dict[str, RawCommit] = field(default_factory=dict)

    def judged(
        self, commits: Sequence[RawCommit], tell: Callable[[int, int], object]
    ) -> dict[str, tuple[Discovery, ...]]:
        """Return what is odd about each commit, parents first."""
        self._commits = {each.oid: each for each in commits}
        order = parents_first(self._commits)
        found: dict[str, tuple[Discovery, ...]] = {}
        for start in range(0, len(order), AT_ONCE):
            some = order[start : start + AT_ONCE]
            self.reading.fetch([each.tree for each in some])
            signed = self._signatures(some)
            for commit in some:
                tell(len(found), len(order))
                found[commit.oid] = self._found(commit, signed)
        return found

    def _found(self, commit: RawCommit, signed: Mapping[str, Verdict]) -> tuple[Discovery, ...]:
        """Return what is odd about a commit; nothing where what it needs is not here, which is told elsewhere."""
        try:
            return tuple(self._judge(commit, signed)) if self._touches(commit) else ()
        except UnreadableError:
            return ()

    def _commit(self, oid: str) -> RawCommit:
        if oid not in self._commits:
            self._commits[oid] = self.reading.commit(oid)
        return self._commits[oid]

    def _parents(self, commit: RawCommit) -> list[RawCommit]:
        return [self._commit(oid) for oid in commit.parents]

    def _touches(self, commit: RawCommit) -> bool:
        """Return whether a commit has something of the logbook other than each of its parents, or says so."""
        area = self.reading.area(commit.tree)
        if "\nOperation: " in commit.message:
            return True
        if not commit.parents:
            return area != (None, None)
        return any(self.reading.area(parent.tree) != area for parent in self._parents(commit))

    def _signers(self, commit: RawCommit) -> list[str | None]:
        """Return the lists of keys that the parents of a commit have."""
        return [self.reading.text(parent.tree, SIGNERS) for parent in self._parents(commit)]

    def _signatures(self, commits: Sequence[RawCommit]) -> Mapping[str, Verdict]:
        """Return what the signatures are worth of those commits that must have one."""
        asked: dict[str, list[RawCommit]] = {}
        for commit in commits:
            with suppress(UnreadableError):
                if self._touches(commit) and (allowed := in_force(self._signers(commit))) is not None:
                    asked.setdefault(allowed, []).append(commit)
        return {oid: each for allowed, some in asked.items() for oid, each in self._verdicts(some, allowed).items()}

    def _verdicts(self, commits: Sequence[RawCommit], allowed: str) -> dict[str, Verdict]:
        """Return what the signatures of commits are worth by a list of keys; without those that cannot be read here."""
        signed = {each.oid: text for each in commits if (text := each.signature) is not None}
        found = {each.oid: Verdict("none") for each in commits if each.oid not in signed}
        missing = {oid: program for oid, text in signed.items() if (program := missing_reader(text))}
        self.unread.update(missing.values())
        if readable := [oid for oid in signed if oid not in missing]:
            try:
                found |= verdicts(self.place, readable, allowed.encode())
            except CannotVerifyError as error:
                self.unread[f"a newer {error}"] += len(readable)
        return found

    def _judge(self, commit: RawCommit, signed: Mapping[str, Verdict]) -> Iterator[Discovery]:
        parents = self._parents(commit)
        verdict = signed.get(commit.oid)
        facts = _signed_facts(commit, verdict)
        around = self._around(parents, signed=verdict is not None)
        area, areas = self.reading.area(commit.tree), [self.reading.area(parent.tree) for parent in parents]
        if len(commit.parents) > 1:
            yield from judge(facts, around, [])
            yield from self._merged(facts, commit, areas, area)
            yield from self._brought(commit, around)
        else:
            yield from judge(facts, around, self.reading.steps(areas[0][0] if areas else None, area[0]))
        if any(each[1] != area[1] for each in areas or [(None, None)]):
            yield from self._rules(facts, commit, parents)

    def _around(self, parents: Sequence[RawCommit], *, signed: bool) -> Around:
        policy = self.reading.policy(parents[0].tree) if parents else None
        people = (
            {email.casefold(): name for name, one in policy.people.items() for email in one.emails} if policy else {}
        )
        return Around(
            [facts_of(parent) for parent in parents],
            trailers=policy is None or policy.commit.trailers,
            signed=signed,
            people=people,
        )

    def _merged(
        self, facts: CommitFacts, commit: RawCommit, areas: Sequence[Areas], area: Areas
    ) -> Iterator[Discovery]:
        if all(each[0] == area[0] for each in areas):
            return
        bases = overlays.merge_bases(self.place, *commit.parents[:2])
        trees = [self.reading.area(self._commit(oid).tree)[0] for oid in bases]
        for sides in self.reading.sides([each[0] for each in areas], trees, area[0]):
            yield from judge_merge(facts, sides)

    def _brought(self, merge: RawCommit, around: Around) -> Iterator[Discovery]:
        """Yield which commits a merge let in that the list of keys would not have, on which they were not made."""
        lists = dict(zip(merge.parents, self._signers(merge), strict=True))
        allowed = in_force([*lists.values()])
        older = [oid for oid, each in lists.items() if each != allowed]
        if allowed is None or not older:
            return
        came = overlays.behind(self.place, older, {*lists} - {*older})
        commits = [commit for commit in map(self._commit, sorted(came)) if self._touches(commit)]
        for oid, verdict in self._verdicts(commits, allowed).items():
            yield from judge_brought(_signed_facts(self._commit(oid), verdict), around, merge.oid)

    def _rules(self, facts: CommitFacts, commit: RawCommit, parents: Sequence[RawCommit]) -> Iterator[Discovery]:
        """Yield what is odd about the policy and the list of keys from a commit on."""
        yield from judge_signers(facts, self._signers(commit), self.reading.text(commit.tree, SIGNERS))
        if len(parents) == 1:
            yield from judge_policy(facts, self.reading.policy(parents[0].tree), self.reading.policy(commit.tree))


def _signed_facts(commit: RawCommit, verdict: Verdict | None) -> CommitFacts:
    facts = facts_of(commit)
    return replace(facts, signature=verdict.signature, signer=verdict.signer) if verdict else facts
