"""Committing exactly the files that were asked for, in every kind of repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from rcalog.logbook.repository import NothingToCommit, Repository
from tests.helpers.git import git_commit, make_repo, open_repo, run, snapshot, write_file
from tests.logbook.committing import RECORD, busy_repo, changed_by_head, commit, in_head

OTHER = "incidents/2026/12/20261201-aaaaa.yaml"


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A repository in which the user is in the middle of other work."""
    return busy_repo(tmp_path / "repo")


def test_only_the_record_changes(repo: Repository) -> None:
    """The commit holds the record alone; what the user has staged, changed, removed or begun stays as it was."""
    before = snapshot(repo.top, RECORD)
    result = commit(repo)
    assert (result.oid, result.short, result.warnings) == (repo.head(), result.oid[:7], ())
    assert (changed_by_head(repo), in_head(repo)) == ([RECORD], "title: new")
    assert (snapshot(repo.top, RECORD), repo.status("incidents")) == (before, [])
    assert run("git", "diff-files", "--name-only", "--", "incidents", cwd=repo.top) == "", "the index knows the file"
    assert run("git", "fsck", "--strict", cwd=repo.top) == ""


def test_the_commit_is_as_git_would_make_it(repo: Repository) -> None:
    """Message, author, committer, parent and reflog are those of git commit."""
    parent = repo.head()
    commit(repo, message="标题: one\n\nOperation: note\n\n")
    log = run("git", "log", "-1", "--format=%B|%an <%ae>|%cn <%ce>|%P|%gs", "-g", cwd=repo.top)
    who = "Ana Silva <ana@example.org>"
    assert log == f"标题: one\n\nOperation: note\n|{who}|{who}|{parent}|commit: 标题: one"


