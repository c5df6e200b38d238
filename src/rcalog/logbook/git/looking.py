"""How the work tree stands against HEAD, and what lies between two commits: the questions that an index asks."""

from __future__ import annotations

import os

from rcalog.logbook.git.spawn import Started, environment
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.logbook.git.place import Place

_PLAIN = ("-z", "--no-renames", "--no-ext-diff", "--ignore-submodules=all")
_EDITED = ("diff-files", "--name-only", *_PLAIN)
_STAGED = ("diff-index", "--cached", "--name-only", *_PLAIN)
_TOLD = ("-c", "core.sparseCheckout=false", "ls-files", "-v", "-z")
"""Else git takes a file that its index leaves out for another while it is there, and not any more once it has gone."""
_BETWEEN = ("diff-tree", "-r", "--raw", *_PLAIN)
_STATUS = ("status", "--porcelain=v2", "--branch", "-z", "--no-renames", "--no-ahead-behind", "--ignore-submodules=all")
_COLUMNS = {"1": 8, "u": 10}
"""How many columns stand before the path of a changed and of an unmerged file."""


NO_INDEX = "rcalog/no-index"
"""A file in the git folder that never is."""


class View(Value):
    """What git sees below a folder: the commit that is checked out ("" for none), and the known files that differ.

    `staged` says that git's index differs from the commit, or may. `hides` says that git was told not to look at some
    files (sparse checkouts, `skip-worktree`, `assume-unchanged`), so that nothing follows from its silence.
    """

    head: str
    differing: frozenset[str]
    staged: bool
    hides: bool


class Seen(Value):
    """What was seen before: of which commit, with which marks of git's index, and what followed from both."""

    head: str = ""
    index_mark: str = ""
    staged: bool = True
    hides: bool = False


class Look:
    """A look at the work tree that git has begun, while there is something else to do.

    At first git compares the files that it knows with its index, which takes longest. The rest depends on its index
    and on HEAD alone, and is asked where these are not as they were.
    """

    def __init__(self, place: Place, folder: str) -> None:
        self._place, self._folder = place, folder
        self.mark = index_mark(place)
        """The marks of git's index before anybody looked."""
        self._edited = self._start(*_EDITED)
        self._head: str | None = None
        self._seen = Seen()
        self._staged: Started | None = None
        self._is_new = False
        self._between: Started | None = None

    def ask(self, seen: Seen) -> str:
        """Have git say what is not known from before, and return the commit that is checked out ("" for none).

        Raises: GitFailed.
        """
        if self._head is not None:
            return self._head
        from rcalog.logbook.git.heads import head

        self._seen, self._head = seen, head(self._place) or ""
        if seen.head and self._head not in ("", seen.head):
            self._between = self._compare(seen.head, self._head)
        is_known = self.mark and self.mark == seen.index_mark
        if not is_known or seen.staged or seen.head != self._head:
            self._staged = self._start(*(*_STAGED, self._head) if self._head else ("ls-files", "-z"))
        self._is_new = not is_known
        return self._head

    def view(self, seen: Seen) -> View:
        """Wait for the answer.

        Raises: GitFailed.
        """
        head = self.ask(seen)
        staged = self._staged.result().fields if self._staged else []
        hides = self._hides() if self._is_new else self._seen.hides
        edited = self._edited.result().fields
        if index_mark(self._place) == self.mark:
            return View(head, frozenset([*edited, *staged]), bool(staged), hides)
        # what one of them knew may be new to another: one git looks at all of it again
        head, paths = self._status()
        return View(head, frozenset(paths), staged=True, hides=self._hides())

    def _hides(self) -> bool:
        """Return whether git's index passes over files, which it most often says itself while git looks."""
        from rcalog.logbook.git.indexfile import DIGITS, looks_at_all

        is_sure = len(self._head or "") == DIGITS and looks_at_all(self._place)
        return not is_sure and _hides(self._start(*_TOLD).result().out)

    def files_between(self, old: str, new: str) -> Mapping[str, str | None] | None:
        """Return the new blob of every path that differs between two commits; None where the old one has gone."""
        is_begun = self._between is not None and (self._seen.head, self._head) == (old, new)
        begun, self._between = self._between if is_begun else None, None
        answer = (begun or self._compare(old, new)).result(check=False)
        if answer.code:
            return None
        pairs = zip(answer.fields[::2], answer.fields[1::2], strict=True)
        return {path: None if facts.split(" ")[1] == "000000" else facts.split(" ")[3] for facts, path in pairs}

    def _status(self) -> tuple[str, list[str]]:
        """Return the commit that is checked out and what differs from it, as one git sees both."""
        head, paths = "", []
        for field in self._start(*_STATUS, "--untracked-files=no").result().fields:
            kind, _, rest = field.partition(" ")
            if kind != "#":
                paths.append(rest.split(" ", _COLUMNS[kind] - 1)[-1])
            elif rest.startswith("branch.oid "):
                head = rest.removeprefix("branch.oid ").replace("(initial)", "")
        return head, paths

    def _compare(self, old: str, new: str) -> Started:
        """Have git compare two commits without its index, which it would read first and look up nothing in."""
        env = environment() | {"GIT_INDEX_FILE": f"{self._place.git_folder}/{NO_INDEX}"}
        return Started((*_BETWEEN, old, new, "--", self._folder), self._place.folder, env=env)

    def _start(self, *args: str) -> Started:
        return Started((*args, "--", self._folder), self._place.folder)


def _hides(flags: bytes) -> bool:
    """Return whether any of the files has another letter than those that git looks at."""
    files, seen = flags.count(b"\0"), 0
    for letter in b"HMRCK":
        if seen == files:
            return False
        seen += flags.count(b"\0%c " % letter) + flags.startswith(b"%c " % letter)
    return seen < files


def index_mark(place: Place) -> str:
    """Return the marks by which git's index is known again, nothing where there is none."""
    try:
        found = os.stat(f"{place.git_folder}/index")
    except OSError:
        return ""
    return f"{found.st_size} {found.st_mtime_ns} {found.st_ctime_ns} {found.st_ino}"
