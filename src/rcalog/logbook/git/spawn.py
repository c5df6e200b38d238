"""Start git for a question: with few modules, because lists wait for nothing else."""

from __future__ import annotations

import os

from rcalog.errors import RcalogError
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

TRANSACTION = "RCALOG_TRANSACTION"
"""Set for what a transaction starts (hooks, filters): a write of theirs would wait for the lock for ever."""

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
ALWAYS = ("-c", "core.fsmonitor=false", "-c", "core.quotePath=false", "-c", "safe.bareRepository=explicit")
LITERAL = "--literal-pathspecs"
READ_FLAGS = (
    *(*ALWAYS, "--no-optional-locks", "-c", "core.hooksPath=/dev/null", "-c", "core.pager=cat"),
    *("-c", "log.showSignature=false", "-c", "protocol.ext.allow=never", "-c", "diff.orderFile=/dev/null"),
)
"""What keeps git from running anything that the configuration of a cloned repository could name."""

OFFLINE = {"GIT_NO_LAZY_FETCH": "1", "GIT_ALLOW_PROTOCOL": ""}
"""What keeps git from asking a remote for an object that a partial clone has left out, which reading one would do."""

_KILL = 9
_AT_ONCE = 1 << 20


class GitMissing(RcalogError):
    """There is no git on this machine."""

    code = "git-missing"

    def __init__(self) -> None:
        super().__init__("git is not installed, or not on the PATH", hint="install git 2.38 or newer")


class GitNotStarted(RcalogError):
    """The system starts no git now."""

    code = "git-not-started"

    def __init__(self, error: OSError) -> None:
        super().__init__(f"git cannot be started: {error.strerror}")


class GitResult(Value):
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


class Started:
    """A git command that runs while its caller goes on; with `user_env` it is git as the user has it, or with `env`.

    What it is `asked` goes to its stdin, as it takes it.
    """

    def __init__(
        self,
        args: Sequence[str],
        folder: str,
        *,
        user_env: bool = False,
        asked: bytes = b"",
        env: Mapping[str, str] | None = None,
    ) -> None:
        self._args, self._folder, self._process = args, folder, 0
        self._asked, self._in = asked, 0
        flags = () if user_env else (LITERAL, *READ_FLAGS)
        (self._out, out), (self._err, err) = os.pipe(), os.pipe()
        self._open = [self._out, self._err]
        heard, self._in = os.pipe() if asked else (0, 0)
        streams = [
            (os.POSIX_SPAWN_DUP2, heard, 0) if asked else (os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0),
            (os.POSIX_SPAWN_DUP2, out, 1),
            (os.POSIX_SPAWN_DUP2, err, 2),
        ]
        command = ["git", "-C", folder, *flags, *args]
        try:
            self._process = os.posix_spawnp("git", command, env or environment(plain=user_env), file_actions=streams)
        except FileNotFoundError:
            raise GitMissing from None
        except OSError as error:
            raise GitNotStarted(error) from error
        finally:
            for stream in (out, err, heard):
                if stream:
                    os.close(stream)
        if asked:
            os.set_blocking(self._in, False)
            self._tell()

    def result(self, *, check: bool = True) -> GitResult:
        """Wait for the answer.

        Raises: GitFailed.
        """
        out, err = self._read()
        process, self._process = self._process, 0
        found = GitResult(os.waitstatus_to_exitcode(os.waitpid(process, 0)[1]), out, err.decode("utf-8", "replace"))
        if check and found.code:
            from pathlib import Path

            from rcalog.logbook.git.run import failure

            raise failure(self._args, found, Path(self._folder))
        return found

    def _read(self) -> tuple[bytes, bytes]:
        import select

        said: dict[int, list[bytes]] = {self._out: [], self._err: []}
        while self._open:
            heard, takes, _ = select.select(self._open, [self._in] if self._in else [], [])
            if takes:
                self._tell()
            for stream in heard:
                part = os.read(stream, _AT_ONCE)
                said[stream].append(part)
                if not part:
                    self._open.remove(stream)
                    os.close(stream)
        return b"".join(said[self._out]), b"".join(said[self._err])

    def _tell(self) -> None:
        """Write as much of what it is asked as fits."""
        try:
            self._asked = self._asked[os.write(self._in, self._asked) :]
        except BlockingIOError:
            return
        except BrokenPipeError:  # it has ended, and says why
            self._asked = b""
        if not self._asked:
            os.close(self._in)
            self._in = 0

    def __del__(self) -> None:
        """End a command that nobody waits for any more."""
        for stream in (*self._open, *([self._in] if self._in else [])):
            os.close(stream)
        if self._process:
            os.kill(self._process, _KILL)
            os.waitpid(self._process, 0)


def environment(*, plain: bool = False, write: bool = False) -> dict[str, str]:
    """Return the caller's environment without what would point git at another repository, index or configuration."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_") or _is_kept(name)}
    if "GIT_CONFIG_COUNT" in os.environ:
        kept |= _trusted(os.environ)
    if write or plain:
        kept[TRANSACTION] = str(os.getpid())
    if not plain and not write:
        kept |= OFFLINE
    if not plain:
        kept |= {"LC_ALL": "C", "LANGUAGE": "C", "GIT_TERMINAL_PROMPT": "0"}
    return kept


def _trusted(env: Mapping[str, str]) -> dict[str, str]:
    """Return what an environment that configures git says of the folders that the user trusts, and nothing else."""
    pairs = []
    count = env["GIT_CONFIG_COUNT"]
    for number in range(min(int(count), len(env)) if count.isdecimal() else 0):
        key, folder = (env.get(f"GIT_CONFIG_{part}_{number}") for part in ("KEY", "VALUE"))
        if key and key.lower() == "safe.directory" and folder is not None:
            pairs.append((key, folder))
    told = {"GIT_CONFIG_COUNT": str(len(pairs))}
    for number, (key, folder) in enumerate(pairs):
        told |= {f"GIT_CONFIG_KEY_{number}": key, f"GIT_CONFIG_VALUE_{number}": folder}
    return told


def _is_kept(name: str) -> bool:
    return name in _KEPT or name.startswith(_KEPT_PREFIXES)
