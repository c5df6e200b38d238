"""Measure commands against each other: in turns, so that a machine that drifts slows all of them alike."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

SLOW_S = 8
"""A side that takes longer than this is run once more, and not as often as asked for."""


@dataclass(frozen=True)
class Side:
    """A command, where it runs, what is done before each run, and the exit codes with which it may end."""

    command: Sequence[str]
    folder: Path
    env: Mapping[str, str] = field(default_factory=dict)
    before: Callable[[], object] = lambda: None
    codes: Sequence[int] = (0,)


@dataclass(frozen=True)
class Run:
    """One run of a command: how long it took, and the most memory that it had."""

    seconds: float
    megabytes: float


class Failed(Exception):
    """A command of the benchmark ended in another way than it should."""

    def __init__(self, side: Side, code: int, said: str) -> None:
        super().__init__(f"{' '.join(side.command)} ended with {code}: {said.strip()[-400:]}")


def once(side: Side) -> Run:
    """Run a command once, its output thrown away.

    Raises:
        Failed.
    """
    side.before()
    started = time.perf_counter()
    process = subprocess.Popen(
        side.command,
        cwd=side.folder,
        env={**os.environ, **side.env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )
    assert process.stdout is not None
    said = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    seconds = time.perf_counter() - started
    process.stdout.close()
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in side.codes:
        raise Failed(side, process.returncode, said.decode(errors="replace"))
    return Run(seconds, usage.ru_maxrss / 1024)


def race(sides: Mapping[str, Side], rounds: int) -> dict[str, Run]:
    """Return the median run of each side; the first round, which warms up, counts only where a side is slow.

    Raises:
        Failed.
    """
    first = {name: once(side) for name, side in sides.items()}
    is_slow = any(run.seconds > SLOW_S for run in first.values())
    runs = {name: [run] if is_slow or not rounds else [] for name, run in first.items()}
    for _ in range(1 if is_slow else rounds):
        for name, side in sides.items():
            runs[name].append(once(side))
    return {
        name: Run(median(run.seconds for run in each), median(run.megabytes for run in each))
        for name, each in runs.items()
    }
