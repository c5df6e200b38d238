"""One fault at one step of `rcalog redact`: here some of them, seeded; the trial `redactions` tries all."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.redacting import tried

pytestmark = pytest.mark.untraced


def test_a_fault_at_any_step(tmp_path: Path) -> None:
    """Run once more, the secret is gone from every file, and nothing else is."""
    assert [told for _, told in tried(tmp_path, seed=8, count=8)] == [[]] * 8
