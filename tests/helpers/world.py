"""A world of one's own: what a run could take from the machine that it is on, pinned."""

from __future__ import annotations

import os
from pathlib import Path

UNSET = (
    "CI",
    "NO_COLOR",
    "FORCE_COLOR",
    "PAGER",
    "LESS",
    "EDITOR",
    "VISUAL",
    "EMAIL",
    "LANGUAGE",
    "LC_ALL",
    "LC_CTYPE",
    "PYTHONDONTWRITEBYTECODE",
    "PYTHONIOENCODING",
    "PYTHONUNBUFFERED",
    "PYTHONUTF8",
    "PYTHONWARNINGS",
)
GIT_CONFIG = """\
[user]
	name = Ana Silva
	email = ana@example.org
[init]
	defaultBranch = main
[gc]
	auto = 0
[maintenance]
	auto = false
"""


def unset(names: list[str]) -> list[str]:
    """Return which of these variables must not be there."""
    return [name for name in names if name in UNSET or name.startswith(("GIT_", "XDG_", "RCALOG_"))]


def pinned(home: Path, ceiling: Path) -> dict[str, str]:
    """Make a home folder, and return the variables that make it one; git looks for no repository above `ceiling`."""
    (home / ".gitconfig").write_text(GIT_CONFIG)
    return {
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / ".config"),
        "XDG_DATA_HOME": str(home / ".local/share"),
        "XDG_STATE_HOME": str(home / ".local/state"),
        "XDG_CACHE_HOME": str(home / ".cache"),
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "GIT_CEILING_DIRECTORIES": str(ceiling),
        "TZ": "UTC",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "COLUMNS": "100",
        "LINES": "40",
    }


def environment(home: Path) -> dict[str, str]:
    """Return the whole environment of a program that runs in such a world."""
    home.mkdir(parents=True, exist_ok=True)
    gone = unset([*os.environ])
    return {name: value for name, value in os.environ.items() if name not in gone} | pinned(home, home.parent)
