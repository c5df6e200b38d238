"""Attacks on the trail, each of which an audit must find."""

from __future__ import annotations

from pathlib import Path

from tests.faults.attacks import ATTACKS, ON_SIGNED
from tests.faults.row import Row, Tally
from tests.faults.stage import Stage, prepare, prepare_signed
from tests.helpers.stock import stocked


def run(count: int, seed: int, folder: Path) -> Row:
    """Make so many attacks, the seed saying which: all of them in turn, each on a past that follows from it."""
    tally = Tally(seed)
    for case in tally.cases(count):
        number = (case - 1) % (len(ATTACKS) + len(ON_SIGNED))
        table, make = (ATTACKS, prepare) if number < len(ATTACKS) else (ON_SIGNED, prepare_signed)
        name = [*ATTACKS, *ON_SIGNED][number]
        stage = Stage(stocked(folder / f"stage-{case}", ("stage", make.__name__), make), case)
        table[name].run(stage)
        told = {each.rule for each in stage.audit().alarms}
        tally.add("on signatures" if table is ON_SIGNED else "on the trail")
        if not told & table[name].rules:
            tally.fail(case, f"{name} was not found, only {sorted(told)}")
    return tally.row()
