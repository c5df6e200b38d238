"""Let one step of a command fail, or the process die before it: real files, real git, one fault.

A step is a system call of rcalog's own that touches the logbook or starts a program. Most are seen by an audit hook,
which cannot be taken back: so each command runs in a forked process, which also is what may die.
"""

from __future__ import annotations

import ctypes
import errno
import os
import subprocess
import sys
import traceback
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from tests.helpers import cli

EVENTS = frozenset(["open", "os.rename", "os.link", "os.remove", "os.mkdir", "os.rmdir", "os.truncate"])
"""Steps that the interpreter tells of; those that it does not are wrapped."""

SPAWNED = "os.posix_spawn"
"""The step of a git that its starter does not wait for at once."""

WRAPPED = ("write", "pwrite", "fsync", "fchmod")
DIED = 77
GIT_REFUSES = "git-refuses"
GIT_LIES = "git-lies"
DIES = "dies"
FAULTS: dict[str, int] = {"EIO": errno.EIO, "ENOSPC": errno.ENOSPC}
KINDS = (DIES, *FAULTS, GIT_REFUSES, GIT_LIES)
"""How a step goes wrong: the process dies before it, the system refuses it, git refuses it, or git does it and says no."""


@dataclass(frozen=True)
class Ended:
    """How a command ended: its exit code, what it said, and the steps that it had taken."""

    code: int
    said: str
    steps: tuple[str, ...]

    @property
    def has_died(self) -> bool:
        """Whether the fault was that its process died."""
        return self.code == DIED


class Fault:
    """What goes wrong at which step; the first is number 0."""

    def __init__(self, folder: Path, kind: str | None, number: int) -> None:
        self.folder, self.kind, self.number = f"{folder}{os.sep}", kind, number
        self.steps: list[str] = []
        self._is_inside = False

    def watch(self) -> None:
        """See every step of this process from now on."""
        sys.addaudithook(self._audited)
        for name in WRAPPED:
            setattr(os, name, self._wrapped(name, getattr(os, name)))
        self._run, subprocess.run = subprocess.run, self._ran  # type: ignore[assignment]

    def _audited(self, event: str, args: tuple[Any, ...]) -> None:
        if event == SPAWNED:
            self._step(f"started {_command(args[1])}")
        elif event in EVENTS and self._is_ours(args[0]):
            self._step(event, os.fsdecode(args[0]))

    def _is_ours(self, path: object) -> bool:
        return isinstance(path, (str, bytes, os.PathLike)) and os.fsdecode(path).startswith(self.folder)

    def _wrapped(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(descriptor: int, *args: Any) -> Any:
            if descriptor > 2:
                self._step(f"os.{name}")
            return real(descriptor, *args)

        return call

    def _ran(self, args: list[str], **options: Any) -> subprocess.CompletedProcess[bytes]:
        """Run git, unless this is the one that goes wrong."""
        is_it = self._step(f"git {_command(args)}")
        if is_it and self.kind == GIT_REFUSES:
            return _refused(args)
        done = self._run(args, **options)
        return _refused(args) if is_it and self.kind == GIT_LIES else done

    def _step(self, name: str, path: str | None = None) -> bool:
        if self._is_inside:
            return False
        self._is_inside = True
        is_it = len(self.steps) == self.number
        self.steps.append(f"{name} {Path(path).name}" if path else name)
        self._is_inside = False
        if is_it and self.kind == DIES:
            os._exit(DIED)
        if is_it and self.kind in FAULTS:
            raise OSError(FAULTS[self.kind], os.strerror(FAULTS[self.kind]), path)
        return is_it


GIT = frozenset(
    [
        "cat-file",
        "check-ignore",
        "check-mailmap",
        "commit-tree",
        "config",
        "diff-tree",
        "hash-object",
        "hook",
        "log",
        "ls-files",
        "ls-tree",
        "read-tree",
        "rev-list",
        "rev-parse",
        "status",
        "stripspace",
        "symbolic-ref",
        "update-index",
        "update-ref",
        "var",
        "write-tree",
    ]
)


def _command(args: Sequence[object]) -> str:
    return next((str(word) for word in args[1:] if word in GIT), "")


def _refused(args: list[str]) -> subprocess.CompletedProcess[bytes]:
    return subprocess.CompletedProcess(args, 128, b"", b"fatal: unable to write: Input/output error\n")


def typed(
    *words: str,
    cwd: Path,
    kind: str | None = None,
    number: int = -1,
    env: Mapping[str, str] | None = None,
    unprivileged: bool = False,
) -> Ended:
    """Type a command line in a process of its own, of which one step goes wrong; root's rights can be taken from it."""
    says, steps = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        if unprivileged and os.geteuid() == 0:
            _without_rights()
        _child(words, cwd, env, Fault(cwd, kind, number), (says[1], steps[1]))
    os.close(says[1])
    os.close(steps[1])
    with os.fdopen(says[0], "rb") as said, os.fdopen(steps[0], "rb") as taken:
        text, names = said.read().decode(errors="replace"), taken.read().decode().split("\n")
    _, status = os.waitpid(pid, 0)
    return Ended(os.waitstatus_to_exitcode(status), text, tuple(filter(None, names)))


def _without_rights() -> None:
    """Let root, and what it starts, write only where its own rights to a file let it."""
    system = ctypes.CDLL(None)
    no_rights_by_being_root, version = 0b11, 0x20080522
    if system.prctl(28, no_rights_by_being_root, 0, 0, 0):
        raise OSError("cannot give up root's rights")
    system.capset((ctypes.c_uint32 * 2)(version, 0), (ctypes.c_uint32 * 6)())


def _child(
    words: tuple[str, ...], cwd: Path, env: Mapping[str, str] | None, fault: Fault, pipes: tuple[int, int]
) -> NoReturn:
    write, (said, taken) = os.write, pipes
    code = 3
    try:
        fault.watch()
        ran = cli.run(*words, cwd=cwd, env=env)
        code = ran.code
        write(said, f"{ran.out}{ran.err}".encode(errors="replace"))
    except BaseException:  # noqa: BLE001 (the parent tells)
        write(said, traceback.format_exc().encode())
    write(taken, "\n".join(fault.steps).encode())
    os._exit(code)
