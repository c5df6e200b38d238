"""How often words stood in a record before a change and afterwards: a record has them, wherever in it they stand.

The lines of several words may come and go with different commits. So the index only says which changes may matter; how
often all of the words stood there is counted in what the files held. One word came or went with its own lines; the file
is looked at only where it may have had it on another line too.
"""

from __future__ import annotations

from itertools import islice

from rcalog.logbook.git import heads
from rcalog.logbook.index.paststore import Weighed
from rcalog.logbook.index.sql import MOST
from rcalog.model.highlight import count, worth_a_look
from rcalog.model.toplines import said

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from rcalog.logbook.git.patches import Patch
    from rcalog.logbook.git.place import Place
    from rcalog.logbook.index.paststore import PastStore

    Phrases = Sequence[Sequence[str]]

FEW, MANY = 32, 512
"""Changes whose files are read at once: the first ones soon, the others with less to do for each."""


def together(store: PastStore, place: Place, phrases: Phrases, limit: int | None) -> tuple[list[Weighed], bool]:
    """Return the changes that concern all of the words, newest first, and whether these are all.

    Raises: GitFailed.
    """
    concerning = _weighed(store, Scales(place, phrases), phrases)
    found = list(islice(concerning, limit if limit is None else min(limit, MOST)))
    return found, next(concerning, None) is None


def _weighed(store: PastStore, scales: Scales, phrases: Phrases) -> Iterator[Weighed]:
    """Yield the changes that brought the words together or ended that, or changed a line of theirs while they stood."""
    coming, size = iter(store.near(phrases)), FEW
    told = set[tuple[str, str]]()
    while numbers := list(islice(coming, size)):
        patches = store.changes(numbers)
        scales.load(oid for each in patches.values() for oid in (each.ends.blob, *each.ends.before) if oid)
        for number, patch in patches.items():
            before, after = scales.weigh(patch)
            is_told = (patch.commit.oid, patch.path) in told  # a large change comes in several parts
            if not is_told and (before != after or (after and scales.has_any(patch.lines))):
                told.add((patch.commit.oid, patch.path))
                yield Weighed(number, patch, (before, after))
        size = MANY


class Scales:
    """Counts how often all of some phrases stand in what files held."""

    def __init__(self, place: Place, phrases: Phrases) -> None:
        self._place, self._phrases = place, phrases
        self._known: dict[str, int] = {}

    def load(self, oids: Iterable[str]) -> None:
        """Read what files held."""
        for oid, raw in heads.blobs(self._place, sorted(set(oids) - self._known.keys())).items():
            self._known[oid] = self._times(raw.decode("utf-8", "replace").split("\n"))

    def times(self, oid: str | None) -> int:
        """Return how often all of the words stand in a blob that was loaded."""
        return self._known[oid] if oid else 0

    def weigh(self, patch: Patch) -> tuple[int, int]:
        """Return how often all of the words stood in the file before a change and afterwards.

        Of a merge counts the parent that is nearest to it: what one of them had did not come, or go, with it.
        """
        after = self.times(patch.ends.blob)
        sides = [self.times(oid) for oid in patch.ends.before] or [0]
        return min(max(sides), max(after, min(sides))), after

    def has_any(self, lines: Sequence[str]) -> bool:
        """Return whether one of the words stands in these lines."""
        return any(count(said(lines[at][1:]), each) for each in self._phrases for at in worth_a_look(lines, [each]))

    def _times(self, lines: Sequence[str]) -> int:
        """Return how often all of the words stand in a text: as often as the rarest of them."""
        found: list[int] = []
        for each in self._phrases:
            found.append(sum(count(said(lines[at]), each) for at in worth_a_look(lines, [each])))
            if not found[-1]:
                break
        return min(found)
