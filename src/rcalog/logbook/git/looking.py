"""How the work tree stands against HEAD, and what lies between two commits: the questions that an index asks."""

from __future__ import annotations

import os

from rcalog.logbook.git.spawn import Started
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.logbook.git.place import Place

_STATUS = ("status", "--porcelain=v2", "--branch", "-z", "--no-renames", "--no-ahead-behind", "--ignore-submodules=all")
_KNOWN = (*_STATUS, "--untracked-files=no")
_ALL = (*_STATUS, "--untracked-files=all", "--ignored=traditional")
_OTHERS = ("ls-files", "--others", "-z")
_UNTRACKED = ("?", "!")
_COLUMNS = {"1": 8, "u": 10}
"""How many columns stand before the path of a changed and of an unmerged file."""


class View(Value):
    """What git sees below a folder: the commit that is checked out ("" for none), and the paths that differ from it.

    A path that ends with a slash is a folder that git does not look into. `hides` says that git was told not to look
    at some files (sparse checkouts, `skip-worktree`, `assume-unchanged`), so that nothing follows from its silence.
    """

    head: str
    differing: frozenset[str]
    hides: bool


class Look:
    """A look at the work tree that git has begun, while there is something else to do.

    One git looks at the files that it knows, and another at those that it does not: each takes half of the time.
    """

    def __init__(self, place: Place, folder: str) -> None:
        self._place, self._folder = place, folder
        self.mark = index_mark(place)
        """The marks of git's index before anybody looked."""
        self._known = _start(place, *_KNOWN, "--", folder)
        self._others = _start(place, *_OTHERS, "--", folder)
        self._flags: Started | None = None

    def ask_what_is_hidden(self) -> None:
        """Have git say whether it passes over files, which is known where its own index is as it was."""
        self._flags = _start(self._place, "ls-files", "-v", "-z", "--", self._folder)

    def view(self, *, hides: bool | None) -> View:
        """Wait for the answer; `hides` is what is known of the files that git passes over.

        Raises: GitFailed.
        """
        if hides is None and self._flags is None:
            self.ask_what_is_hidden()
        fields, others = self._known.result().fields, self._others.result().fields
        if index_mark(self._place) != self.mark:  # what one of them knew may be new to the other
            fields, others = _start(self._place, *_ALL, "--", self._folder).result().fields, []
        if self._flags:
            hides = _hides(self._flags.result().out)
        head, paths = "", others
        for field in fields:
            kind, _, rest = field.partition(" ")
            if kind == "#":
                head = rest.removeprefix("branch.oid ") if rest.startswith("branch.oid ") else head
            else:
                paths.append(rest if kind in _UNTRACKED else rest.split(" ", _COLUMNS[kind] - 1)[-1])
        return View("" if head == "(initial)" else head, frozenset(paths), bool(hides))

    def files_between(self, old: str, new: str) -> Mapping[str, str | None] | None:
        """Return the new blob of every path that differs between two commits; None where the old one has gone."""
        args = ("diff-tree", "-r", "-z", "--raw", "--no-renames", "--no-ext-diff", old, new, "--", self._folder)
        answer = _start(self._place, *args).result(check=False)
        if answer.code:
            return None
        pairs = zip(answer.fields[::2], answer.fields[1::2], strict=True)
        return {path: None if facts.split(" ")[1] == "000000" else facts.split(" ")[3] for facts, path in pairs}


def _hides(flags: bytes) -> bool:
    """Return whether any of the files has another letter than those that git looks at."""
    seen = sum((b"\0" + flags).count(b"\0%c " % letter) for letter in b"HMRCK")
    return seen < flags.count(b"\0")


def index_mark(place: Place) -> str:
    """Return the marks by which git's index is known again, nothing where there is none."""
    try:
        found = os.stat(f"{place.git_folder}/index")
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"


def _start(place: Place, *args: str) -> Started:
    return Started(args, place.folder)
