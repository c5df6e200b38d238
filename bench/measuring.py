"""Make the logbooks and measure the goals, with a Python that has rcalog: see `bench/run.py`, which starts it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path

from bench.corpus import Corpus, make
from bench.goals import GOALS, Result, World
from bench.page import page
from bench.racing import Failed, Side, once
from bench.run import SIZES, arguments

SMALLER = "10k"
"""What the largest logbook is compared with."""


def main() -> None:
    """Measure what the command line asks for."""
    given = arguments()
    folder = given.folder.resolve()
    program = Path(sys.executable).parent / "rcalog"
    sizes = sorted(given.size or [SMALLER], key=list(SIZES).index)
    results = {size: measure(size, folder, program, given.rounds, given.only or ()) for size in sizes}
    text = page(results, given.rounds)
    if given.page:
        given.page.write_text(text, encoding="utf-8")
    else:
        print(text)


def measure(size: str, folder: Path, program: Path, rounds: int, only: Collection[int] = ()) -> list[Result]:
    """Measure the goals at one size; one that fails is said to have failed and keeps no other from being measured."""
    world = _world(size, folder, program, rounds)
    found: list[Result] = []
    for goal, numbers in GOALS.items():
        wanted = {number for number in numbers if world.has(number) and (not only or number in only)}
        if not wanted:
            continue
        print(f"{datetime.now(UTC):%H:%M:%S} {size}: {goal.__name__}", file=sys.stderr)
        try:
            found += [result for result in goal(world) if result.number in wanted]
        except Failed as error:
            print(f"  failed: {error}", file=sys.stderr)
    return found


def _world(size: str, folder: Path, program: Path, rounds: int) -> World:
    book, scratch, small = folder / size, folder / f"{size}-copy", folder / "ten"
    records, commits = SIZES[size]
    for place, corpus in ((book, Corpus(records, commits, 1)), (small, Corpus(10, 50, 1))):
        if not (place / ".git").exists():
            print(f"making {place}", file=sys.stderr)
            make(place, corpus)
    shutil.rmtree(scratch, ignore_errors=True)
    for place in (small, book, scratch):
        if place == scratch:
            shutil.copytree(book, scratch, symlinks=True)
        # what was copied or unpacked is new to git; the copy has the index
        subprocess.run(["git", "status", "--porcelain"], cwd=place, stdout=subprocess.DEVNULL, check=False)
        once(Side([str(program), "list"], place, _environment()))
    smaller = folder / f"{SMALLER}-copy"
    return World(program, _environment(), book, size, scratch, small, rounds, smaller if smaller.exists() else None)


def _environment() -> dict[str, str]:
    """Return what makes each run like the other."""
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "RCALOG_NO_INPUT": "1", "COLUMNS": "100"}
    return {**quiet, "PYTHONDONTWRITEBYTECODE": "", "PYTHONPATH": ""}


if __name__ == "__main__":
    main()
