"""What an audit cannot see, what it says when it cannot look, and what it remembers."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from rcalog.services.auditing import Scope, anchor_of
from tests.faults.attacks import drop_a_commit, edit_by_git
from tests.faults.stage import PAYMENTS, SEARCH, Stage, key, prepare, prepare_signed
from tests.helpers import git
from tests.helpers.logbooks import NOW
from tests.helpers.stock import stocked


@pytest.fixture
def stage(tmp_path: Path) -> Stage:
    """Return a logbook with an honest past that its owner has audited."""
    return Stage(stocked(tmp_path / "stage", ("audit stage",), prepare), 1)


def test_a_date_within_the_second_of_the_parent_is_believed(stage: Stage) -> None:
    """Whoever dates a commit back no further than its parent cannot be told from somebody quick."""
    stage.rcalog(f"set tags+=late -i {PAYMENTS}", **stage.dates(0))
    assert stage.rules() == set()


def test_an_insider_with_an_allowed_key_is_believed(tmp_path: Path) -> None:
    """What somebody signs, and says with rcalog that they did, is theirs to answer for, and no finding."""
    stage = Stage(stocked(tmp_path / "stage", ("signed stage",), prepare_signed), 1)
    stage.rcalog(f"set severity=sev5 -i {PAYMENTS}")
    assert stage.rules() == set()


def test_without_a_reader_of_signatures_nothing_is_verified(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine that has no ssh-keygen cannot tell: it says so, blames nobody, and remembers nothing."""
    stage = Stage(stocked(tmp_path / "stage", ("signed stage",), prepare_signed), 1)
    stage.rcalog(f"set tags+=x -i {PAYMENTS}")
    bare = tmp_path / "bin"
    bare.mkdir()
    bare.joinpath("git").symlink_to(str(shutil.which("git")))
    before = (stage.root / ".git/rcalog/audit.txt").read_text()
    with monkeypatch.context() as patch:
        patch.setenv("PATH", str(bare))
        found = stage.audit()
    assert (found.alarms, len(found.unverified)) == ([], 1)
    assert found.unverified[0] == "signatures that cannot be looked at without ssh-keygen on the PATH: 1"
    assert (stage.root / ".git/rcalog/audit.txt").read_text() == before
    assert (stage.rules(), stage.audit().unverified) == (set(), ())


def test_a_remembered_branch_whose_remote_has_another_name(stage: Stage) -> None:
    """What was remembered of it is asked of whatever is there now; where that is no such branch, it is said."""
    stage.git("remote", "rename", "origin", "up")
    assert stage.rules() == set()
    stage.git("reset", "--quiet", "--hard", "HEAD~2")
    stage.git("update-ref", "refs/remotes/up/main", "HEAD")
    assert stage.rules() == {"H701"}
    stage.git("branch", "--quiet", "-m", "other")
    stage.git("update-ref", "refs/remotes/up/other", "HEAD")
    stage.git("config", "branch.other.merge", "refs/heads/other")
    stage.git("update-ref", "-d", "refs/remotes/up/main")
    assert {each.rule for each in stage.audit().discoveries if each.rule.startswith("H7")} == {"H705"}
    stage.git("remote", "remove", "up")
    assert stage.rules() == {"H701"}


def test_a_fresh_clone_knows_no_other_past(stage: Stage) -> None:
    """A rollback that no clone bore witness against is found by an anchor alone, not by git."""
    line = anchor_of(stage.clone("kim").book(), now=NOW)
    drop_a_commit(stage)
    fresh = stage.clone("li")
    assert fresh.rules() == set()
    assert fresh.rules(Scope(anchor=line)) == {"H702"}


def test_a_shallow_clone_is_not_verified(stage: Stage) -> None:
    """What is not here cannot be looked at: that is said, with an exit code of its own, and nothing is remembered."""
    url = (stage.folder / "remote.git").as_uri()
    git.run("git", "clone", "--quiet", "--depth=3", url, "li", cwd=stage.folder)
    ran = Stage(stage.folder, name="li").typed("audit")
    assert (ran.code, "not verified: this clone is shallow" in ran.out) == (4, True)
    assert list(stage.folder.glob("li/.git/rcalog/*")) == []


def test_an_object_that_is_not_here_is_not_verified(stage: Stage) -> None:
    """A missing blob is said by its id; what can be seen is judged."""
    oid = stage.git("rev-parse", f"HEAD~2:{stage.file().relative_to(stage.root).as_posix()}")
    (stage.root / ".git/objects" / oid[:2] / oid[2:]).unlink()
    ran = stage.typed("audit --full")
    assert (ran.code, oid in ran.out) == (4, True)


@pytest.mark.parametrize("what", ["", ":incidents", ":incidents/2026/11", ":.rcalog/config.toml"])
def test_what_is_lost_after_it_was_judged_is_told(stage: Stage, what: str) -> None:
    """A commit, a folder or a file that is gone is missed by the next audit too, though nothing is judged anew."""
    oid = stage.git("rev-parse", f"HEAD~2{what}")
    (stage.root / ".git/objects" / oid[:2] / oid[2:]).unlink()
    ran = stage.typed("audit")
    assert (ran.code, "not verified" in ran.out, oid in ran.out) == (4, True, True)


