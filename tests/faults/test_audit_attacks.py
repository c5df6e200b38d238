"""Attacks on the trail are found, and honest pasts are not: each second one here, all of them from the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.faults.attacks import ATTACKS, ON_SIGNED
from tests.faults.honest import Past
from tests.faults.stage import Stage, prepare, prepare_signed
from tests.helpers.stock import stocked


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Return a logbook with an honest past that its owner has audited."""
    return Stage(stocked(tmp_path / "stage", ("audit stage",), prepare), 1)


@pytest.mark.parametrize("name", [*ATTACKS][::2])
def test_an_attack_is_found(name: str, stage: Stage) -> None:
    """One of the rules that it breaks is told, and the audit fails."""
    ATTACKS[name].run(stage)
    found = stage.audit()
    told = {each.rule for each in found.alarms}
    assert told & ATTACKS[name].rules, [f"{each.rule} {each.message}" for each in found.discoveries]


@pytest.mark.parametrize("name", [*ON_SIGNED][::2])
def test_an_attack_on_signatures_is_found(name: str, tmp_path: Path) -> None:
    """Where the logbook wants signatures, whoever has no allowed key, or uses another name, is told."""
    stage = Stage(stocked(tmp_path / "stage", ("signed stage",), prepare_signed), 1)
    ON_SIGNED[name].run(stage)
    found = stage.audit()
    told = {each.rule for each in found.alarms}
    assert told & ON_SIGNED[name].rules, [f"{each.rule} {each.message}" for each in found.discoveries]


def test_an_honest_past_is_whole(stage: Stage) -> None:
    """What two people do who write, sync, merge, undo and edit by hand is no attack, in either clone."""
    past = Past(stage.folder, 7)
    past.write(16)
    found = [clone.audit() for clone in past.clones]
    assert [[f"{each.rule} {each.message}" for each in one.alarms] for one in found] == [[], []]
    assert [one.unverified for one in found] == [(), ()]
