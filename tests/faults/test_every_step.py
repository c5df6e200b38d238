"""One fault at one step of a write: here some of them, seeded; `every_step.py` tries all."""

from __future__ import annotations

from pathlib import Path

from tests.faults.every_step import tried


def test_a_fault_at_any_step(tmp_path: Path) -> None:
    """The record is the old one or the new one, what was acknowledged is committed, and the next command works."""
    assert tried(tmp_path, seed=5, count=12) == (12, [])
