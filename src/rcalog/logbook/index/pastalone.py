"""One phrase in the past: whether a record had it on any line before a change of some, and afterwards.

The index knows what each change of a file made of which blob: so it can mostly tell how often the phrase stood in one,
by what came and went since the file was made. Where it cannot, as after a merge, what the file held is read.
"""

from __future__ import annotations

from itertools import groupby

from rcalog.logbook.index.pastrows import NOT_THERE
from rcalog.logbook.index.paststore import Weighed
from rcalog.logbook.index.pasttogether import Scales
from rcalog.model.highlight import count, worth_a_look
from rcalog.model.toplines import said

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from rcalog.logbook.git.patches import Patch
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.index.paststore import PastStore


def alone(
    store: PastStore, place: Place, phrase: Sequence[str], found: Mapping[int, Patch], matching: Collection[int]
) -> list[Weighed]:
    """Return the changes that were found of a phrase, of all that match it, with how often it stood there.

    Raises: GitFailed.
    """
    ledger = _Ledger(store, phrase, found, matching)
    others = {number: _others(patch, ledger.more(number)) for number, patch in found.items()}
    for path in dict.fromkeys(found[number].path for number, oids in others.items() if oids):
        ledger.follow(path)
    scales = Scales(place, [phrase])
    scales.load(oid for oids in others.values() for oid in oids if oid not in ledger.times)
    weighed: list[Weighed] = []
    for number, patch in found.items():
        times = [ledger.times[oid] if oid in ledger.times else scales.times(oid) for oid in others[number]]
        weighed.append(Weighed(number, patch, _times(max(times, default=0), ledger.more(number))))
    return weighed


def _others(patch: Patch, more: int) -> list[str]:
    """Return what the file held where the words of the lines alone did not stand: before they came, after they went."""
    return [oid for oid in (patch.ends.before if more > 0 else [patch.ends.blob] if more < 0 else ()) if oid]


def _times(rest: int, more: int) -> tuple[int, int]:
    """Return how often words stood there before and afterwards, where so many are left on the side that has fewer."""
    return (rest, rest + more) if more > 0 else (rest - more, rest) if more < 0 else (1, 1)


class _Ledger:
    """How often a phrase stands in blobs, as what came and went tells; the same blob is the same text everywhere."""

    def __init__(
        self, store: PastStore, phrase: Sequence[str], found: Mapping[int, Patch], matching: Collection[int]
    ) -> None:
        self.times: dict[str, int] = {}
        self._store, self._phrase, self._matching = store, phrase, matching
        self._more = {number: self._balance(patch) for number, patch in found.items()}

    def more(self, number: int) -> int:
        """Return how much more often the phrase stands in what a change put in than in what it took out."""
        if number not in self._matching:
            return 0
        if number not in self._more:
            self._more[number] = self._balance(self._store.changes([number])[number])
        return self._more[number]

    def follow(self, path: str) -> None:
        """Go through the changes of a file, as far as one leads to the next."""
        for _, group in groupby(self._store.stages(path), key=lambda stage: stage[0]):
            stages = list(group)  # a large change comes in several parts
            _, _, blob, before = stages[0]
            start = 0 if before == NOT_THERE else self.times.get(before)
            if blob and start is not None and blob not in self.times:
                self.times[blob] = start + sum(self.more(number) for _, number, _, _ in stages)

    def _balance(self, patch: Patch) -> int:
        near = [patch.lines[at] for at in worth_a_look(patch.lines, [self._phrase])]
        return sum(count(said(line[1:]), self._phrase) * (1 if line[0] == "+" else -1) for line in near)
