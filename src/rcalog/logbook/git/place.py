"""Where a repository lies, and how to ask git something there."""

from __future__ import annotations

import os

from rcalog.errors import RcalogError
from rcalog.logbook.folders import upwards
from rcalog.values import Value, cached_property

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from rcalog.logbook.git.settings import Settings
    from rcalog.logbook.git.spawn import GitResult


class BareRepository(RcalogError):
    """A repository without files to edit."""

    code = "bare-repository"

    def __init__(self, path: Path) -> None:
        self.path = path
        super().__init__(
            f"{path} is in a bare repository, which has no files to edit",
            hint="clone it and go there, or name a logbook: -C DIR",
        )


class UntrustedRepository(RcalogError):
    """A repository of another user, which git will not open."""

    code = "untrusted-repository"

    def __init__(self, path: Path) -> None:
        self.path = path
        hint = f"git config --global --add safe.directory {path}"
        super().__init__(f"the repository at {path} belongs to another user", hint=hint)


class Place(Value):
    """A work tree with its two git folders (they differ in a linked work tree), as text and as paths."""

    folder: str
    git_folder: str
    common_folder: str

    def __getstate__(self) -> dict[str, str]:
        """Return what another process gets: what git was asked here is not its to wait for, or to end."""
        return {name: self.__dict__[name] for name in self._fields}

    @cached_property
    def top(self) -> Path:
        """The top of the work tree."""
        return _path(self.folder)

    @cached_property
    def git_dir(self) -> Path:
        """The git folder of the work tree."""
        return _path(self.git_folder)

    @cached_property
    def common_dir(self) -> Path:
        """The git folder of all work trees."""
        return _path(self.common_folder)

    @cached_property
    def settings(self) -> Settings:
        """The user's configuration from when it was first asked for; a commit reads it anew."""
        return self._listed()

    def forget_settings(self) -> None:
        """Have the configuration read anew when it is next needed."""
        self.__dict__.pop("settings", None)
        self.__dict__.pop("ahead", None)

    def ask_settings(self) -> None:
        """Have git list the configuration for a commit, while that is still worked out."""
        self.__dict__["ahead"] = self._listed()

    def settings_of_now(self) -> Settings:
        """Return the configuration for a commit: as it was when it was asked for ahead, else as it is."""
        ahead: Settings | None = self.__dict__.pop("ahead", None)
        return ahead or self._listed()

    def _listed(self) -> Settings:
        from rcalog.logbook.git.settings import Settings  # a search asks for none

        return Settings(self)

    @property
    def lock_path(self) -> Path:
        """The file whose lock admits one writer at a time, in all work trees of the repository."""
        return self.common_dir / "rcalog" / "lock"

    def read(self, *args: str, stdin: bytes | None = None, check: bool = True) -> GitResult:
        """Ask git something, running nothing that the repository's configuration names."""
        from rcalog.logbook.git.run import run_git

        return run_git(args, cwd=self.top, stdin=stdin, check=check)

    def write(
        self,
        *args: str,
        stdin: bytes | None = None,
        env: Mapping[str, str] | None = None,
        check: bool = True,
        apart: bool = False,
    ) -> GitResult:
        """Have git change something, as the user's configuration wants it, on the disk when it returns.

        `apart` lets it go on when a whole terminal, or a group of processes, is killed with us.
        """
        from rcalog.logbook.git.run import run_git

        return run_git(args, cwd=self.top, stdin=stdin, env=env, check=check, write=True, apart=apart)


def locate(folder: str) -> Place | None:
    """Find the work tree that a folder lies in; the folder itself need not exist.

    Raises: BareRepository, UntrustedRepository, GitMissing, GitTooOld, GitFailed.
    """
    start = next(each for each in upwards(os.path.abspath(folder)) if os.path.isdir(each))
    return _plain(os.path.realpath(start)) or _asked(start)


def _plain(start: str) -> Place | None:
    """Return the work tree around a folder where it is plain that git would find this one; else git is asked."""
    ceilings = {os.path.realpath(each) for each in os.environ.get("GIT_CEILING_DIRECTORIES", "").split(":")}
    try:
        device = os.stat(start).st_dev
        for top in upwards(start):
            if os.stat(top).st_dev != device or (top in ceilings and top != start):
                return None
            if os.path.lexists(git := f"{top}/.git"):
                return Place(top, git, git) if _is_plain(top, git) else None
            if os.path.lexists(f"{top}/objects") and os.path.lexists(f"{top}/HEAD"):  # bare, or a git folder itself
                return None
    except OSError:
        pass
    return None


def _is_plain(top: str, git: str) -> bool:
    """Return whether a git folder is whole, its user's own, and says nothing of another work tree."""
    parts = (os.lstat(git), *(os.stat(f"{git}/{name}") for name in ("objects", "refs", "HEAD")), os.stat(top))
    if not os.path.isdir(git) or os.path.islink(git) or {part.st_uid for part in parts} != {os.geteuid()}:
        return False
    with open(f"{git}/config", "rb") as file:
        said = file.read().lower()
    is_bare = said.count(b"bare") != said.count(b"bare = false")
    return b"worktree" not in said and not is_bare and not os.path.lexists(f"{git}/commondir")


def _asked(start: str) -> Place | None:
    from rcalog.logbook.git.run import require_git, run_git

    cwd = _path(start)
    args = ["rev-parse", "--show-toplevel", "--absolute-git-dir", "--path-format=absolute", "--git-common-dir"]
    answer = run_git(args, cwd=cwd, check=False)
    if answer.code:
        _refuse_unless_absent(args, answer, cwd)
        return None
    lines = answer.text.split("\n")
    if len(lines) != 3:  # an end of line in a folder's name, or a git that does not know one of the options
        require_git()
        lines = [run_git(["rev-parse", args[3], each], cwd=cwd).text for each in (args[1], args[2], args[4])]
    return Place(*lines)


def _refuse_unless_absent(args: Sequence[str], answer: GitResult, start: Path) -> None:
    if "not a git repository" in answer.err:
        return
    if "bare repository" in answer.err or "must be run in a work tree" in answer.err:
        raise BareRepository(start)
    if "dubious ownership" in answer.err:
        raise UntrustedRepository(start)
    from rcalog.logbook.git.run import failure

    raise failure(args, answer, start)


def _path(text: str) -> Path:
    from pathlib import Path

    return Path(text)
