"""Each step of `rcalog redact` failing in turn."""

from __future__ import annotations

from pathlib import Path

from tests.faults.redacting import tried
from tests.faults.row import Row, Tally


def run(count: int, seed: int, folder: Path) -> Row:
    """Let so many faults happen, which ones by the seed."""
    tally = Tally(seed)
    number, told = tried(folder, seed, count)
    for said in told:
        tally.fail(seed, said)
    tally.tried = number
    return tally.row()
