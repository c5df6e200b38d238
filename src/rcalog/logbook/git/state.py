"""What a repository is in the middle of, and who is at work in it."""

from __future__ import annotations

import os
import re
import time
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git.heads import BRANCH, head_file, look_up
from rcalog.logbook.git.run import run_git
from rcalog.logbook.git.spawn import Started
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from rcalog.logbook.git.place import Place
    from rcalog.logbook.git.settings import Settings

_MARKERS = (
    ("rebase", "rebase-merge"),
    ("am", "rebase-apply/applying"),
    ("rebase", "rebase-apply"),
    ("merge", "MERGE_HEAD"),
    ("bisect", "BISECT_LOG"),
)
_IDENTITY = pattern(r"(.*) <(.*)>")
_STRIPPED = "".join(map(chr, range(33))) + ".,:;<>\"\\'"
"""What git takes off both ends of a name and of an address."""

_PSEUDO_REFS = (("cherry-pick", "CHERRY_PICK_HEAD"), ("revert", "REVERT_HEAD"))


class EditorMissing(RcalogError):
    """Git knows no editor that works here."""

    code = "editor-missing"

    def __init__(self) -> None:
        super().__init__("no editor is set, and this terminal is too simple for vi", hint="export EDITOR=nano")


class IdentityMissing(RcalogError):
    """Git does not know whose commits these are."""

    code = "identity-missing"

    def __init__(self) -> None:
        hint = 'git config --global user.name "Your Name" && git config --global user.email you@example.org'
        super().__init__("git does not know your name and e-mail address", hint=hint)


class Identity(Value):
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
    for name, ref in _PSEUDO_REFS:
        if _has_pseudo_ref(place, ref):
            return name
    return _sequence(place)


def _has_pseudo_ref(place: Place, ref: str) -> bool:
    # Where references live in a table, these are no files: only git can tell.
    is_table = (place.common_dir / "reftable").is_dir()
    return look_up(place, [ref]) != [None] if is_table else (place.git_dir / ref).exists()


def _sequence(place: Place) -> str | None:
    """Name the operation between two of its commits, when neither left a reference."""
    todo = place.git_dir / "sequencer" / "todo"
    if not todo.exists():
        return None
    return "revert" if todo.read_bytes().startswith(b"revert") else "cherry-pick"


def is_submodule(place: Place) -> bool:
    """Say whether another repository keeps this one as a submodule."""
    if not any((folder / ".git").exists() for folder in place.top.parents):
        return False
    return bool(place.read("rev-parse", "--show-superproject-working-tree").text)


def branch_ref(place: Place) -> str | None:
    """Return the full name of the branch that is checked out, born or not; None when HEAD is detached."""
    found = head_file(place)
    if found and found.startswith(BRANCH):
        return found
    answer = place.read("symbolic-ref", "--quiet", "HEAD", check=False)
    return None if answer.code else answer.text


def author(place: Place, settings: Settings) -> tuple[Identity, str]:
    """Return who will be the author of the next commit, and its date as git takes it in GIT_AUTHOR_DATE.

    Raises: IdentityMissing, also where git would make a name up from the machine's.
    """
    if found := _configured(settings):
        return found, time.strftime("@%s %z")
    answer = run_git(["-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"], cwd=place.top, check=False)
    parts = re.fullmatch(r"(.*) <(.*)> (\d+ [+-]\d{4})", answer.text)
    if answer.code or not parts or not parts[1].strip() or not parts[2].strip():
        raise IdentityMissing
    return Identity(parts[1], parts[2]), f"@{parts[3]}"


def _configured(settings: Settings) -> Identity | None:
    """Return the author where the configuration alone decides, and git would take it as it stands."""
    if any(name.startswith("GIT_AUTHOR_") for name in os.environ):
        return None
    name, email = (settings.get(f"author.{key}") or settings.get(f"user.{key}") or "" for key in ("name", "email"))
    is_plain = all(text and text == text.strip(_STRIPPED) and not re.search(r"[<>\n]", text) for text in (name, email))
    return Identity(name, email) if is_plain else None


def mapped(place: Place, identity: Identity, settings: Settings) -> Identity:
    """Return an identity as the mailmap has it."""
    if not settings.maps_names and not os.path.lexists(place.top / ".mailmap"):
        return identity
    parts = _IDENTITY.fullmatch(place.read("check-mailmap", str(identity)).text)
    return Identity(parts[1], parts[2]) if parts else identity


def ignored(place: Place, paths: Collection[str]) -> list[str]:
    """Return those of these paths that git ignores; what is tracked never is."""
    return asked_ignored(place, paths)()


def asked_ignored(place: Place, paths: Collection[str]) -> Callable[[], list[str]]:
    """Ask git what `ignored` returns, and return what waits for the answer."""
    if not paths:
        return list
    # With git as the user has it: check-ignore finds nothing under --literal-pathspecs.
    args = ["-c", "core.fsmonitor=false", "check-ignore", "-z", "--stdin"]
    names = os.fsencode("".join(f"{path}\0" for path in paths))
    asked = Started(args, place.folder, user_env=True, asked=names)
    return lambda: asked.result(check=False).fields
