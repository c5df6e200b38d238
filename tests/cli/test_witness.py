"""Witnesses: each clone says on the remote what it saw, and a past that was rewritten there shows in every other."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.clones import Clones
from tests.helpers.desk import Desk
from tests.helpers.git import run as sh


@pytest.fixture
def clones(tmp_path: Path) -> Clones:
    """Return two clones of one logbook, both of which have shared Ana's two commits."""
    clones = Clones(tmp_path / "shared")
    ana, li = clones.desks
    ana("set severity=sev1 -i paydn")
    ana("set tags+=tills -i paydn")
    ana("sync")
    li("sync")
    return clones


def fresh(clones: Clones, name: str = "kim") -> Desk:
    """Return a clone that is made only now."""
    sh("git", "clone", "--quiet", "remote.git", name, cwd=clones.folder)
    sh("git", "config", "remote.origin.url", "../remote.git", cwd=clones.folder / name)
    return Desk.at(clones.folder / name)


def references(clones: Clones) -> dict[str, str]:
    """Return the witnesses on the remote."""
    form = "--format=%(refname) %(objectname)"
    told = sh("git", "for-each-ref", form, "refs/rcalog/", cwd=clones.remote)
    return dict(line.split(" ") for line in told.splitlines())


def past(desk: Desk, line: str = "audit") -> dict[str, str]:
    """Return what an audit says of the past, by rule."""
    items = desk(f"{line} --json").json["data"]["items"]
    return {each["rule"]: each["message"] for each in items if each["rule"].startswith("H7") and not each["accepted"]}


def test_each_clone_says_what_it_saw(clones: Clones) -> None:
    """One reference of each, with a random name that stays, at the commit that all have; nothing new is not said."""
    head = clones.heads().pop()
    known = references(clones)
    assert (len(known), {*known.values()}) == (2, {head})
    assert all(len(ref.split("/")) == 5 and ref.endswith("/main") for ref in known)
    ana, li = clones.desks
    li("set tags+=more -i paydn")
    li("sync")
    ana("sync")
    assert ({*references(clones)}, {*references(clones).values()}) == ({*known}, clones.heads())
    before = clones.remote.joinpath("packed-refs").exists(), references(clones)
    assert ana("sync").out == "the same as origin/main\n"
    assert (clones.remote.joinpath("packed-refs").exists(), references(clones)) == before
    ran = ana("audit --json").json["data"]
    assert (ran["witnesses"], [each for each in ran["items"] if each["rule"].startswith("H7")]) == (1, [])


def test_a_rollback_shown_to_a_fresh_clone(clones: Clones) -> None:
    """Whoever clones a past that was cut, and syncs, hears of it, and the audit names what is gone and who saw it."""
    lost = clones.heads().pop()
    sh("git", "update-ref", "refs/heads/main", "main~2", cwd=clones.remote)
    kim = fresh(clones)
    assert past(kim) == {}
    ran = kim("sync")
    assert (ran.code, "that it has not" in ran.err, "rcalog audit" in ran.err) == (0, True, True)
    told = past(kim)
    assert {*told} == {"H703"}
    assert f"saw commit {lost} in origin/main, which has it not; 2 commits are gone" in told["H703"]
    assert kim("audit").code == 1
    clones.desks[1].git("fetch --quiet --force origin main:refs/remotes/origin/main")
    assert "H703" in past(clones.desks[1])
