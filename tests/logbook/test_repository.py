"""Finding a repository and reading from it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from rcalog.logbook.git.run import require_git
from rcalog.logbook.repository import (
    BareRepository,
    EditorMissing,
    GitFailed,
    GitMissing,
    GitTooOld,
    Identity,
    IdentityMissing,
    Repository,
    StatusEntry,
    UnknownRevision,
    UntrustedRepository,
    run_git,
)
from tests.helpers.git import git_commit, make_repo, open_repo, run, write_file


@pytest.fixture
def repo(tmp_path: Path) -> Repository:
    """A repository with one commit."""
    make_repo(tmp_path / "repo")
    git_commit(tmp_path / "repo", {"incidents/a.yaml": "a: 1\n", "README": "hello\n"})
    return open_repo(tmp_path / "repo")


def test_no_repository_is_none(tmp_path: Path) -> None:
    """A folder outside of any repository has none."""
    assert Repository.find(tmp_path) is None


@pytest.mark.parametrize("below", ["", "incidents", "incidents/a.yaml", "not/there/yet"])
def test_find_from_anywhere_below(repo: Repository, below: str) -> None:
    """The top is found from the top, a folder, a file and a path that does not exist."""
    assert open_repo(repo.top / below).top == repo.top


def test_find_copes_with_odd_names(tmp_path: Path) -> None:
    """Spaces, Chinese and even an end of line may stand in the folder's name."""
    tops = [make_repo(tmp_path / name) for name in ("two words", "事故记录", "a\nb")]
    assert [open_repo(top).top for top in tops] == tops


