"""Hostile text through every command that prints: here some of it, seeded; `hostile.py` sends 20,000."""

from __future__ import annotations

from pathlib import Path

from tests.faults.hostile import tried


def test_nothing_of_it_acts(tmp_path: Path) -> None:
    """On no terminal, in no report, spreadsheet or workflow; and programs get it as it was written."""
    assert tried(tmp_path, seed=11, count=480) == (480, [])
