"""Where a commit in the making keeps what nobody else shall see, and the moments in which nothing may end it."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import TYPE_CHECKING

from rcalog.logbook.atomic import disk_refusals, make_folder

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rcalog.logbook.git.place import Place


@contextmanager
def scratch_folder(place: Place) -> Iterator[Path]:
    """Make a folder for this commit alone: a git that outlives a killed rcalog must not find its files again."""
    ours = place.git_dir / "rcalog"
    for left in ours.glob("commit-*"):
        rmtree(left, ignore_errors=True)  # we hold the lock, so whoever made it is gone
    with disk_refusals(ours):
        make_folder(ours)
        scratch = Path(mkdtemp(prefix="commit-", dir=ours))
    try:
        yield scratch
    finally:
        rmtree(scratch, ignore_errors=True)


@contextmanager
def signals_held() -> Iterator[None]:
    """Let nothing end this process, nor the git that it starts, between the two halves of a change."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT, signal.SIGTERM, signal.SIGHUP})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
