"""Which logbook is meant, when a command does not say."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rcalog.logbook import folders, layout
from rcalog.logbook.repository import run_git
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

FoundKind = Literal["explicit", "env", "here", "configured", "only-one", "default", "none"]


class Found(Value):
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
    if found := folders.nearest(str(start), explicit=str(explicit) if explicit else None, env=env):
        return Found(found[0], Path(found[1]))
    top = _top(start)
    if configured := _configured(top or start):
        return Found("configured", (top or start) / configured)
    if top and (only := _only_tracked(top)):
        return Found("only-one", only)
    default = layout.default_logbook(env)
    return Found("default" if is_logbook(default) else "none", default, inside=top)


def is_logbook(folder: Path) -> bool:
    """Return whether a folder is marked as a logbook."""
    return folders.is_logbook(str(folder))


def around(start: Path) -> Path | None:
    """Return the nearest folder from `start` up to the top of its work tree that is a logbook."""
    found = folders.around(str(start))
    return Path(found) if found else None


def _top(start: Path) -> Path | None:
    *_, last = folders.up_to_top(str(start))
    return Path(last) if (Path(last) / ".git").exists() else None


def _configured(folder: Path) -> Path | None:
    args = ["config", "--null", "--type=path", "--get", "rcalog.logbook"]
    answer = run_git(args, cwd=next(each for each in (folder, *folder.parents) if each.is_dir()), check=False)
    named = "" if answer.code else answer.text.rstrip("\0")
    return Path(named) if named else None


def _only_tracked(top: Path) -> Path | None:
    """Return the only logbook that the repository at `top` holds, if it is one and is checked out."""
    answer = run_git(["ls-files", "-z", "--full-name"], cwd=top, check=False)
    mark = f"/{folders.CONFIG}"
    found = [top / name.removesuffix(mark) for name in answer.fields if f"/{name}".endswith(mark)]
    return found[0] if len(found) == 1 and is_logbook(found[0]) else None
