"""What many tests begin with: made once in a process, and copied for each of them."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Hashable
from pathlib import Path

_PLACES = ("GIT_CEILING_DIRECTORIES", "GIT_CONFIG_GLOBAL")
_made: dict[Hashable, Path] = {}
_shelves: list[Path] = []


def keep_in(folder: Path) -> None:
    """Keep what is made in a folder, which must be one where git may run."""
    _shelves.append(folder)


def stocked(folder: Path, key: Hashable, make: Callable[[Path], object]) -> Path:
    """Let a repository be at `folder` as `make` makes it, which follows from `key` and the set-up of git alone."""
    whole = (key, _git_setup())
    if whole not in _made:
        made = Path(tempfile.mkdtemp(dir=_shelves[-1])) / folder.name
        make(made)
        for sample in made.glob(".git/hooks/*.sample"):
            sample.unlink()
        _made[whole] = made
    shutil.copytree(_made[whole], folder, symlinks=True, dirs_exist_ok=True)
    return folder


def _git_setup() -> Hashable:
    config = os.environ.get("GIT_CONFIG_GLOBAL", os.devnull)
    setup = {name: value for name, value in os.environ.items() if name.startswith("GIT_") and name not in _PLACES}
    return Path(config).read_bytes(), tuple(sorted(setup.items()))
