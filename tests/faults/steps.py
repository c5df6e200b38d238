"""Each step of a write failing in turn: a seeded part of all the faults that `every_step` knows."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

from tests.faults.every_step import cases, problems
from tests.faults.row import Row, Tally


def run(count: int, seed: int, folder: Path) -> Row:
    """Let so many faults happen, the seed saying which: all of them in turn, in an order that is always the same."""
    tally = Tally(seed)
    there = cases(folder)
    Random(0).shuffle(there)
    for case in tally.cases(count):
        fault = there[case % len(there)]
        tally.add(f"{fault.kind}")
        for said in problems(folder / "logbook", fault):
            tally.fail(case, f"{fault}: {said}")
        shutil.rmtree(folder / "logbook")
    return tally.row()
