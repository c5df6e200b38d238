"""Which logbook is meant: each way to find one, and which goes first."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

import pytest

from rcalog.logbook.book import Logbook, NotALogbook
from rcalog.logbook.discovery import Found, discover
from rcalog.logbook.repository import BareRepository
from tests.helpers.git import git_commit, make_repo, run, write_file
from tests.helpers.logbooks import make_logbook


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    """Return a repository without a logbook."""
    return make_repo(tmp_path / "服务 repo")


def mark(folder: Path) -> Path:
    """Make a folder a logbook."""
    write_file(folder, ".rcalog/config.toml", "")
    return folder


def found(start: Path, explicit: str | None = None, **env: str) -> Found:
    """Find the logbook from a folder."""
    data = {"XDG_DATA_HOME": str(start.parents[0] / "data")}
    return discover(start, explicit=Path(explicit) if explicit else None, env=data | env)


def test_upwards_to_the_top(repo: Path) -> None:
    """A folder deep in a logbook belongs to it."""
    mark(repo)
    (repo / "a" / "b").mkdir(parents=True)
    assert found(repo / "a" / "b") == Found("here", repo)


def test_the_nearest_upwards_wins(repo: Path) -> None:
    """A logbook in a folder hides the one around it."""
    mark(repo)
    mark(repo / "ops")
    assert [found(repo / "ops").path, found(repo).path] == [repo / "ops", repo]


def test_not_beyond_the_repository(repo: Path) -> None:
    """A logbook around a repository is another repository's."""
    mark(repo.parent)
    assert found(repo).kind == "none"


def test_the_folder_above_is_not_this_one(repo: Path) -> None:
    """`..` is outside of a logbook, though it is written through it."""
    mark(repo)
    assert found(repo, "..") == Found("explicit", repo.parent)


def test_named_on_the_command_line(repo: Path) -> None:
    """What is named wins over where one stands, relative to it; any folder of the logbook will do."""
    mark(repo)
    other = mark(make_repo(repo.parent / "other"))
    (other / "incidents").mkdir()
    assert found(repo, "../other/incidents", RCALOG_LOGBOOK="/nowhere").path.resolve() == other
    assert found(repo, "missing") == Found("explicit", repo / "missing")


def test_named_in_the_environment(repo: Path) -> None:
    """A variable wins over where one stands."""
    mark(repo)
    other = mark(make_repo(repo.parent / "other"))
    assert found(repo, RCALOG_LOGBOOK=str(other)) == Found("env", other)


def test_named_in_git_config(repo: Path) -> None:
    """A repository may say where its logbook is, relative to its top; anywhere else the user's config may."""
    run("git", "config", "rcalog.logbook", "docs/log", cwd=repo)
    (repo / "src").mkdir()
    assert found(repo / "src") == Found("configured", repo / "docs/log")
    run("git", "config", "--global", "rcalog.logbook", "~/log", cwd=repo)
    assert found(repo.parent) == Found("configured", Path.home() / "log")


def test_the_only_one_that_is_tracked(repo: Path) -> None:
    """From the top of a service's repository its one logbook is found, of two none."""
    git_commit(repo, {"docs/事故/.rcalog/config.toml": "", "src/x": ""})
    assert found(repo / "src") == Found("only-one", repo / "docs/事故")
    git_commit(repo, {"other/.rcalog/config.toml": ""})
    assert found(repo / "src").kind == "none"


def test_untracked_below_is_not_guessed(repo: Path) -> None:
    """What git does not know is not found downwards."""
    mark(repo / "docs")
    assert found(repo).kind == "none"


def test_the_user_s_own(repo: Path) -> None:
    """Where nothing else is found, the user's own logbook is used, or would be made; the repository is named."""
    data = repo.parent / "data/rcalog"
    assert found(repo) == Found("none", data, inside=repo)
    mark(data)
    assert found(repo) == Found("default", data, inside=repo)


def test_open_tells_what_belongs_to_a_logbook(repo: Path) -> None:
    """A logbook in a folder knows its path in the repository."""
    book = make_logbook(repo, "docs/事故 log")
    assert (book.root, book.repo.top) == (repo / "docs/事故 log", repo)
    assert book.path_in_repo(PurePosixPath("incidents")).as_posix() == "docs/事故 log/incidents"
    assert make_logbook(repo.parent / "top").prefix.as_posix() == "."


def test_open_refuses_what_is_none(repo: Path, tmp_path: Path) -> None:
    """A folder without the mark, and a marked folder in no repository, are refused with the command to type."""
    for folder in (repo, mark(tmp_path / "loose"), tmp_path / "missing"):
        with pytest.raises(NotALogbook) as caught:
            Logbook.open(folder)
        assert caught.value.hint == f"rcalog init {folder}"


def test_open_refuses_a_bare_repository(tmp_path: Path) -> None:
    """There are no files to edit in a bare repository."""
    bare = mark(make_repo(tmp_path / "bare.git", "--bare"))
    with pytest.raises(BareRepository):
        Logbook.open(bare)


def test_linked_work_tree_has_its_own_files_and_shares_its_drafts(repo: Path) -> None:
    """Drafts outlive a work tree; its records are its own."""
    main = make_logbook(repo, "log")
    run("git", "worktree", "add", "--quiet", "../tree", cwd=repo)
    tree = Logbook.open(repo.parent / "tree" / "log")
    assert (tree.repo.top, tree.drafts.folders) == (repo.parent / "tree", main.drafts.folders)
    assert tree.drafts.place != main.drafts.place
