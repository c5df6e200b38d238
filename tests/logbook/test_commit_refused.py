"""When a commit is refused, everything is as it was, and the reason has a name."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from pathlib import Path

import pytest

from rcalog.logbook.owner import Owner
from rcalog.logbook.repository import (
    EditedMeanwhile,
    GitLocked,
    HeadMoved,
    HookRejected,
    IdentityMissing,
    InSubmodule,
    OperationInProgress,
    Repository,
    SymlinkInPath,
)
from tests.helpers.git import git_commit, hook, make_repo, open_repo, run, snapshot, write_file
from tests.logbook.committing import RECORD, busy_repo, commit, in_head


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A repository in which the user is in the middle of other work."""
    return busy_repo(tmp_path / "repo")


@pytest.fixture
def forked(tmp_path: Path) -> Repository:
    """A clean repository with a branch `side` that conflicts with `main`."""
    top = make_repo(tmp_path / "forked")
    git_commit(top, {"code": "1\n", RECORD: "title: old\n"})
    run("git", "switch", "-q", "-c", "side", cwd=top)
    git_commit(top, {"code": "side\n"}, "one")
    git_commit(top, {"code": "side 2\n"}, "two")
    run("git", "switch", "-q", "main", cwd=top)
    git_commit(top, {"code": "main\n"})
    return open_repo(top)


OPERATIONS = {
    "merge": ["git merge side"],
    "rebase": ["git rebase side"],
    "rebase --apply": ["git rebase --apply side"],
    "cherry-pick": ["git cherry-pick side"],
    "cherry-pick of several": [
        "git cherry-pick side~1 side",
        "git checkout -f HEAD -- code",
        "rm .git/CHERRY_PICK_HEAD",
    ],
    "revert": ["git revert --no-edit HEAD~1"],
    "revert of several": [
        "git switch -q side",
        "git revert --no-edit side~1 side",
        "git checkout -f HEAD -- code",
        "rm .git/REVERT_HEAD",
    ],
    "am": ["git format-patch -q --stdout side~1..side > .git/p", "git am .git/p"],
    "bisect": ["git bisect start", "git bisect bad"],
}


@pytest.mark.parametrize("name", OPERATIONS)
def test_an_operation_in_progress(forked: Repository, name: str) -> None:
    """While git waits for something to be finished, nothing is committed."""
    for step in OPERATIONS[name]:
        run("sh", "-c", step, cwd=forked.top, check=False)
    before = snapshot(forked.top)
    with pytest.raises(OperationInProgress) as caught:
        commit(forked)
    expected = name.split(" ", maxsplit=1)[0]
    assert (forked.operation(), caught.value.name, snapshot(forked.top)) == (expected, expected, before)


def test_no_operation(forked: Repository) -> None:
    """A clean repository is in the middle of nothing."""
    assert forked.operation() is None


def test_a_submodule(repo: Repository, tmp_path: Path) -> None:
    """A logbook in a submodule is refused, from inside and from the outer repository."""
    outer = open_repo(make_repo(tmp_path / "outer"))
    run("git", "-c", "protocol.file.allow=always", "submodule", "--quiet", "add", str(repo.top), "inner", cwd=outer.top)
    inner = open_repo(outer.top / "inner")
    for place, path in ((inner, "a.yaml"), (outer, "inner/a.yaml"), (outer, "inner/incidents/a.yaml")):
        before = snapshot(place.top)
        with pytest.raises(InSubmodule):
            commit(place, {path: b"x\n"})
        assert snapshot(place.top) == before
    assert (inner.is_submodule, outer.is_submodule) == (True, False)


def test_a_repository_that_merely_lies_in_another(repo: Repository) -> None:
    """A repository of its own inside the folder of another is no submodule."""
    inner = open_repo(make_repo(repo.top / "inner"))
    commit(inner)
    assert in_head(inner) == "title: new"


def test_a_path_that_is_a_submodule(repo: Repository) -> None:
    """The entry of a submodule is never overwritten with a file."""
    run("git", "update-index", "--add", "--cacheinfo", f"160000,{repo.head()},incidents/sub", cwd=repo.top)
    run("git", "commit", "-q", "-m", "x", cwd=repo.top)
    with pytest.raises(InSubmodule):
        commit(repo, {"incidents/sub": b"x\n"})


def contents(path: Path) -> dict[Path, bytes]:
    """Return every file at or below a path with its bytes."""
    return {each: each.read_bytes() for each in (path, *path.rglob("*")) if each.is_file()}


@pytest.mark.parametrize("link", ["incidents", "incidents/2026", RECORD])
def test_a_link_on_the_way(repo: Repository, tmp_path: Path, link: str) -> None:
    """Nothing is written through a symbolic link, wherever it leads."""
    outside = tmp_path / "outside"
    (repo.top / link).rename(outside)
    (repo.top / link).symlink_to(outside)
    before = snapshot(repo.top), contents(outside)
    with pytest.raises(SymlinkInPath):
        commit(repo)
    assert (snapshot(repo.top), contents(outside)) == before


def test_a_link_in_head(repo: Repository) -> None:
    """A record that is a link in the commit is not replaced by a file."""
    (repo.top / "incidents/link").symlink_to("x")
    run("git", "add", "incidents/link", cwd=repo.top)
    run("git", "commit", "-q", "-m", "x", "--", "incidents/link", cwd=repo.top)
    (repo.top / "incidents/link").unlink()
    with pytest.raises(SymlinkInPath):
        commit(repo, {"incidents/link": b"x\n"})


@pytest.mark.parametrize("path", ["../x", "/etc/x", "a/../../x", ".git/config", "a/.GIT/x", ""])
def test_a_path_outside_of_the_work_tree(repo: Repository, path: str) -> None:
    """A path that leaves the work tree is a mistake of the program."""
    with pytest.raises(ValueError, match=r".*"):
        repo.commit_paths({path: b"x"}, message="x", expect={})