def test_find_ignores_a_misleading_environment(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """GIT_DIR and its family in the caller's environment change nothing."""
    other = make_repo(tmp_path / "other")
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_INDEX_FILE", str(tmp_path / "index"))
    assert (open_repo(repo.top).git_dir, repo.status("")) == (repo.top / ".git", [])


def test_bare_repository_is_refused(tmp_path: Path) -> None:
    """A bare repository, and the inside of .git, have no files to edit."""
    make_repo(tmp_path / "bare", "--bare")
    make_repo(tmp_path / "repo")
    for path in (tmp_path / "bare", tmp_path / "repo/.git"):
        with pytest.raises(BareRepository):
            Repository.find(path)


def test_no_git_on_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without git the error says so."""
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitMissing):
        Repository.find(tmp_path)


def put_before_git(folder: Path, script: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Put a script named git in front of the real one, which it finds as $GIT."""
    (folder / "bin").mkdir()
    (folder / "bin/git").write_text(f"#!/bin/sh\nGIT={shutil.which('git')}\n{script}\n")
    (folder / "bin/git").chmod(0o755)
    monkeypatch.setenv("PATH", f"{folder / 'bin'}:{os.environ['PATH']}")


def test_a_git_that_is_too_old(repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An old git is named before anything is written."""
    require_git.cache_clear()
    old = "*--version) echo git version 2.37.9;; *--use-mailmap*) exit 129;;"
    script = f'case "$*" in {old} *) exec "$GIT" "$@";; esac'
    put_before_git(tmp_path, script, monkeypatch)
    with pytest.raises(GitTooOld) as caught:
        repo.commit_paths({"a": b"x"}, message="x", expect={})
    require_git.cache_clear()
    assert (caught.value.found, repo.status("")) == ("2.37.9", [])


def test_a_git_that_is_far_too_old(repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One that does not know the options with which a repository is found, and prints them, is named as well."""
    run("git", "config", "core.worktree", str(repo.top), cwd=repo.top)  # then git is asked
    require_git.cache_clear()
    script = (
        'case "$*" in *--version) echo git version 2.25.1;; *) echo --path-format=absolute; exec "$GIT" "$@";; esac'
    )
    put_before_git(tmp_path, script, monkeypatch)
    with pytest.raises(GitTooOld) as caught:
        Repository.find(repo.top)
    require_git.cache_clear()
    assert caught.value.found == "2.25.1"


def test_a_repository_of_somebody_else(repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git sees another owner, the hint is the command that trusts the repository."""
    run("git", "config", "core.worktree", str(repo.top), cwd=repo.top)  # then git is asked
    put_before_git(tmp_path, 'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "$GIT" "$@"', monkeypatch)
    with pytest.raises(UntrustedRepository) as caught:
        Repository.find(repo.top)
    assert caught.value.hint == f"git config --global --add safe.directory {repo.top}"


def test_a_repository_that_the_environment_trusts(
    repo: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of git's configuration by environment the folders that the user trusts are heard, and nothing else is."""
    run("git", "config", "core.worktree", str(repo.top), cwd=repo.top)  # then git is asked
    put_before_git(tmp_path, 'GIT_TEST_ASSUME_DIFFERENT_OWNER=1 exec "$GIT" "$@"', monkeypatch)
    said = {"core.bare": "true", "Safe.Directory": str(repo.top), "user.name": "Nobody"}
    for number, (key, value) in enumerate(said.items()):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{number}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{number}", value)
    monkeypatch.setenv("GIT_CONFIG_COUNT", "3")
    assert open_repo(repo.top).identity().name == "Ana Silva"
    for count in ("1", "x", "9" * 30):
        monkeypatch.setenv("GIT_CONFIG_COUNT", count)
        monkeypatch.delenv("GIT_CONFIG_KEY_1", raising=False)
        with pytest.raises(UntrustedRepository):
            Repository.find(repo.top)


def test_init_makes_and_adopts(tmp_path: Path) -> None:
    """Init makes folder and repository, and a second time changes nothing."""
    repo = Repository.init(tmp_path / "new/book")
    git_commit(repo.top, {"a": "1"})
    assert (Repository.init(tmp_path / "new/book").head(), repo.top) == (repo.head(), tmp_path / "new/book")


def test_head_and_branch(repo: Repository) -> None:
    """Head and branch on a branch, detached and unborn."""
    head = run("git", "rev-parse", "HEAD", cwd=repo.top)
    assert (repo.head(), repo.branch()) == (head, "main")
    run("git", "switch", "-q", "--detach", cwd=repo.top)
    assert (repo.head(), repo.branch()) == (head, None)
    run("git", "switch", "-q", "--orphan", "fresh", cwd=repo.top)
    assert (repo.head(), repo.branch()) == (None, "fresh")


def test_linked_work_tree(repo: Repository, tmp_path: Path) -> None:
    """A linked work tree has a git folder of its own and shares the common one."""
    run("git", "worktree", "add", "-q", str(tmp_path / "linked"), cwd=repo.top)
    linked = open_repo(tmp_path / "linked")
    assert (linked.common_dir, linked.git_dir) == (repo.git_dir, repo.git_dir / "worktrees/linked")
    assert linked.place.lock_path == repo.place.lock_path


def test_identity(repo: Repository) -> None:
    """The identity is git's, and can be set for one repository."""
    assert repo.identity() == Identity("Ana Silva", "ana@example.org")
    repo.set_identity("李明", "li@example.org")
    assert str(repo.identity()) == "李明 <li@example.org>"
    assert run("git", "config", "--global", "user.name", cwd=repo.top) == "Ana Silva"


def test_identity_is_never_made_up(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a configured name there is no identity, whatever the machine is called."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    with pytest.raises(IdentityMissing) as caught:
        repo.identity()
    assert "git config --global user.email" in (caught.value.hint or "")


def test_identity_from_the_environment(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """GIT_AUTHOR_NAME and GIT_AUTHOR_EMAIL count, as they do for git."""
    monkeypatch.setenv("GIT_AUTHOR_NAME", "Bo")
    monkeypatch.setenv("GIT_AUTHOR_EMAIL", "bo@example.org")
    assert repo.identity() == Identity("Bo", "bo@example.org")


def test_config_keeps_comments(repo: Repository) -> None:
    """Setting a key leaves the comments of the file alone; a missing key is None."""
    config = repo.git_dir / "config"
    config.write_text(config.read_text() + "# mine\n")
    assert repo.config("rcalog.logbook") is None
    repo.set_config("rcalog.logbook", "-odd value\nwith two lines")
    assert (repo.config("rcalog.logbook"), "# mine\n" in config.read_text()) == ("-odd value\nwith two lines", True)


def test_editor_and_pager(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Editor and pager are the ones that git would start."""
    monkeypatch.setenv("EDITOR", "nano")
    run("git", "config", "core.pager", "less -R", cwd=repo.top)
    assert (repo.editor(), repo.pager()) == ("nano", "less -R")


def test_no_editor(repo: Repository, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where git would not even start vi, that is said."""
    monkeypatch.setenv("TERM", "dumb")
    with pytest.raises(EditorMissing):
        repo.editor()


def test_blobs_and_files(repo: Repository) -> None:
    """Blobs are found by revision and path; a folder is no blob."""
    oid = run("git", "rev-parse", "HEAD:incidents/a.yaml", cwd=repo.top)
    assert repo.blob_at("HEAD", "incidents/a.yaml") == oid
    assert (repo.blob_at("HEAD", "incidents"), repo.blob_at("HEAD", "none.yaml")) == (None, None)
    assert (repo.read_blob(oid), repo.blob_oid(b"a: 1\n", "incidents/a.yaml")) == (b"a: 1\n", oid)
    assert repo.files_at("HEAD", "incidents") == [("incidents/a.yaml", oid)]
    assert [path for path, _ in repo.files_at("main", "")] == ["README", "incidents/a.yaml"]


def test_unborn_head_holds_nothing(tmp_path: Path) -> None:
    """Before the first commit there are no files and no revision."""
    repo = open_repo(make_repo(tmp_path / "repo"))
    assert (repo.head(), repo.files_at("HEAD", ""), repo.blob_at("HEAD", "a")) == (None, [], None)
    with pytest.raises(UnknownRevision):
        repo.resolve("HEAD")


@pytest.mark.parametrize("text", ["--all", "-h", "nope", "HEAD:README", "", "a b", "--output=x", "HEAD~9", ":/zzz"])
def test_what_names_no_commit(repo: Repository, text: str) -> None:
    """Options, files and nonsense are no revisions."""
    with pytest.raises(UnknownRevision):
        repo.resolve(text)


def test_resolve(repo: Repository) -> None:
    """Branches, short ids and tags of tags lead to the commit."""
    run("git", "tag", "-a", "-m", "x", "v1", cwd=repo.top)
    head = repo.head() or ""
    assert [repo.resolve(text) for text in ("main", head[:8], "v1", "@", ":/a change")] == [head] * 5


def test_status(repo: Repository) -> None:
    """Status tells staged, unstaged and untracked apart, limited to a folder, with odd names intact."""
    write_file(repo.top, "incidents/a.yaml", "a: 2\n")
    write_file(repo.top, "incidents/两 个.yaml", "new\n")
    write_file(repo.top, "incidents/staged", "new\n")
    write_file(repo.top, "README", "changed\n")
    run("git", "add", "incidents/staged", cwd=repo.top)
    assert repo.status("incidents") == [
        StatusEntry("incidents/a.yaml", ".", "M"),
        StatusEntry("incidents/staged", "A", "."),
        StatusEntry("incidents/两 个.yaml", "?", "?"),
    ]
    assert len(repo.status("")) == 4


def test_status_of_a_conflict(repo: Repository) -> None:
    """An unmerged path is told by its two letters."""
    run("git", "switch", "-q", "-c", "side", cwd=repo.top)
    git_commit(repo.top, {"README": "side\n"})
    run("git", "switch", "-q", "main", cwd=repo.top)
    git_commit(repo.top, {"README": "main\n"})
    run("git", "merge", "side", cwd=repo.top, check=False)
    assert repo.status("") == [StatusEntry("README", "U", "U")]


def test_ignored(repo: Repository) -> None:
    """An ignored path is known before it exists."""
    write_file(repo.top, ".gitignore", "*.tmp\n")
    assert (repo.ignored("a.tmp"), repo.ignored("a.yaml")) == (True, False)


def test_reading_runs_nothing_from_the_configuration(repo: Repository, tmp_path: Path) -> None:
    """A hostile configuration starts no monitor, pager or hook while rcalog reads."""
    trap = tmp_path / "trap"
    for key in ("core.fsmonitor", "core.pager", "core.editor", "gpg.program"):
        run("git", "config", key, f"touch {trap};", cwd=repo.top)
    repo.status("")
    repo.files_at("HEAD", "")
    repo.resolve("HEAD")
    assert not trap.exists()


def test_a_failing_command_says_which(repo: Repository) -> None:
    """The error of a git command names it and carries what git said."""
    with pytest.raises(GitFailed) as caught:
        run_git(["-c", "a.b=c", "cat-file", "blob", "0" * 40], cwd=repo.top)
    assert caught.value.message.startswith("git cat-file failed: fatal:")


def test_no_test_reaches_the_repository_that_it_lies_in() -> None:
    """A git command outside of a test's own folder does not even start."""
    with pytest.raises(AssertionError, match="outside of this test's folder"):
        run("git", "status", cwd=Path(__file__).parent)


def test_the_sizes_of_blobs(tmp_path: Path) -> None:
    """Those that are there; a commit is none, and what is not in this clone has none."""
    repo = open_repo(make_repo(tmp_path))
    files = {"a": b"one\n", "b": b"", "c": b"\n\x00 blob 3\n", "d": b"x" * 100}
    commit = git_commit(tmp_path, files)
    oids = [repo.blob_at(commit, name) or "" for name in files]
    sizes = repo.blob_sizes([*oids, "0" * 40, commit, oids[0]])
    assert sizes == dict(zip(oids, map(len, files.values()), strict=True))
    assert repo.read_blobs(list(sizes)) == dict(zip(oids, files.values(), strict=True))
    assert repo.blob_sizes([]) == {}
