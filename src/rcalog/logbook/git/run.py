"""Run git: an explicit environment, fixed flags, bytes in and out."""

from __future__ import annotations

import errno
import os
import re
import signal
import subprocess
import weakref
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING, cast

from rcalog.errors import RcalogError
from rcalog.logbook.atomic import DiskRefused
from rcalog.logbook.lock import TRANSACTION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

OLDEST_GIT = (2, 38)

_KEPT = frozenset(
    [
        "GIT_CONFIG_GLOBAL",
        "GIT_CONFIG_SYSTEM",
        "GIT_CONFIG_NOSYSTEM",
        "GIT_ASKPASS",
        "GIT_EDITOR",
        "GIT_PAGER",
        "GIT_CEILING_DIRECTORIES",
    ]
)
_KEPT_PREFIXES = ("GIT_AUTHOR_", "GIT_COMMITTER_", "GIT_SSH", "GIT_TRACE")
_ALWAYS = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "safe.bareRepository=explicit")
READ_FLAGS = (
    *(*_ALWAYS, "--no-optional-locks", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat"),
    *("-c", "log.showSignature=false", "-c", "protocol.ext.allow=never"),
)
"""What keeps git from running anything that the configuration of a cloned repository could name."""

OFFLINE = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": ""}
"""What keeps git from asking a remote for an object that a partial clone has left out, which reading one would do."""

_LITERAL = "--literal-pathspecs"
_WRITE_FLAGS = (*_ALWAYS, "-c", "core.fsync=loose-object,reference,index", "-c", "i18n.commitEncoding=UTF-8")
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


class GitMissing(RcalogError):
    """There is no git on this machine."""

    code = "git-missing"

    def __init__(self) -> None:
        super().__init__("git is not installed, or not on the PATH", hint="install git 2.38 or newer")


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


@dataclass(frozen=True)
class GitResult:
    """What a git command answered."""

    code: int
    out: bytes
    err: str

    @property
    def text(self) -> str:
        """The output without the last end of line; names that are not UTF-8 keep their bytes as surrogates."""
        return self.out.decode("utf-8", "surrogateescape").removesuffix("\n")

    @property
    def fields(self) -> list[str]:
        """The output of a command that was asked for `-z`, split on NUL."""
        return self.out.decode("utf-8", "surrogateescape").removesuffix("\0").split("\0") if self.out else []


def run_git(
    args: Sequence[str],
    *,
    cwd: Path,
    env: Mapping[str, str] | None = None,
    stdin: bytes | None = None,
    check: bool = True,
    user_env: bool = False,
    write: bool = False,
) -> GitResult:
    """Run one git command and return its answer.

    `write` honours the user's hooks and makes git fsync what it writes; `user_env` adds no flag
    and leaves the locale alone, for commands that run the user's own programs. A failure with
    `check` raises.

    Raises: GitMissing, GitFailed, DiskRefused (the disk is full, read-only, or not ours).
    """
    flags = () if user_env else (_LITERAL, *(_WRITE_FLAGS if write else READ_FLAGS))
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
        )
    except FileNotFoundError as error:
        if error.filename != "git":
            raise
        raise GitMissing from None
    result = GitResult(done.returncode, done.stdout, done.stderr.decode("utf-8", "replace"))
    if check and result.code:
        raise failure(args, result, cwd)
    return result


class Started:
    """A git command that runs while its caller goes on."""

    def __init__(self, args: Sequence[str], process: subprocess.Popen[bytes], cwd: Path) -> None:
        self._args, self._process, self._cwd = args, process, cwd
        self._abandon = weakref.finalize(self, _abandon, process)

    def result(self) -> GitResult:
        """Wait for the answer.

        Raises: GitFailed.
        """
        out, err = self._process.communicate()
        self._abandon.detach()
        found = GitResult(self._process.returncode, out, err.decode("utf-8", "replace"))
        if found.code:
            raise failure(self._args, found, self._cwd)
        return found


def _abandon(process: subprocess.Popen[bytes]) -> None:
    """End a command that nobody waits for any more."""
    process.kill()
    process.communicate()


def start_git(args: Sequence[str], *, cwd: Path) -> Started:
    """Start one git command that only reads.

    Raises: GitMissing.
    """
    return Started(args, _begun(args, cwd, subprocess.PIPE), cwd)


@contextmanager
def streaming(args: Sequence[str], *, cwd: Path) -> Iterator[Iterator[bytes]]:
    """Run one git command that only reads; its output comes line by line, however long it is.

    Raises: GitMissing, GitFailed.
    """
    with TemporaryFile() as said:
        process = _begun(args, cwd, said)
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


def _begun(args: Sequence[str], cwd: Path, err: int | IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            ["git", _LITERAL, *READ_FLAGS, *args],
            cwd=cwd,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=err,
        )
    except FileNotFoundError as error:
        if error.filename != "git":
            raise
        raise GitMissing from None


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
    return GitFailed(args, result.code, result.err)


def environment(*, plain: bool = False, write: bool = False) -> dict[str, str]:
    """Return the caller's environment without what would point git at another repository, index or configuration."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _is_kept(name)}
    if write or plain:
        kept[TRANSACTION] = str(os.getpid())
    if not plain and not write:
        kept |= OFFLINE
    if not plain:
        kept |= {"LC_ALL": "C", "LANGUAGE": "C", "GIT_TERMINAL_PROMPT": "0"}
    return kept


def _is_kept(name: str) -> bool:
    return name in _KEPT or name.startswith(_KEPT_PREFIXES)


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