@pytest.mark.parametrize("whose", ["AUTHOR", "COMMITTER"])
def test_no_identity(repo: Repository, monkeypatch: pytest.MonkeyPatch, whose: str) -> None:
    """Without a name for author or committer nothing is committed."""
    before = snapshot(repo.top)
    with monkeypatch.context() as patch:
        patch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
        other = {"AUTHOR": "COMMITTER", "COMMITTER": "AUTHOR"}[whose]
        patch.setenv(f"GIT_{other}_NAME", "Bo")
        patch.setenv(f"GIT_{other}_EMAIL", "bo@example.org")
        with pytest.raises(IdentityMissing):
            commit(repo)
    assert snapshot(repo.top) == before


def test_another_commit_came_first(repo: Repository) -> None:
    """An edit of a version that is no longer the newest is refused: changed, removed, or new on both sides."""
    old = repo.blob_at("HEAD", RECORD)
    commit(repo, {RECORD: b"title: theirs\n"})
    for expect in (old, None, "0" * 40):
        with pytest.raises(HeadMoved) as caught:
            repo.commit_paths({RECORD: b"title: mine\n"}, message="x", expect={RECORD: expect})
        assert caught.value.path == RECORD
    with pytest.raises(HeadMoved):
        repo.commit_paths({"absent": b"x"}, message="x", expect={"absent": old})
    assert (in_head(repo), repo.status("incidents")) == ("title: theirs", [])


@pytest.mark.parametrize("raw", [b"title: mine\n", None])
def test_an_edit_by_hand_is_not_overwritten(repo: Repository, raw: bytes | None) -> None:
    """What somebody is writing into the file and has not committed is neither replaced nor removed."""
    write_file(repo.top, RECORD, "title: by hand\n")
    before = snapshot(repo.top)
    with pytest.raises(EditedMeanwhile):
        commit(repo, {RECORD: raw})
    assert snapshot(repo.top) == before


def test_an_untracked_file_is_not_overwritten(repo: Repository) -> None:
    """A file that is in no commit is not replaced by a new record of the same name."""
    write_file(repo.top, "incidents/new.yaml", "title: by hand\n")
    with pytest.raises(EditedMeanwhile):
        commit(repo, {"incidents/new.yaml": b"x\n"})
    assert (repo.top / "incidents/new.yaml").read_text() == "title: by hand\n"


def test_what_others_wrote_meanwhile_stays(repo: Repository) -> None:
    """When the commit fails at the last moment and somebody else wrote to the file, their version stays."""
    hook(repo.top, "reference-transaction", f"echo 'title: somebody else' >'{RECORD}'; exit 1")
    with pytest.raises(HookRejected):
        commit(repo)
    assert (repo.top / RECORD).read_text() == "title: somebody else\n"


def test_git_holds_the_index(repo: Repository) -> None:
    """An index.lock of git's own is respected, named, and kept."""
    lock = repo.git_dir / "index.lock"
    lock.touch()
    before = snapshot(repo.top)
    with pytest.raises(GitLocked) as caught:
        commit(repo)
    assert (caught.value.hint, lock.exists()) == (f"try again; if no git is running any more: rm {lock}", True)
    assert snapshot(repo.top) == before


def test_git_lets_go_of_the_index(repo: Repository) -> None:
    """A lock that git holds for a moment is waited for."""
    lock = repo.git_dir / "index.lock"
    lock.touch()
    threading.Timer(0.3, lock.unlink).start()
    commit(repo)
    assert in_head(repo) == "title: new"


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"start": "1"},
        {"boot": "another-boot"},
        {"host": "a-container", "pid": 1},
    ],
    ids=str,
)
def test_a_lock_of_a_dead_rcalog_is_removed(repo: Repository, change: dict[str, str | int]) -> None:
    """An index.lock that carries the name of an rcalog that is no more is no obstacle, whoever has its number now."""
    with subprocess.Popen(["true"]) as process:
        process.wait()
    alive_but = Owner.of(os.getppid() if change else process.pid)
    owner = alive_but.with_(**change)
    (repo.git_dir / "index.lock").write_text(json.dumps({"owner": owner.as_dict()}))
    commit(repo)
    assert (in_head(repo), (repo.git_dir / "index.lock").exists()) == ("title: new", False)


def test_a_lock_of_a_live_rcalog_is_respected(repo: Repository) -> None:
    """An index.lock of a process that is alive is never touched, and its owner is named; on another machine too."""
    lock = repo.git_dir / "index.lock"
    living = Owner.of(os.getppid())
    for owner in (living, living.with_(host="elsewhere", boot="another-boot")):
        lock.write_text(json.dumps({"owner": owner.as_dict()}))
        with pytest.raises(GitLocked) as caught:
            commit(repo)
        assert (caught.value.holder, lock.exists()) == (str(living.pid), True)


def test_the_name_in_the_lock_survives_a_power_cut(repo: Repository) -> None:
    """The lock is the redo record under another name, and that is on the disk before anything else is done."""
    hook(repo.top, "reference-transaction", '[ .git/index.lock -ef .git/rcalog/ops/*.json ] && echo "$1" >> seen')
    commit(repo)
    assert (repo.top / "seen").read_text().split()[-2:] == ["prepared", "committed"]


def test_a_locked_branch(repo: Repository) -> None:
    """The lock file of a reference is named."""
    lock = repo.git_dir / "refs/heads/main.lock"
    lock.touch()
    before = snapshot(repo.top)
    with pytest.raises(GitLocked) as caught:
        commit(repo)
    assert (caught.value.path, snapshot(repo.top)) == (lock, before)
