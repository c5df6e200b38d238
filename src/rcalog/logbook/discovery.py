"""Which logbook is meant, when a command does not say."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rcalog.logbook import layout
from rcalog.logbook.repository import run_git

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FoundKind = Literal["explicit", "env", "here", "configured", "only-one", "default", "none"]


@dataclass(frozen=True)
class Found:
    """A logbook's folder and how it was found.

    `default` and `none` lead to the user's own logbook, which is still to be made where the kind is `none`;
    `inside` is then the git repository that `start` lies in and that has no logbook, if any.
    """

    kind: FoundKind
    path: Path
    inside: Path | None = None


def discover(start: Path, *, explicit: Path | None, env: Mapping[str, str]) -> Found:
    """Find the logbook: the one named, else `RCALOG_LOGBOOK`, else upwards from `start`, else as git knows it."""
    start = start.absolute()
    if explicit is not None:
        return Found("explicit", _named(start / explicit))
    if env.get("RCALOG_LOGBOOK"):
        return Found("env", _named(start / Path(env["RCALOG_LOGBOOK"]).expanduser()))
    if here := around(start):
        return Found("here", here)
    top = _top(start)
    if configured := _configured(top or start):
        return Found("configured", (top or start) / configured)
    if top and (only := _only_tracked(top)):
        return Found("only-one", only)
    default = layout.default_logbook(env)
    return Found("default" if is_logbook(default) else "none", default, inside=top)


def is_logbook(folder: Path) -> bool:
    """Return whether a folder is marked as a logbook."""
    return (folder / layout.CONFIG).is_file()


def _named(folder: Path) -> Path:
    """Return the logbook that a folder is or lies in; one that is none is named in the error when it is opened."""
    folder = Path(os.path.normpath(folder))  # else the parents of x/.. begin with x
    return (around(folder) if folder.is_dir() else None) or folder


def around(start: Path) -> Path | None:
    """Return the nearest folder from `start` up to the top of its work tree that is a logbook."""
    return next((folder for folder in _up_to_top(start) if is_logbook(folder)), None)


def _top(start: Path) -> Path | None:
    *_, last = _up_to_top(start)
    return last if (last / ".git").exists() else None


def _up_to_top(start: Path) -> Iterator[Path]:
    for folder in (start, *start.parents):
        yield folder
        if (folder / ".git").exists():  # a file, in a linked work tree
            return


def _configured(folder: Path) -> Path | None:
    args = ["config", "--null", "--type=path", "--get", "rcalog.logbook"]
    answer = run_git(args, cwd=next(each for each in (folder, *folder.parents) if each.is_dir()), check=False)
    named = "" if answer.code else answer.text.rstrip("\0")
    return Path(named) if named else None


def _only_tracked(top: Path) -> Path | None:
    """Return the only logbook that the repository at `top` holds, if it is one and is checked out."""
    answer = run_git(["ls-files", "-z", "--full-name"], cwd=top, check=False)
    mark = f"/{layout.CONFIG}"
    found = [top / name.removesuffix(mark) for name in answer.fields if f"/{name}".endswith(mark)]
    return found[0] if len(found) == 1 and is_logbook(found[0]) else None
