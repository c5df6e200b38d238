"""Run git: an explicit environment, fixed flags, bytes in and out."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, cast

from rcalog.errors import RcalogError
from rcalog.logbook.atomic import DiskRefused
from rcalog.logbook.git.spawn import ALWAYS, LITERAL, READ_FLAGS, GitMissing, GitNotStarted, GitResult, environment

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OLDEST_GIT = (2, 38)

WRITE_FLAGS = (*ALWAYS, "-c", "core.fsync=loose-object,reference,index", "-c", "i18n.commitEncoding=UTF-8")
_DISK_REASONS = tuple(
    os.strerror(number)
    for number in (
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EACCES,
        errno.EPERM,
        errno.EIO,
        errno.EFBIG,
        errno.ENOTDIR,
    )
)


class GitTooOld(RcalogError):
    """The installed git lacks what rcalog needs."""

    code = "git-too-old"

    def __init__(self, found: str) -> None:
        self.found = found
        super().__init__(f"git {found} is too old", hint="install git 2.38 or newer")


class GitFailed(RcalogError):
    """A git command failed in a way that has no name of its own."""

    code = "git-failed"

    def __init__(self, args: Sequence[str], code: int, err: str) -> None:
        self.git_args, self.git_code, self.err = tuple(args), code, err
        said = err.strip() or (f"it was killed by signal {-code}" if code < 0 else f"exit status {code}")
        super().__init__(f"git {_subcommand(args)} failed: {said}")


class LeftOut(GitFailed):
    """A partial clone does not have what is to be read, and reading fetches nothing."""

    code = "left-out"

    def __init__(self, args: Sequence[str], code: int, err: str) -> None:
        super().__init__(args, code, err)
        self.message = "this is a partial clone, which leaves out what is asked for here"
        self.hint = "git fetch --refetch --no-filter"


def run_git(
    args: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    check: bool = True,
    user_env: bool = False,
    write: bool = False,
    apart: bool = False,
) -> GitResult:
    """Run one git command and return its answer.

    `write` honours the user's hooks and makes git fsync what it writes; `user_env` adds no flag
    and leaves the locale alone, for commands that run the user's own programs; one that runs `apart`
    has no terminal, and is not killed with our group. A failure with `check` raises.

    Raises: GitMissing, GitFailed, DiskRefused (the disk is full, read-only, or not ours).
    """
    flags = () if user_env else (LITERAL, *(WRITE_FLAGS if write else READ_FLAGS))
    try:
        # Git's own plumbing inherits "ignore SIGXFSZ" and so reports a full disk instead of dying with its locks held.
        done = subprocess.run(
            ["git", *flags, *args],
            cwd=cwd,
            env=environment(plain=user_env, write=write) | dict(env or {}),
            stdin=subprocess.DEVNULL if stdin is None else None,
            input=stdin,
            capture_output=True,
            check=False,
            restore_signals=user_env,
            start_new_session=apart,
        )
    except FileNotFoundError as error:
        if error.filename != "git":
            raise
        raise GitMissing from None
    except OSError as error:  # no room for another process
        raise GitNotStarted(error) from error
    result = GitResult(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))
    if check and result.code:
        raise failure(args, result, cwd)
    return result


@contextmanager
def streaming(args: Sequence[str], *, cwd: Path, asked: bytes = b"") -> Iterator[Iterator[bytes]]:
    """Run one git command that only reads; its output comes line by line, however long it is.

    Raises: GitMissing, GitFailed.
    """
    with TemporaryFile() as said, TemporaryFile() as told:
        told.write(asked)
        told.seek(0)
        process = begun(args, cwd, said, asked=told.fileno())
        printed = cast("IO[bytes]", process.stdout)
        try:
            yield printed
            printed.close()
            code = process.wait()
        finally:
            process.kill()
            process.wait()
            printed.close()
        if code:
            said.seek(0)
            raise failure(args, GitResult(code, b"", said.read().decode("utf-8", "replace")), cwd)


def begun(
    args: Sequence[str],
    cwd: Path,
    err: int | IO[bytes],
    *,
    asked: int = subprocess.DEVNULL,
    env: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """Start one git command that only reads, and is `asked` through its stdin, if at all; it may raise GitMissing."""
    try:
        return subprocess.Popen(
            ["git", LITERAL, *READ_FLAGS, *args],
            cwd=cwd,
            env=environment() | dict(env or {}),
            stdin=asked,
            stdout=subprocess.PIPE,
            stderr=err,
        )
    except FileNotFoundError as error:
        if error.filename != "git":
            raise
        raise GitMissing from None
    except OSError as error:
        raise GitNotStarted(error) from error


def failure(args: Sequence[str], result: GitResult, cwd: Path) -> RcalogError:
    """Return the error that stands for a failed git command.

    Raises: GitTooOld.
    """
    require_git()
    if result.code == -signal.SIGXFSZ:
        return DiskRefused(cwd, os.strerror(errno.EFBIG))
    if "Out of diskspace" in result.err:  # how git's checksummed files say it, without the system's words
        return DiskRefused(cwd, os.strerror(errno.ENOSPC))
    for reason in _DISK_REASONS:
        if reason in result.err:
            return DiskRefused(cwd, reason)
    kind = LeftOut if "promisor remote" in result.err else GitFailed
    return kind(args, result.code, result.err)


@cache
def require_git() -> None:
    """Make sure once that git is there and new enough.

    Raises: GitMissing, GitTooOld.
    """
    installed_git()


def installed_git() -> str:
    """Return the version of the git that is installed.

    Raises: GitMissing, GitTooOld.
    """
    found = run_git(["--version"], cwd=Path("/")).text.removeprefix("git version ").split(" ")[0]
    numbers = re.match(r"(\d+)\.(\d+)", found)
    if not numbers or (int(numbers[1]), int(numbers[2])) < OLDEST_GIT:
        raise GitTooOld(found)
    return found


def _subcommand(args: Sequence[str]) -> str:
    skip = False
    for word in args:
        if skip or word.startswith("-"):
            skip = not skip and word == "-c"
            continue
        return word
    return " ".join(args)
