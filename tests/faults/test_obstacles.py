"""What keeps a write from being committed; those that are met elsewhere are left to `obstacles.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.obstacles import NEAR, Obstacle, problems

pytestmark = pytest.mark.untraced


@pytest.mark.parametrize("obstacle", NEAR, ids=str)
def test_an_obstacle(tmp_path: Path, obstacle: Obstacle) -> None:
    """The write is kept and nothing else has changed; when the obstacle is gone, all of it is committed."""
    assert problems(tmp_path, obstacle) == []
