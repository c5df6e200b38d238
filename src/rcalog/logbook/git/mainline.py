"""The line of a branch: what was its newest commit at some time, and not on another branch that was merged later."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place

_GRAPH = ("rev-list", "--parents")
_OF_SYNC = ("rev-list", "--merges", "--extended-regexp", "--grep=^Operation: sync$")


def mainline(place: Place, head: str) -> frozenset[str] | None:
    """Return the commits on the line of a branch that ends with a commit; None where they are all that it has.

    A merge goes on with its first parent, which is where somebody stood who merged. Where sync merged, both parents
    were the one branch, as two clones had it.

    Raises: GitFailed.
    """
    if not place.read(*_GRAPH, "--merges", "--max-count=1", head).text:
        return None
    of_sync = set(place.read(*_OF_SYNC, head).text.split())
    parents = {commit: rest for commit, *rest in map(str.split, place.read(*_GRAPH, head).text.splitlines())}
    found, coming = set[str](), [head]
    while coming:
        commit = coming.pop()
        if commit not in found:
            found.add(commit)
            coming += parents.get(commit, []) if commit in of_sync else parents.get(commit, [])[:1]
    return frozenset(found)
