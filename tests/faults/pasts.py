"""Honest pasts of two people: no audit may raise an alarm."""

from __future__ import annotations

import shutil
from pathlib import Path
from random import Random

from tests.faults.honest import Past
from tests.faults.row import Row, Tally
from tests.faults.stage import prepare
from tests.helpers.git import run as sh
from tests.helpers.stock import stocked


def run(count: int, seed: int, folder: Path) -> Row:
    """Make so many pasts, and audit them in both clones."""
    tally = Tally(seed)
    for case in tally.cases(count):
        past = Past(stocked(folder / "past", ("past",), prepare), case)
        past.write(Random(case).randint(4, 20))
        for clone in past.clones:
            found = clone.audit()
            tally.add("audits")
            if found.alarms or found.unverified:
                tally.fail(case, f"{[f'{each.rule} {each.message}' for each in found.alarms]} {found.unverified}")
        tally.add("commits", int(sh("git", "rev-list", "--count", "HEAD", cwd=past.clones[0].root)))
        shutil.rmtree(folder / "past")
    return tally.row()
