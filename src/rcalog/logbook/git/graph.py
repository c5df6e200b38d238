"""Which paths each commit changed, as git can remember it: then the history of one file is found many times faster."""

from __future__ import annotations

import os

from rcalog.logbook.git.spawn import Started

TYPE_CHECKING = False

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place

LONG, TOO_LONG = 2_000, 200_000
"""Below, nobody would notice; above, it takes so long that it is for whoever looks after the repository."""

HEAD_BYTES = 512
OF_PATHS = b"BIDX"
"""What stands in the table of contents of a commit-graph that knows the paths."""


def remember_paths(place: Place) -> bool:
    """Have git remember the paths, where history is long and git does not know them yet; return whether it does now.

    It is git's own commit-graph, which git keeps and uses by itself; that it cannot be written is no failure.
    """
    if _is_known(f"{place.common_folder}/objects/info"):
        return False
    asked = ("rev-list", "--count", f"--max-count={TOO_LONG + 1}", "HEAD")
    counted = Started(asked, place.folder).result(check=False)
    if counted.code or not LONG <= int(counted.text) <= TOO_LONG:
        return False
    writing = ("commit-graph", "write", "--reachable", "--changed-paths", "--no-progress")
    return place.write(*writing, check=False).code == 0


def _is_known(folder: str) -> bool:
    several = f"{folder}/commit-graphs"
    parts = [f"{several}/{name}" for name in os.listdir(several)] if os.path.isdir(several) else []
    return any(_knows_paths(file) for file in (f"{folder}/commit-graph", *parts) if not file.endswith("chain"))


def _knows_paths(file: str) -> bool:
    try:
        with open(file, "rb") as graph:
            return OF_PATHS in graph.read(HEAD_BYTES)
    except OSError:
        return False
