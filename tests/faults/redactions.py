"""Each step of `rcalog redact` failing in turn."""

from __future__ import annotations

from pathlib import Path

from tests.faults.redacting import tried
from tests.faults.row import Row, Tally


def run(count: int, seed: int, folder: Path) -> Row:
    """Let so many faults happen, the seed saying which."""
    tally = Tally(seed)
    for case, (fault, told) in zip(tally.cases(count), tried(folder, seed, count), strict=True):
        tally.add(fault[0])
        for said in told:
            tally.fail(case, f"{fault}: {said}")
    return tally.row()
