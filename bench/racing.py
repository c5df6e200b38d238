"""Measure commands against each other: in turns, so that a machine that drifts slows all of them alike."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

SLOW_S = 8
"""A side that takes longer than this is run once more, and not as often as asked for."""

MEASURE = """
import os, sys
quiet = [(os.POSIX_SPAWN_OPEN, 0, os.devnull, os.O_RDONLY, 0), (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0)]
process = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=quiet)
_, status, usage = os.wait4(process, 0)
print(usage.ru_maxrss)
sys.exit(os.waitstatus_to_exitcode(status))
"""


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
    """One run of a command: how long it took."""

    seconds: float


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
    process.wait()
    seconds = time.perf_counter() - started
    process.stdout.close()
    if process.returncode not in side.codes:
        raise Failed(side, process.returncode, said.decode(errors="replace"))
    return Run(seconds)


def megabytes(side: Side) -> float:
    """Return the most memory that a command had, or the largest process that it started.

    A small process starts it: what starts a command passes on the size that it has itself.

    Raises:
        Failed.
    """
    side.before()
    command = [sys.executable, "-I", "-S", "-c", MEASURE, *side.command]
    done = subprocess.run(
        command, cwd=side.folder, env={**os.environ, **side.env}, capture_output=True, text=True, check=False
    )
    if done.returncode not in side.codes:
        raise Failed(side, done.returncode, done.stderr)
    return int(done.stdout) / 1024


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
    return {name: Run(median(run.seconds for run in each)) for name, each in runs.items()}
