"""What a repository is in the middle of, and who is at work in it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git.objects import look_up
from rcalog.logbook.git.run import run_git

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place

_MARKERS = (
    ("rebase", "rebase-merge"),
    ("am", "rebase-apply/applying"),
    ("rebase", "rebase-apply"),
    ("merge", "MERGE_HEAD"),
    ("bisect", "BISECT_LOG"),
)
_PSEUDO_REFS = (("cherry-pick", "CHERRY_PICK_HEAD"), ("revert", "REVERT_HEAD"))


class IdentityMissing(RcalogError):
    """Git does not know whose commits these are."""

    code = "identity-missing"

    def __init__(self) -> None:
        hint = 'git config --global user.name "Your Name" && git config --global user.email you@example.org'
        super().__init__("git does not know your name and e-mail address", hint=hint)


@dataclass(frozen=True)
class Identity:
    """The name and the address that git writes on commits."""

    name: str
    email: str

    def __str__(self) -> str:
        return f"{self.name} <{self.email}>"


def operation(place: Place) -> str | None:
    """Name the git operation that waits to be finished, if any."""
    for name, marker in _MARKERS:
        if (place.git_dir / marker).exists():
            return name
    # Where references live in a table, these two are no files: only git can tell.
    found = look_up(place, [ref for _, ref in _PSEUDO_REFS])
    for (name, _), oid in zip(_PSEUDO_REFS, found, strict=True):
        if oid:
            return name
    return _sequence(place)


def _sequence(place: Place) -> str | None:
    """Name the operation between two of its commits, when neither left a reference."""
    todo = place.git_dir / "sequencer" / "todo"
    if not todo.exists():
        return None
    return "revert" if todo.read_bytes().startswith(b"revert") else "cherry-pick"


def is_submodule(place: Place) -> bool:
    """Say whether another repository keeps this one as a submodule."""
    return bool(place.read("rev-parse", "--show-superproject-working-tree").text)


def branch_ref(place: Place) -> str | None:
    """Return the full name of the branch that is checked out, born or not; None when HEAD is detached."""
    answer = place.read("symbolic-ref", "--quiet", "HEAD", check=False)
    return None if answer.code else answer.text


def author(place: Place) -> tuple[Identity, str]:
    """Return who will be the author of the next commit, and its date as git takes it in GIT_AUTHOR_DATE.

    Raises: IdentityMissing, also where git would make a name up from the machine's.
    """
    return _ident(place, "GIT_AUTHOR_IDENT")


def committer(place: Place) -> Identity:
    """Return who will be the committer of the next commit.

    Raises: IdentityMissing.
    """
    return _ident(place, "GIT_COMMITTER_IDENT")[0]


def _ident(place: Place, variable: str) -> tuple[Identity, str]:
    answer = run_git(["-c", "user.useConfigOnly=true", "var", variable], cwd=place.top, check=False)
    parts = re.fullmatch(r"(.*) <(.*)> (\d+ [+-]\d{4})", answer.text)
    if answer.code or not parts or not parts[1].strip() or not parts[2].strip():
        raise IdentityMissing
    return Identity(parts[1], parts[2]), f"@{parts[3]}"


def is_ignored(place: Place, path: str) -> bool:
    """Say whether git ignores this path, as long as it is not tracked."""
    # Not through place.read: check-ignore finds nothing under --literal-pathspecs.
    args = ["-c", "core.fsmonitor=false", "check-ignore", "-z", "--stdin"]
    return bool(run_git(args, cwd=place.top, stdin=path.encode() + b"\0", check=False, user_env=True).out)
