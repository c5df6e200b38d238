"""One writer at a time: a lock that dies with its process and so is never stale."""

from __future__ import annotations

import fcntl
import os
import secrets
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rcalog.errors import RcalogError
from rcalog.logbook.atomic import DiskRefused, disk_refusals, make_folder
from rcalog.logbook.git.spawn import TRANSACTION

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_here = threading.local()


class LockBusy(RcalogError):
    """Another process keeps writing."""

    code = "lock-busy"

    def __init__(self, path: Path, holder: str) -> None:
        self.path, self.holder = path, holder
        who = f"process {holder}" if holder else "another process"
        super().__init__(f"{who} has been writing to this logbook for too long", hint=f"look at it: ps -fp {holder}")


class NestedWrite(RcalogError):
    """A hook of a commit in the making wants to write."""

    code = "nested-write"

    def __init__(self, pid: str) -> None:
        self.pid = pid
        hint = "let the hook only read, or run it after the commit, outside of git"
        super().__init__(
            f"this runs inside a commit of rcalog (process {pid}), where nothing else is written", hint=hint
        )


@contextmanager
def exclusive(path: Path, timeout_s: float = 10) -> Iterator[None]:
    """Hold the lock on `path` alone; in the thread that holds it already, go on at once.

    The time runs anew whenever the lock changes hands, or its holder takes it once more: neither
    a long queue nor a long piece of work is a holder that hangs.

    Raises: LockBusy, NestedWrite, DiskRefused.
    """
    if pid := os.environ.get(TRANSACTION):
        raise NestedWrite(pid)
    held: dict[Path, int] = _here.__dict__.setdefault("held", {})
    if path in held:
        _sign(path, held[path])
        yield
        return
    held[path] = _acquire(path, timeout_s)
    try:
        yield
    finally:
        os.close(held.pop(path))


def _acquire(path: Path, timeout_s: float) -> int:
    with disk_refusals(path):
        make_folder(path.parent)
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC, 0o666)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            _Waiter(descriptor).wait(path, timeout_s)
    try:
        _sign(path, descriptor)
    except DiskRefused:
        os.close(descriptor)
        raise
    return descriptor


def _sign(path: Path, descriptor: int) -> None:
    """Write down who holds the lock, with a word that differs each time."""
    with disk_refusals(path):
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, f"{os.getpid()} {secrets.token_hex(4)}".encode(), 0)


class _Waiter:
    """Waits in the kernel's queue, which is fair, in a thread of its own, which can be given up."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._decision = threading.Lock()
        self._is_given_up = False
        self._got = threading.Event()
        threading.Thread(target=self._block, daemon=True).start()

    def _block(self) -> None:
        fcntl.flock(self._descriptor, fcntl.LOCK_EX)
        with self._decision:
            self._got.set()
            if self._is_given_up:
                os.close(self._descriptor)

    def wait(self, path: Path, timeout_s: float) -> None:
        try:
            holder = _holder(path)
            while not self._got.wait(timeout_s):
                if holder == (holder := _holder(path)):
                    raise LockBusy(path, holder.split(" ")[0])
        except BaseException:
            self._give_up()
            raise

    def _give_up(self) -> None:
        with self._decision:
            self._is_given_up = True
            if self._got.is_set():
                os.close(self._descriptor)


def _holder(path: Path) -> str:
    """Return what the holder wrote: its process and a word that differs each time."""
    return path.read_text(errors="replace")
