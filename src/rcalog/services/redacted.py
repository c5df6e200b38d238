"""What `redact` has found and done, and what is left to a person."""

from __future__ import annotations

import shlex
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from rcalog.logbook import traces
from rcalog.logbook.git.forgetting import Forgotten
from rcalog.logbook.traces import EXPRESSIONS

if TYPE_CHECKING:
    from pathlib import Path

FOLLOW = "git fetch && git rebase --fork-point @{upstream}"
"""Puts only the own commits on the new past: by the log of where the upstream was, git knows which those are."""


@dataclass(frozen=True)
class Spot:
    """A line that holds the text, which is masked in it: of a message, of a file in the history, or of one here."""

    kind: Literal["message", "history", "file", "trace"]
    commit: str | None
    path: str | None
    line: int | None
    text: str


@dataclass(frozen=True)
class Redacted:
    """What holds the text, and what became of it. In a dry run nothing has become of anything yet.

    `is_pushed` tells that it is known elsewhere: then the record has a mark in its place (`marked`), and nothing else
    changed, and `renames` are the files whose name has it, with the name to give them. `commits` are those that were
    made once more, by their old ids, with what they became. `kept_by` are the references that still have it.
    """

    is_pushed: bool
    spots: tuple[Spot, ...]
    commits: dict[str, str] = field(default_factory=dict)
    commit: str | None = None
    marked: tuple[str, ...] = ()
    by_hand: tuple[str, ...] = ()
    renames: tuple[tuple[str, str], ...] = ()
    traces: traces.Traces = field(default_factory=lambda: traces.Traces(()))
    forgotten: Forgotten = field(default_factory=lambda: Forgotten(0, 0, 0))
    kept_by: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    expressions: Path | None = None

    @property
    def is_left(self) -> bool:
        """Whether this clone still has it somewhere."""
        return bool(self.kept_by or self.forgotten.left or self.traces.in_use)


def steps(found: Redacted) -> list[tuple[str, str | None]]:
    """Return what a person has to do now, in order, each with the command that does it where there is one."""
    rotate = "change the secret where it is used: whoever has seen it has it"
    if not found.is_pushed:
        copies = "backups of this folder, and clones made of it on this machine, still have it"
        return [(rotate, None), (copies, None), *map(_from_reference, found.kept_by)]
    file = shlex.quote(str(found.expressions or EXPRESSIONS))
    filtering = f"git filter-repo --prune-empty never --replace-text {file} --replace-message {file}"
    filtering += "".join(f" --path-rename {shlex.quote(f'{old}:{new}')}" for old, new in found.renames)
    others = [(f"take it out of {path} by hand, and commit that", None) for path in found.by_hand]
    return [
        (rotate, None),
        *others,
        ("share the marks, let everybody else do so too, and stop writing", "rcalog sync"),
        ("clone anew", "git clone --no-local --mirror URL clean.git && cd clean.git"),
        ("take it out of the history", filtering),
        ("push what it made, with a protected branch opened for it", "git push --force --mirror URL"),
        ("let everybody else follow; what they have not pushed comes along", FOLLOW),
        ("where the trail is audited, take the new past as it is", "rcalog audit --accept"),
        ("in each clone, let git forget the old commits", "git reflog expire --expire=now --all && git gc --prune=now"),
        ("ask the forge to drop its caches, and the refs of its pull requests", None),
        ("remove the list of what to look for: it names the text", f"rm {file}"),
    ]


def _from_reference(name: str) -> tuple[str, str | None]:
    """Return the step that takes it out of a reference: once more on a branch, while nothing else can be rewritten."""
    kind, _, short = name.removeprefix("refs/").partition("/")
    if kind == "heads":
        return (f"take it out of the branch {short} too: there, run this again", f"git switch {shlex.quote(short)}")
    if kind == "stash":
        return ("throw away what is stashed, it has it too", "git stash drop")
    gone = f"git tag -d {shlex.quote(short)}" if kind == "tags" else f"git update-ref -d {shlex.quote(name)}"
    return (f"remove {name}, it has it too", gone)
