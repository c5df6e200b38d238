"""The hook for the repository that a team pushes to, in a real bare repository."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.contract.source import ROOT
from tests.faults.attacks import ATTACKS, ON_SIGNED
from tests.faults.stage import PAYMENTS, Stage, prepare, prepare_signed
from tests.helpers import git
from tests.helpers.stock import stocked

REFUSED = ("drop_a_commit", "amend_what_was_pushed", "delete_a_record", "put_a_link_in_its_place", "make_it_executable")
UNSIGNED = ("leave_the_signature_away", "sign_with_a_key_of_ones_own", "allow_ones_own_key_in_the_same_commit")


def guarded(stage: Stage) -> Stage:
    """Return a stage whose remote has the hook."""
    shutil.copy(ROOT / "templates/server/pre-receive", stage.folder / "remote.git/hooks/pre-receive")
    return stage


def pushed(stage: Stage, ref: str = "HEAD:main") -> bool:
    """Push by force, and say whether the remote took it."""
    before = git.run("git", "rev-parse", "main", cwd=stage.folder / "remote.git")
    git.run("git", "push", "--quiet", "--force", "origin", ref, cwd=stage.root, check=False)
    return (
        git.run("git", "rev-parse", "--quiet", "--verify", "main", cwd=stage.folder / "remote.git", check=False)
        != before
    )


@pytest.mark.parametrize("name", REFUSED)
def test_the_remote_refuses_attacks(name: str, tmp_path: Path) -> None:
    """A past that was rewritten, a record that is gone or no file, does not get in; the branch is not deleted."""
    stage = guarded(Stage(stocked(tmp_path / "stage", ("audit stage",), prepare), 1))
    stage.push = lambda: None  # type: ignore[method-assign]  # it is the hook's turn
    ATTACKS[name].run(stage)
    assert pushed(stage) is False


def test_the_remote_takes_what_rcalog_makes(tmp_path: Path) -> None:
    """Changes, merges, and a record that rcalog deleted, get in; deleting the branch does not."""
    stage = guarded(Stage(stocked(tmp_path / "stage", ("audit stage",), prepare), 1))
    stage.rcalog("new Cache cold --severity sev3 --started 12:00")
    stage.rcalog("undo")
    stage.rcalog(f"note -i {PAYMENTS} --at 13:50 all well")
    stage.rcalog("sync")
    assert pushed(stage) is False  # it has all of it already
    stage.rcalog(f"set tags+=x -i {PAYMENTS}")
    assert pushed(stage) is True
    assert pushed(stage, ":main") is False
    stage.git("push", "--quiet", "origin", "HEAD~1:refs/replace/" + stage.git("rev-parse", "HEAD"), check=False)
    assert git.run("git", "for-each-ref", "refs/replace/", cwd=stage.remote) == ""


def test_the_remote_keeps_witnesses(tmp_path: Path) -> None:
    """What a clone saw goes forwards, to commits that a branch has; nobody takes it back or makes it up."""
    stage = guarded(Stage(stocked(tmp_path / "stage", ("audit stage",), prepare), 1))
    stage.rcalog("sync")
    ref = git.run("git", "for-each-ref", "--format=%(refname)", "refs/rcalog/", cwd=stage.folder / "remote.git")
    tips = [git.run("git", "rev-parse", "main", cwd=stage.folder / "remote.git")]
    for wanted in (f"+HEAD~1:{ref}", f":{ref}"):
        stage.git("push", "--quiet", "origin", wanted, check=False)
        tips.append(git.run("git", "rev-parse", ref, cwd=stage.folder / "remote.git"))
    stage.rcalog(f"set tags+=x -i {PAYMENTS}")
    stage.git("push", "--quiet", "origin", f"HEAD:{ref}", check=False)
    tips.append(git.run("git", "rev-parse", ref, cwd=stage.folder / "remote.git"))
    assert tips == tips[:1] * 4
    stage.rcalog("sync")
    assert git.run("git", "rev-parse", ref, cwd=stage.folder / "remote.git") == stage.git("rev-parse", "HEAD")


@pytest.mark.parametrize("name", UNSIGNED)
def test_the_remote_wants_signatures(name: str, tmp_path: Path) -> None:
    """Once there is a list of signers, only who is on it gets in, by the list of the commit before."""
    stage = guarded(Stage(stocked(tmp_path / "stage", ("signed stage",), prepare_signed), 1))
    assert pushed(stage) is True
    ON_SIGNED[name].run(stage)
    assert pushed(stage) is False
