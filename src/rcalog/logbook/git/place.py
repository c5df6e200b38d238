"""Where a repository lies, and how to ask git something there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.git.run import GitResult, failure, require_git, run_git

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


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


@dataclass(frozen=True)
class Place:
    """A work tree with its two git folders (they differ in a linked work tree)."""

    top: Path
    git_dir: Path
    common_dir: Path

    @property
    def lock_path(self) -> Path:
        """The file whose lock admits one writer at a time, in all work trees of the repository."""
        return self.common_dir / "rcalog" / "lock"

    def read(self, *args: str, stdin: bytes | None = None, check: bool = True) -> GitResult:
        """Ask git something, running nothing that the repository's configuration names."""
        return run_git(args, cwd=self.top, stdin=stdin, check=check)

    def write(
        self, *args: str, stdin: bytes | None = None, env: Mapping[str, str] | None = None, check: bool = True
    ) -> GitResult:
        """Have git change something, as the user's configuration wants it, on the disk when it returns."""
        return run_git(args, cwd=self.top, stdin=stdin, env=env, check=check, write=True)


def locate(path: Path) -> Place | None:
    """Find the work tree that `path` lies in; the path itself need not exist.

    Raises: BareRepository, UntrustedRepository, GitMissing, GitTooOld, GitFailed.
    """
    start = next(each for each in (path.absolute(), *path.absolute().parents) if each.is_dir())
    args = ["rev-parse", "--show-toplevel", "--absolute-git-dir", "--path-format=absolute", "--git-common-dir"]
    answer = run_git(args, cwd=start, check=False)
    if answer.code:
        _refuse_unless_absent(args, answer, start)
        return None
    lines = answer.text.split("\n")
    if len(lines) != 3:  # an end of line in a folder's name, or a git that does not know one of the options
        require_git()
        lines = [run_git(["rev-parse", args[3], each], cwd=start).text for each in (args[1], args[2], args[4])]
    top, git_dir, common_dir = map(Path, lines)
    return Place(top, git_dir, common_dir)


def _refuse_unless_absent(args: Sequence[str], answer: GitResult, start: Path) -> None:
    if "not a git repository" in answer.err:
        return
    if "bare repository" in answer.err or "must be run in a work tree" in answer.err:
        raise BareRepository(start)
    if "dubious ownership" in answer.err:
        raise UntrustedRepository(start)
    raise failure(args, answer, start)
