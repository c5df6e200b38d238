"""Hostile texts through every command that prints."""

from __future__ import annotations

from pathlib import Path

from tests.faults.hostile import PER_LOGBOOK, tried
from tests.faults.row import Row, Tally


def run(count: int, seed: int, folder: Path) -> Row:
    """Send so many texts, a logbook full of them at a time."""
    tally = Tally(seed)
    for case in tally.cases(max(1, count // PER_LOGBOOK)):
        number, wrong = tried(folder / f"of-{case}", seed=case, count=min(count, PER_LOGBOOK))
        tally.add("sent", number)
        for said in wrong:
            tally.fail(case, said)
    tally.tried = tally.figures.pop("sent")
    return tally.row()
