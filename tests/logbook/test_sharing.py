"""Several clones at once, and clones that are killed: nothing is lost, and nobody is stuck."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from rcalog.logbook.recordfile import load
from tests.helpers import sharing
from tests.helpers.cli import spawn
from tests.helpers.clones import FILE, Clones
from tests.helpers.git import hook


def test_four_clones_at_once(tmp_path: Path) -> None:
    """Each writes in the same record and syncs, three times, as fast as it can: all of it is everywhere."""
    clones = Clones(tmp_path / "shared", "li", "kim", "bo")
    folders = [str(desk.root) for desk in clones.desks]
    ran = subprocess.run(
        [sys.executable, sharing.__file__, "3", *folders], cwd=tmp_path, capture_output=True, check=True
    )
    assert json.loads(ran.stdout) == [0, 0, 0, 0], ran.stderr.decode()
    clones.until_same()
    tags = load(clones.desks[0].text(FILE).encode()).data["tags"]
    assert isinstance(tags, list)
    assert sorted(tags) == sorted(["cards", "web", *(f"{Path(each).name}-{n}" for each in folders for n in range(3))])
    assert len(clones.heads()) == 1


@pytest.mark.parametrize("moment", ["pre-push", "post-receive", "post-merge"])
def test_killed_in_the_middle(tmp_path: Path, moment: str) -> None:
    """Before the push, after it, or when the branch has moved: the next sync brings everybody together."""
    clones = Clones(tmp_path / "shared")
    ana, li = clones.desks
    li("set severity=sev1 -i paydn")
    li("sync")
    ana("set tags+=tills -i paydn")
    place = clones.remote if moment == "post-receive" else ana.root
    kill = "kill -9 $RCALOG_TRANSACTION; exit 0"
    hook(place, moment, kill) if place == ana.root else _remote_hook(place, moment, kill)
    assert spawn("sync", cwd=ana.root).code == -9
    (place / (f"hooks/{moment}" if place == clones.remote else f".git/hooks/{moment}")).unlink()
    assert [(ran.code, ran.err[-300:] if ran.code else "") for ran in clones.until_same()] == [(0, "")] * 3
    assert len(clones.heads()) == 1
    assert {("severity: sev1" in desk.text(FILE), "tills" in desk.text(FILE)) for desk in clones.desks} == {
        (True, True)
    }
    assert {desk.git("status --porcelain") for desk in clones.desks} == {""}


def _remote_hook(remote: Path, name: str, script: str) -> None:
    (remote / "hooks").mkdir(exist_ok=True)
    (remote / "hooks" / name).write_text(f"#!/bin/sh\n{script}\n")
    (remote / "hooks" / name).chmod(0o755)
