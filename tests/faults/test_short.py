"""The short form of each trial; `bench/torture.py` runs the long one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.job import run
from tests.faults.trials import TRIALS, Trial

SHORT = [trial for trial in TRIALS if trial.short]


@pytest.mark.parametrize("trial", SHORT, ids=[trial.name for trial in SHORT])
def test_nothing_fails(trial: Trial, tmp_path: Path) -> None:
    """So many cases in a process of their own, from a seed that is always the same: none fails."""
    row = run(trial.name, trial.short, 1, tmp_path)
    assert (row.failures, row.failed, row.left_out or row.tried) == ((), 0, row.left_out or trial.short)