def test_the_environment_names_author_and_dates(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIT_AUTHOR_* and GIT_COMMITTER_* count, as they do for git."""
    for name, value in {
        "AUTHOR_NAME": "Bo",
        "AUTHOR_DATE": "2026-11-20T14:05:00+08:00",
        "COMMITTER_NAME": "Cy",
    }.items():
        monkeypatch.setenv(f"GIT_{name}", value)
    commit(repo)
    assert run("git", "log", "-1", "--format=%an|%aI|%cn", cwd=repo.top) == "Bo|2026-11-20T14:05:00+08:00|Cy"


def test_several_files_and_a_removal(repo: Repository) -> None:
    """One commit adds, changes and removes; only these paths are touched in the index."""
    before = snapshot(repo.top, "incidents")
    commit(repo, {OTHER: b"title: moved\n", RECORD: None})
    assert (changed_by_head(repo), (repo.top / RECORD).exists()) == ([RECORD, OTHER], False)
    assert (snapshot(repo.top, "incidents"), repo.status("incidents")) == (before, [])


def test_a_misleading_environment(repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Started from within a hook of another repository, rcalog still commits to its own."""
    other = busy_repo(tmp_path / "other")
    before = snapshot(other.top)
    with monkeypatch.context() as patch:
        patch.setenv("GIT_DIR", str(other.git_dir))
        patch.setenv("GIT_WORK_TREE", str(other.top))
        patch.setenv("GIT_INDEX_FILE", str(other.git_dir / "index"))
        patch.setenv("GIT_OBJECT_DIRECTORY", str(other.git_dir / "objects"))
        patch.setenv("GIT_LITERAL_PATHSPECS", "0")
        commit(repo)
    assert (in_head(repo), snapshot(other.top)) == ("title: new", before)


def test_the_first_commit(tmp_path: Path) -> None:
    """On an unborn branch the record is the first commit, and what the user had staged stays staged."""
    repo = open_repo(make_repo(tmp_path / "repo"))
    write_file(repo.top, "staged", "1\n")
    run("git", "add", "staged", cwd=repo.top)
    before = snapshot(repo.top, RECORD)
    commit(repo)
    assert (changed_by_head(repo), snapshot(repo.top, RECORD)) == ([RECORD], before)
    assert run("git", "log", "-g", "--format=%gs", cwd=repo.top) == "commit (initial): note: 20261120-k7f3q"


def test_a_detached_head_is_a_warning(repo: Repository) -> None:
    """A commit on no branch is made, and said."""
    run("git", "checkout", "-q", "--detach", cwd=repo.top)
    result = commit(repo)
    assert (repo.head(), repo.branch(), len(result.warnings)) == (result.oid, None, 1)
    assert "git switch -c" in result.warnings[0]


def test_an_ignored_path_is_a_warning(repo: Repository) -> None:
    """A record that .gitignore hides is committed all the same, and said."""
    result = commit(repo, {"incidents/a.log": b"x\n"})
    assert result.warnings == ("incidents/a.log is ignored by git, but committed all the same",)
    assert changed_by_head(repo) == ["incidents/a.log"]


def test_a_linked_work_tree(repo: Repository, tmp_path: Path) -> None:
    """In a linked work tree its own branch and index move, and nothing in the main one."""
    run("git", "worktree", "add", "-q", str(tmp_path / "linked"), cwd=repo.top)
    before = snapshot(repo.top)
    linked = open_repo(tmp_path / "linked")
    commit(linked)
    assert (in_head(linked), linked.status(""), snapshot(repo.top)) == ("title: new", [], before)


def test_a_separate_git_folder(tmp_path: Path) -> None:
    """The git folder may lie elsewhere."""
    repo = busy_repo(tmp_path / "repo", "--separate-git-dir", str(tmp_path / "elsewhere"))
    before = snapshot(repo.top, RECORD)
    commit(repo)
    assert (repo.git_dir, in_head(repo), snapshot(repo.top, RECORD)) == (tmp_path / "elsewhere", "title: new", before)


def test_sha256(tmp_path: Path) -> None:
    """A repository with long ids is no different, from the first commit on."""
    repo = open_repo(make_repo(tmp_path / "repo", "--object-format=sha256"))
    commit(repo)
    commit(repo, {RECORD: b"title: newer\n"})
    result = commit(repo, {RECORD: None, OTHER: b"x\n"})
    assert (len(result.oid), repo.status(""), run("git", "fsck", cwd=repo.top)) == (64, [], "")


@pytest.mark.parametrize(
    "settings",
    [
        ["core.splitIndex=true"],
        ["index.version=4"],
        ["feature.manyFiles=true"],
        ["core.untrackedCache=true"],
    ],
    ids=lambda settings: settings[0],
)
def test_other_forms_of_index(tmp_path: Path, settings: list[str]) -> None:
    """Other forms of the index keep their form and the user's work."""
    repo = busy_repo(tmp_path / "repo")
    for setting in settings:
        run("git", "config", *setting.split("="), cwd=repo.top)
    run(
        "git",
        "update-index",
        "--force-write-index",
        *(["--split-index"] if "split" in settings[0] else []),
        cwd=repo.top,
    )
    shared = sorted(path.name for path in repo.git_dir.glob("sharedindex.*"))
    before = snapshot(repo.top, RECORD)
    commit(repo)
    commit(repo, {OTHER: b"x\n"})
    assert (snapshot(repo.top, "incidents"), repo.status("incidents")) == (before, [])
    assert bool(shared) == ("split" in settings[0])


def test_sparse_checkout(tmp_path: Path) -> None:
    """Files outside of a sparse checkout stay outside, and stay in the tree."""
    repo = open_repo(make_repo(tmp_path / "repo"))
    git_commit(repo.top, {"far/a": "1\n", RECORD: "title: old\n", "top": "1\n"})
    run("git", "sparse-checkout", "set", "--cone", "--sparse-index", "incidents", cwd=repo.top)
    commit(repo)
    commit(repo, {"far/b.yaml": b"x\n"})
    assert ((repo.top / "far/a").exists(), repo.status("")) == (False, [])
    assert run("git", "ls-tree", "-r", "--name-only", "HEAD", "far", "top", cwd=repo.top) == "far/a\nfar/b.yaml\ntop"


@pytest.mark.parametrize("attributes", ["*.yaml text eol=lf", "*.yaml text eol=crlf", "*.yaml -text", "* text=auto"])
def test_ends_of_line(tmp_path: Path, attributes: str) -> None:
    """A file with CRLF is stored as its attributes say, its bytes stay in the work tree, and git sees no change."""
    repo = open_repo(make_repo(tmp_path / "repo"))
    git_commit(repo.top, {".gitattributes": f"{attributes}\n"})
    commit(repo, {RECORD: b"a: 1\r\nb: 2\r\n"})
    commit(repo, {RECORD: b"a: 1\r\nb: 3\r\n"})
    stored = repo.read_blob(repo.blob_at("HEAD", RECORD) or "")
    assert stored == (b"a: 1\r\nb: 3\r\n" if "-text" in attributes else b"a: 1\nb: 3\n")
    assert ((repo.top / RECORD).read_bytes(), repo.status("")) == (b"a: 1\r\nb: 3\r\n", [])


def test_a_clean_filter(tmp_path: Path) -> None:
    """What is stored goes through the user's filters, and an unfiltered file in the work tree is no foreign edit."""
    repo = open_repo(make_repo(tmp_path / "repo"))
    git_commit(repo.top, {".gitattributes": "*.yaml filter=rot\n"})
    for way in ("clean", "smudge"):
        run("git", "config", f"filter.rot.{way}", "tr a-z n-za-m", cwd=repo.top)
    commit(repo, {RECORD: b"title: one\n"})
    commit(repo, {RECORD: b"title: two\n"})
    assert (in_head(repo), repo.status("")) == ("gvgyr: gjb", [])


def test_the_mode_stays(repo: Repository) -> None:
    """An executable record stays executable, a new one is not."""
    run("git", "update-index", "--chmod=+x", RECORD, cwd=repo.top)
    (repo.top / RECORD).chmod(0o755)
    run("git", "commit", "-q", "-m", "x", "--", RECORD, cwd=repo.top)
    commit(repo, {RECORD: b"x\n", OTHER: b"x\n"})
    modes = [line[:6] for line in run("git", "ls-tree", "-r", "HEAD", "incidents", cwd=repo.top).splitlines()]
    assert (modes, repo.status("incidents")) == (["100755", "100644"], [])


def test_a_record_becomes_no_program(repo: Repository) -> None:
    """A file that somebody made executable is written without that, which git would call changed for ever."""
    (repo.top / RECORD).chmod(0o755)
    commit(repo)
    assert ((repo.top / RECORD).stat().st_mode & 0o111, repo.status("incidents")) == (0, [])


def test_a_hand_edit_is_committed_as_it_stands(repo: Repository) -> None:
    """Committing what is in the work tree already does not touch the file."""
    path = write_file(repo.top, RECORD, "title: by hand\n")
    before = path.stat()
    commit(repo, {RECORD: b"title: by hand\n"})
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
    assert (in_head(repo), repo.status("incidents")) == ("title: by hand", [])


def test_a_hand_deletion_is_committed(repo: Repository) -> None:
    """A record that was removed by hand can be removed for good, or written again."""
    write_file(repo.top, RECORD, None)
    commit(repo, {RECORD: None})
    assert (changed_by_head(repo), repo.status("incidents")) == ([RECORD], [])


def test_nothing_to_commit(repo: Repository) -> None:
    """A commit without a change is not made."""
    before = snapshot(repo.top)
    with pytest.raises(NothingToCommit):
        commit(repo, {RECORD: b"title: old\n"})
    assert snapshot(repo.top) == before


def test_unmerged_paths_without_an_operation(repo: Repository) -> None:
    """Conflicts of a stash in other files are the user's business and stay as they are."""
    run("git", "reset", "-q", "--hard", cwd=repo.top)
    write_file(repo.top, "both", "mine\n")
    run("git", "stash", "-q", cwd=repo.top)
    git_commit(repo.top, {"both": "theirs\n"})
    run("git", "stash", "pop", cwd=repo.top, check=False)
    before = snapshot(repo.top, RECORD)
    commit(repo)
    assert (changed_by_head(repo), snapshot(repo.top, RECORD)) == ([RECORD], before)
    assert "UU both" in before[1]


def test_a_change_in_the_same_tick_is_seen(repo: Repository) -> None:
    """A file that is edited in the very moment in which git looked at it is still seen as changed afterwards."""
    run("git", "config", "core.trustCtime", "false", cwd=repo.top)
    path = write_file(repo.top, "changed", "a\n")
    run("git", "add", "changed", cwd=repo.top)
    moment = path.stat().st_mtime_ns
    write_file(repo.top, "changed", "b\n")
    for file in (path, repo.git_dir / "index"):
        os.utime(file, ns=(moment, moment))
    commit(repo)
    assert "MM changed" in run("git", "status", "--porcelain", cwd=repo.top)


def test_no_index_yet(repo: Repository) -> None:
    """Where the index file is missing, the commit is still of the record alone."""
    (repo.git_dir / "index").unlink()
    commit(repo)
    assert changed_by_head(repo) == [RECORD]


def test_nothing_is_left_behind(repo: Repository) -> None:
    """After a commit there are no temporary files and no locks of git's."""
    commit(repo)
    left = sorted(path.relative_to(repo.git_dir).as_posix() for path in (repo.git_dir / "rcalog").rglob("*"))
    assert left == ["rcalog/lock", "rcalog/ops"]
    assert [path.name for path in repo.top.rglob("*") if path.suffix in {".lock", ".tmp"}] == []
