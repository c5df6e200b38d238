"""One writer at a time."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from rcalog.logbook.atomic import DiskRefused
from rcalog.logbook.lock import LockBusy, NestedWrite, exclusive

HOLD = """
import sys, threading
from pathlib import Path
from rcalog.logbook.lock import exclusive
with exclusive(Path(sys.argv[1]), timeout_s=float(sys.argv[2])):
    print("held", flush=True)
    while not threading.Event().wait(0.02 if sys.argv[3] == "busy" else 60):
        with exclusive(Path(sys.argv[1])):
            pass
"""


@contextmanager
def another_holder(path: Path, timeout_s: float = 10, manner: str = "idle") -> Iterator[subprocess.Popen[str]]:
    """Another process that holds the lock until its input ends."""
    command = [sys.executable, "-c", HOLD, str(path), str(timeout_s), manner]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        try:
            yield holder
        finally:
            holder.kill()


def test_a_second_process_is_told_who_holds_the_lock(tmp_path: Path) -> None:
    """A holder that hangs is named."""
    path = tmp_path / "rcalog/lock"
    with another_holder(path) as holder, pytest.raises(LockBusy) as caught, exclusive(path, timeout_s=0.05):
        pass
    assert caught.value.holder == str(holder.pid)


def test_the_lock_passes_on(tmp_path: Path) -> None:
    """Who waits gets the lock when the holder ends, and can take it again afterwards."""
    path = tmp_path / "lock"
    with another_holder(path) as holder:
        threading.Timer(0.05, holder.kill).start()
        with exclusive(path):
            pass
        with exclusive(path):
            pass


def test_a_holder_at_work_is_waited_for(tmp_path: Path) -> None:
    """Whoever takes its own lock again and again does not hang, and may take longer than a holder that does nothing."""
    path = tmp_path / "lock"
    with another_holder(path, manner="busy") as holder:
        threading.Timer(1, holder.kill).start()
        with exclusive(path, timeout_s=0.5):
            assert holder.wait() == -signal.SIGKILL


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    """The lock of a process that was killed is free."""
    path = tmp_path / "lock"
    with another_holder(path) as holder:
        holder.kill()
        holder.wait()
        with exclusive(path, timeout_s=0.05):
            pass


def test_who_gave_up_takes_nothing(tmp_path: Path) -> None:
    """A waiter that gave up does not hold the lock once it is free."""
    path = tmp_path / "lock"
    with another_holder(path), pytest.raises(LockBusy), exclusive(path, timeout_s=0.01):
        pass
    with another_holder(path):
        pass


def test_the_lock_is_open_to_its_own_holder(tmp_path: Path) -> None:
    """The thread that holds the lock may enter again; it is released at the outermost end."""
    path = tmp_path / "lock"
    with exclusive(path):
        with exclusive(path, timeout_s=0.01):
            pass
        with pytest.raises(AssertionError), another_holder(path, timeout_s=0.01):
            pass
    with another_holder(path):
        pass


def test_no_write_inside_a_transaction(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Under a commit in the making a write is refused at once, not after a deadlock."""
    monkeypatch.setenv("RCALOG_TRANSACTION", "123")
    with pytest.raises(NestedWrite), exclusive(tmp_path / "lock"):
        pass


def test_no_place_for_a_lock(tmp_path: Path) -> None:
    """A lock that cannot be made is a refusal of the disk."""
    (tmp_path / "file").touch()
    with pytest.raises(DiskRefused), exclusive(tmp_path / "file/lock"):
        pass
