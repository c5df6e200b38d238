"""Witnesses: each clone says on the remote what it saw, and a past that was rewritten there shows in every other."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import pytest

from rcalog.logbook.git.remote import find_upstream
from rcalog.services.witnessing import held_against
from tests.helpers.clones import Clones
from tests.helpers.desk import Desk
from tests.helpers.git import run as sh
from tests.helpers.git import write_file
from tests.helpers.logbooks import NOW, StillClock


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


def test_a_past_that_was_rewritten_before_the_first_sync(clones: Clones) -> None:
    """Another past of the same length is found as well, and what is gone can be looked at."""
    lost = clones.heads().pop()
    ana = clones.desks[0]
    ana.git("commit --quiet --amend -m 'nothing happened'")
    sh("git", "push", "--quiet", "--force", "../remote.git", "HEAD:main", cwd=ana.root)
    kim = fresh(clones)
    kim("sync")
    assert (f"saw commit {lost}" in past(kim)["H703"], kim.git(f"log -1 --format=%H {lost}")) == (True, lost)
    assert "clones " in past(kim)["H703"], "whoever saw the same is named together"


def test_a_witness_that_is_taken_back(clones: Clones) -> None:
    """It is said by the sync that hears of it, and found until somebody takes it as it is; then it is followed."""
    ana, li = clones.desks
    ana("sync")
    ref = next(each for each in references(clones) if each.split("/")[3] != own_name(li))
    sh("git", "update-ref", ref, "main~1", cwd=clones.remote)
    assert ("was taken back" in li("sync").err, "was taken back" in li("sync").err) == (True, True)
    assert {*past(li)} == {"H704"}
    assert (past(li, "audit --accept"), past(li)) == ({}, {})
    assert "taken back" not in li("sync").err
    assert li.git(f"rev-parse refs/rcalog/remotes/origin/witness/{ref.split('/')[3]}/main") == li.git(
        "rev-parse main~1"
    )


def test_a_past_that_was_rewritten_on_purpose(clones: Clones) -> None:
    """Each clone takes it as it is, once, and its witness follows; a witness that never will stays a hint."""
    ana, li = clones.desks
    sh("git", "update-ref", "refs/rcalog/witness/gone/main", "main", cwd=clones.remote)
    li("sync")
    ana.git("reset --quiet --hard HEAD~1")
    ana("set tags+=clean -i paydn")
    ana.git("push --quiet --force origin main")
    assert "that it has not" in ana("sync").err
    for desk in (ana, li):
        desk.git("fetch --quiet --force origin main:refs/remotes/origin/main")
        desk.git("reset --quiet --keep origin/main")
        assert "H703" in past(desk)
        assert past(desk, "audit --accept") == {}
        assert "that it has not" not in desk("sync").err
    head = clones.heads().pop()
    assert {ref.split("/")[3] for ref, oid in references(clones).items() if oid != head} == {"gone"}
    ana("sync")
    told = ana("audit --json").json["data"]["items"]
    assert [(each["rule"], each["accepted"][:26]) for each in told if each["rule"] == "H703"] == [
        ("H703", "taken as it is here since ")
    ]


def test_a_remote_that_drops_all_witnesses(clones: Clones) -> None:
    """Whoever heard of them remembers, whatever git is told to forget; a fresh clone is told that it heard of none."""
    li = clones.desks[1]
    li("sync")
    for ref in references(clones):
        sh("git", "update-ref", "-d", ref, cwd=clones.remote)
    sh("git", "update-ref", "refs/heads/main", "main~2", cwd=clones.remote)
    li.git("config fetch.prune true")
    li.git("fetch --quiet --prune origin")
    li.git("reset --quiet --hard origin/main")
    li.git("config rcalog.witness off")
    assert "that it has not" in li("sync").err
    assert "H703" in past(li)
    kim = fresh(clones)
    kim.git("config rcalog.witness off")
    kim("sync")
    assert (past(kim), "no other clone has said what it saw" in kim("audit").out) == ({}, True)


def test_a_remote_that_takes_no_witness(clones: Clones) -> None:
    """It is said once, and tried again a day later; the sync itself is none the worse."""
    ana, _ = clones.desks
    refuse = "#!/bin/sh\nwhile read o n ref; do case $ref in refs/rcalog/*) echo tried >>tries; exit 1; esac; done\n"
    (clones.remote / "hooks").mkdir(exist_ok=True)
    write_file(clones.remote, "hooks/pre-receive", refuse).chmod(0o755)
    said: list[tuple[int, str, bool]] = []
    for days in (0, 0, 2):
        ana.clock = StillClock(NOW + timedelta(days=days))
        ana(f"set tags+=t{len(said)} -i paydn")
        ran = ana("sync")
        said.append((ran.code, ran.out, "does not take what this clone saw" in ran.err))
    assert said == [(0, "sent to origin/main: 1 commit\n", told) for told in (True, False, False)]
    assert (clones.remote / "tries").read_text() == "tried\ntried\n"


def test_who_bears_witness(clones: Clones) -> None:
    """A name that was chosen, or none; a linked work tree is the same clone; a branch is one step, whatever its name."""
    before = references(clones)
    kim = fresh(clones)
    kim.git("config rcalog.witness off")
    kim("sync")
    assert references(clones) == before
    kim.git("config rcalog.witness '../kim'")
    assert kim("sync").code == 0
    assert references(clones) == before
    kim.git("config rcalog.witness kim")
    kim.git("switch --quiet --create team/a%b")
    kim.git("config branch.team/a%b.remote origin")
    kim.git("config branch.team/a%b.merge refs/heads/team/a%b")
    kim("sync")
    assert {*references(clones)} - {*before} == {"refs/rcalog/witness/kim/team%2Fa%25b"}
    assert (kim("audit --json").json["data"]["witnesses"], past(kim)) == (0, {})
    ana = clones.desks[0]
    ana.git("worktree add --quiet --track -b side ../side origin/main")
    assert Desk.at(clones.folder / "side")("sync").code == 0
    assert len(references(clones)) == len(before) + 1


def test_what_was_heard_too_early(clones: Clones) -> None:
    """Whoever hears of a commit before the branch has it here asks once more, and raises no alarm."""
    ana, li = clones.desks
    old = li.git("rev-parse HEAD")
    ana("set tags+=more -i paydn")
    ana("sync")
    li.git("fetch --quiet origin refs/rcalog/witness/*:refs/rcalog/remotes/origin/witness/*")
    assert "H703" in past(li)
    upstream = find_upstream(li.book.repo.place)
    assert list(held_against(li.book, upstream, old, ())) == []
    assert past(li) == {}


def test_witnesses_that_make_no_sense(clones: Clones) -> None:
    """What is no commit cannot be looked at, and that is said; what stands in the way of a name keeps nobody from sharing."""
    ana, li = clones.desks
    blob = sh("git", "hash-object", "-w", "--stdin", cwd=clones.remote, stdin=b"x")
    sh("git", "update-ref", "refs/rcalog/witness/blob/main", blob, cwd=clones.remote)
    sh("git", "update-ref", "refs/rcalog/witness/odd", "main", cwd=clones.remote)
    assert li("sync").code == 0
    [said] = li("audit --json").json["data"]["unverified"]
    assert said == f"clone blob saw {blob} in origin/main, which is no commit that is here (git fsck --full)"
    sh("git", "update-ref", "-d", "refs/rcalog/witness/odd", cwd=clones.remote)
    sh("git", "update-ref", "refs/rcalog/witness/odd/main", "main", cwd=clones.remote)
    ana("set tags+=more -i paydn")
    ana("sync")
    assert (li("sync").code, len(clones.heads())) == (0, 1)


def test_a_shallow_clone_raises_no_false_alarm(clones: Clones) -> None:
    """What is behind its end cannot be known there."""
    sh("git", "clone", "--quiet", "--depth=1", clones.remote.as_uri(), "kim", cwd=clones.folder)
    kim = Desk.at(clones.folder / "kim")
    clones.desks[0]("set tags+=more -i paydn")
    clones.desks[0]("sync")
    kim("sync")
    ran = kim("audit --json").json["data"]
    assert (past(kim), ran["witnesses"], len(ran["unverified"])) == ({}, 2, 1)


def own_name(desk: Desk) -> str:
    """Return the name of a clone."""
    return str(json.loads((desk.root / ".git/rcalog/witness.json").read_text())["clone"])
