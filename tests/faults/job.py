"""Some cases of a trial, in a process of their own: `python -m tests.faults.job NAME COUNT SEED FOLDER`.

It prints the row as its last line, and how far it has come on stderr.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from importlib import import_module
from pathlib import Path

from tests.faults.row import Row
from tests.faults.trials import trial
from tests.helpers.stock import keep_in
from tests.helpers.world import environment

TOP = Path(__file__).resolve().parents[2]


def command(name: str, count: int, seed: int, folder: Path) -> list[str]:
    """Return what to start."""
    return [sys.executable, "-m", "tests.faults.job", name, str(count), str(seed), str(folder)]


def world(folder: Path) -> dict[str, str]:
    """Return the environment to start it in."""
    return environment(folder / "home") | {"PYTHONPATH": os.pathsep.join([str(TOP), str(TOP / "src")])}


def run(name: str, count: int, seed: int, folder: Path) -> Row:
    """Run it, and return what came of it; a trial that breaks down has failed."""
    done = subprocess.run(
        command(name, count, seed, folder), cwd=TOP, env=world(folder), capture_output=True, text=True, check=False
    )
    return ended(done.returncode, done.stdout, done.stderr, count)


def ended(code: int, out: str, err: str, count: int) -> Row:
    """Return the row that a process has printed."""
    last = out.rstrip("\n").rpartition("\n")[2]
    if code == 0 and last.startswith("{"):
        return Row.from_json(last)
    return Row(count, count, {}, (f"the trial broke down with {code}: {err[-2000:]}",))


if __name__ == "__main__":
    for number in (
        signal.SIGHUP,
        signal.SIGINT,
        signal.SIGQUIT,
        signal.SIGTERM,
    ):  # what starts us may have ignored them
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)
    _, name, count, seed, folder = sys.argv
    keep_in(Path(folder))
    found = import_module(trial(name).place).run(int(count), int(seed), Path(folder))
    sys.stdout.write("\n" + found.to_json() + "\n")
