"""Which process something belongs to, and whether that process is still running."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Self

from rcalog.values import Value

UNKNOWN = "-"
"""Where the machine does not tell."""


class Owner(Value):
    """A process: its number, when it was started, the run of the machine it is in, and the machine's name.

    A number is given again to another process; together with the start it names one only.
    """

    pid: int
    start: str
    boot: str
    host: str

    @classmethod
    def here(cls) -> Self:
        """Return this process."""
        return cls.of(os.getpid())

    @classmethod
    def of(cls, pid: int) -> Self:
        """Return a process of this machine."""
        return cls(pid, _start(pid), _boot(), _host())

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the process that a line made by `str` names.

        Raises:
            ValueError
        """
        pid, start, boot, host = text.split(" ")
        return cls(int(pid), start, boot, host)

    def __str__(self) -> str:
        return " ".join(map(str, self.as_dict().values()))

    def is_gone(self, *, needs_lock: bool = False) -> bool:
        """Return whether this process runs no more; False where that cannot be told from here.

        One that `needs_lock` could only be at work while it holds a lock that we hold now: on the same
        machine that settles it, also in another container, whose processes we do not see.
        """
        is_same_run = self.boot == _boot() != UNKNOWN
        if self.host != _host():
            return is_same_run and needs_lock
        if self.boot != _boot():
            return True
        return needs_lock if self.pid == os.getpid() else not self._runs()

    def _runs(self) -> bool:
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except (OSError, OverflowError):  # of another user
            pass
        return _start(self.pid) in (self.start, UNKNOWN)


def _host() -> str:
    return os.uname().nodename.replace(" ", UNKNOWN)


def _start(pid: int) -> str:
    """Return when a process was started, in ticks since the machine was."""
    with suppress(OSError, IndexError):
        return Path(f"/proc/{pid}/stat").read_text(errors="replace").rpartition(")")[2].split()[19]
    return UNKNOWN


@cache
def _boot() -> str:
    """Name this run of the machine."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return UNKNOWN
