"""What can make git show another past than the one that was committed, and what hides a part of it."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.logbook.git.run import run_git

if TYPE_CHECKING:
    from collections.abc import Collection

    from rcalog.logbook.git.place import Place

BARE_TRUTH = {"GIT_NO_REPLACE_OBJECTS": "1", "GIT_GRAFT_FILE": os.devnull}
"""What keeps git from showing other commits than those that were made."""


def replacements(place: Place) -> list[str]:
    """Return the objects that others stand in for."""
    answer = place.read("for-each-ref", "--format=%(refname:lstrip=2)", "refs/replace/")
    return answer.text.split("\n") if answer.text else []


def has_grafts(place: Place) -> bool:
    """Return whether a file gives commits other parents than they have."""
    file = place.common_dir / "info" / "grafts"
    return file.is_file() and any(line.strip() and not line.startswith(b"#") for line in file.read_bytes().splitlines())


def is_shallow(place: Place) -> bool:
    """Return whether the clone leaves out the beginning of the history."""
    return (place.common_dir / "shallow").is_file()


def graph_lies(place: Place) -> str | None:
    """Return what is wrong with the summary of the history that git keeps for speed; None where it is right."""
    info = place.common_dir / "objects" / "info"
    if not any(Path(info, name).exists() for name in ("commit-graph", "commit-graphs")):
        return None
    answer = run_git(["commit-graph", "verify", "--no-progress"], cwd=place.top, env=BARE_TRUTH, check=False)
    return answer.err.strip().split("\n")[0] or "it cannot be read" if answer.code else None


def merge_bases(place: Place, one: str, other: str) -> list[str]:
    """Return the commits at which two went apart; several where they had been merged crosswise."""
    args = ["-c", "core.commitGraph=false", "merge-base", "--all", one, other]
    answer = run_git(args, cwd=place.top, env=BARE_TRUTH, check=False)
    return answer.text.split("\n") if answer.text else []


def behind(place: Place, tips: Collection[str], but: Collection[str] = ()) -> set[str]:
    """Return the commits behind others, and those themselves, as far as they are here; not those behind `but`.

    Raises: GitFailed.
    """
    args = ["-c", "core.commitGraph=false", "rev-list", "--ignore-missing", "--stdin"]
    asked = "".join(f"{oid}\n" for oid in (*tips, *(f"^{oid}" for oid in but))).encode()
    answer = run_git(args, cwd=place.top, env=BARE_TRUTH, stdin=asked, check=False)
    return set(answer.text.split())


def newest_change(place: Place, head: str, path: str) -> str | None:
    """Return the newest commit that changed a file, of those behind another."""
    args = ["-c", "core.commitGraph=false", "rev-list", "--max-count=1", head, "--", path]
    return run_git(args, cwd=place.top, env=BARE_TRUTH, check=False).text or None


def lost_objects(place: Place, tips: Collection[str], folder: str) -> list[str]:
    """Return the objects behind commits that are not here, of a folder and what leads to it; what is here is not read.

    Where git cannot go on, what it says stands for them.
    """
    walk = ("--objects", "--full-history", "--quiet", "--missing=print")
    args = ["-c", "core.commitGraph=false", "rev-list", *walk, *tips, "--", folder]
    answer = run_git(args, cwd=place.top, env=BARE_TRUTH, check=False)
    found = [line.removeprefix("?") for line in answer.text.split("\n") if line.startswith("?")]
    return [*found, answer.err.strip().split("\n")[0]] if answer.code else found