def test_what_is_lost_on_a_side_of_a_merge_is_told(stage: Stage) -> None:
    """A side of which a merge took nothing is a part of the past like any other."""
    stage.git("switch", "--quiet", "--create", "side")
    stage.rcalog(f"set tags+=side -i {PAYMENTS}")
    oid = stage.git("rev-parse", f"HEAD:{stage.file().relative_to(stage.root).as_posix()}")
    stage.git("switch", "--quiet", "main")
    stage.rcalog(f"set tags+=main -i {SEARCH}", **stage.dates(2))
    stage.git("merge", "--quiet", "--no-edit", "--strategy=ours", "side", minutes=3)
    assert stage.audit().unverified == ()
    (stage.root / ".git/objects" / oid[:2] / oid[2:]).unlink()
    ran = stage.typed("audit")
    assert ("not verified" in ran.out, oid in ran.out) == (True, True)


def test_what_was_judged_before_is_believed_but_not_by_a_full_audit(stage: Stage) -> None:
    """Whoever can write into the git folder can say that a commit was judged; --full asks nobody."""
    edit_by_git(stage)
    with (stage.root / ".git/rcalog/audit.txt").open("a", encoding="utf-8") as file:
        file.write(f"{stage.git('rev-parse', 'HEAD')}\t\t\n")
    assert (stage.rules(), stage.rules(Scope(full=True)), stage.rules()) == (set(), {"H301"}, {"H301"})


def test_a_file_of_what_was_judged_that_is_spoilt_is_thrown_away(stage: Stage) -> None:
    """What cannot be read is as good as nothing: all is judged anew."""
    edit_by_git(stage)
    for spoilt in (b"\xff\xfe", b"rcalog audit 0 '.'\nx\t\t\n", b"", b"rcalog audit 3 '.'\nx\t{\t\n"):
        (stage.root / ".git/rcalog/audit.txt").write_bytes(spoilt)
        (stage.root / ".git/rcalog/tips.json").write_bytes(spoilt)
        assert stage.rules() == {"H301"}
    assert stage.audit().judged == 0


def test_a_past_that_was_rewritten_on_purpose_is_accepted(stage: Stage) -> None:
    """It is told until somebody says that it is known."""
    drop_a_commit(stage)
    assert (stage.rules(), stage.rules(), stage.rules(Scope(accept=True)), stage.rules()) == (
        {"H701"},
        {"H701"},
        set(),
        set(),
    )


def test_a_past_that_was_left_behind_as_somebody_signed(tmp_path: Path) -> None:
    """A reason in the config counts for everybody where the lost past allows the key that signed it, and no other."""
    stage = Stage(stocked(tmp_path / "stage", ("signed stage",), prepare_signed), 1)
    stage.rcalog("sync")
    lost = stage.git("rev-parse", "HEAD")
    stage.git("reset", "--quiet", "--hard", "HEAD~1")
    with (stage.root / ".rcalog/config.toml").open("a", encoding="utf-8") as file:
        file.write(f'accepted.{lost} = "a name was taken out"\n')
    stage.commit("the past was cut on purpose")
    stage.push()
    assert stage.rules() == set()
    key(stage, "mallory")
    stage.git("commit", "--quiet", "--amend", "--no-edit")
    stage.push()
    fresh = stage.clone("kim")
    fresh.git("config", "rcalog.witness", "off")
    fresh.rcalog("sync")
    assert fresh.rules() == {"H603", "H703"}
    key(stage, "ana")
    stage.git("commit", "--quiet", "--amend", "--no-edit")
    stage.push()
    fresh = stage.clone("li")
    assert "rcalog audit" in fresh.rcalog("sync").err
    ran = fresh.typed("audit --all")
    assert (ran.code, "accepted: a name was taken out" in ran.out) == (0, True)
    assert "rcalog audit" not in fresh.rcalog("sync").err


def test_what_is_not_pushed_is_nobody_elses(stage: Stage) -> None:
    """A commit that only this clone had may be made anew: nothing of it was remembered."""
    stage.rcalog(f"set tags+=x -i {PAYMENTS}")
    assert stage.rules() == set()
    stage.git("reset", "--quiet", "--hard", "HEAD~1")
    assert stage.rules() == set()


def test_only_what_is_new_is_looked_at(stage: Stage) -> None:
    """--since leaves out what a revision has behind it, and remembers nothing."""
    edit_by_git(stage)
    stage.rcalog(f"set tags+=x -i {PAYMENTS}")
    found = stage.audit(Scope(since="HEAD~1"))
    assert ([each.rule for each in found.alarms], found.commits, found.judged) == ([], 1, 1)
    assert stage.audit(Scope(since="HEAD~2")).commits == 2
    assert stage.rules(Scope(since="HEAD~2")) == {"H301"}


def test_what_the_team_knows_is_accepted_in_the_config(stage: Stage) -> None:
    """A finding that the committed config names is a hint with its reason; the config is no place to hide in."""
    edit_by_git(stage)
    with (stage.root / ".rcalog/config.toml").open("a", encoding="utf-8") as file:
        file.write(f'accepted.{stage.git("rev-parse", "--short=9", "HEAD")} = "a typo"\n')
    assert stage.rules() == {"H301"}
    stage.commit("the typo is known")
    ran = stage.typed("audit --all")
    assert (ran.code, "accepted: a typo" in ran.out, "1 of these accepted" in ran.out) == (0, True, True)
    assert "hint H901" in ran.out
