"""The benchmark runs from end to end, on a logbook of a dozen records."""

from __future__ import annotations

from pathlib import Path

from bench.goals import GOALS
from bench.measuring import measure
from bench.page import page
from tests.helpers.cli import PROGRAM


def test_every_goal_is_measured_or_left_out_with_a_reason(tmp_path: Path) -> None:
    """Each goal has a line on the page, with a ratio, or with what is missing on this machine."""
    found = measure("tiny", tmp_path, Path(PROGRAM), rounds=0)
    numbers = {number for each in GOALS.values() for number in each}

    assert {result.number for result in found} == numbers
    assert [result.goal for result in found if result.found is None and not result.said.endswith("is not here")] == []
    assert all(result.found > 0 for result in found if result.found is not None)
    text = page({"tiny": found}, rounds=0)
    assert [line for line in text.splitlines() if line.startswith("| ") and line.count("|") != 7] == []
