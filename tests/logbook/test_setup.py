"""Making a logbook: alone, in a repository that is there, again; and what git does with records afterwards."""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path

import pytest

from rcalog.config.policyfile import ConfigError
from rcalog.logbook.book import Logbook
from rcalog.logbook.legend import GREPS
from rcalog.logbook.repository import BareRepository, IdentityMissing, OperationInProgress
from rcalog.logbook.setup import UncommittedChanges, driver_line
from rcalog.model.policy import Policy
from tests.helpers.git import git_commit, make_repo, run, write_file
from tests.helpers.logbooks import StillClock, record_text

FILES = [".gitattributes", ".rcalog/config.toml", ".rcalog/incident.schema.json", "incidents/README.md"]


def create(path: Path) -> Logbook:
    """Make a logbook and return it."""
    return Logbook.create(path, StillClock()).book


def committed(repo: Path) -> list[str]:
    """List the files of the last commit."""
    return run("git", "show", "--format=", "--name-only", "-z", "HEAD", cwd=repo).rstrip("\0").split("\0")


def test_new_folder(tmp_path: Path) -> None:
    """A folder that is not there becomes a repository with one commit that holds the logbook's files."""
    made = Logbook.create(tmp_path / "ops" / "事故 log", StillClock())
    repo = made.book.repo
    assert made.made.new_repository
    assert made.made.commit
    assert (run("git", "rev-list", "--count", "HEAD", cwd=repo.top), committed(repo.top)) == ("1", FILES)
    assert (run("git", "status", "--porcelain", cwd=repo.top), made.book.policy) == ("", Policy())
    assert (
        run("git", "log", "-1", "--format=%s|%(trailers:only,unfold)", cwd=repo.top)
        == "Start an incident log|Operation: init\n"
    )


def test_schema_is_for_editors(tmp_path: Path) -> None:
    """The schema that is written is the one of the models."""
    book = create(tmp_path / "log")
    schema = json.loads((book.root / ".rcalog/incident.schema.json").read_text())
    assert (schema["title"], "severity" in schema["properties"]) == ("rcalog incident", True)


def test_again_changes_nothing(tmp_path: Path) -> None:
    """Making a logbook that is there is no error and no commit."""
    book = create(tmp_path / "log")
    head = book.repo.head()
    again = Logbook.create(tmp_path / "log", StillClock())
    assert (again.made.commit, again.made.files, again.made.new_repository, book.repo.head()) == (None, (), False, head)


def test_again_completes_what_is_missing(tmp_path: Path) -> None:
    """A file that was removed comes back, one that was changed stays as the team wants it; an old schema is renewed."""
    book = create(tmp_path / "log")
    git_commit(
        book.root,
        {
            "incidents/README.md": None,
            ".rcalog/config.toml": "slug = 'ascii'\n",
            ".rcalog/incident.schema.json": "{}\n",
        },
    )
    again = Logbook.create(book.root, StillClock())
    assert again.made.files == (".rcalog/incident.schema.json", "incidents/README.md")
    assert again.book.policy.slug == "ascii"


@pytest.mark.parametrize("below", [".", "docs/事故 log"])
def test_existing_repository_is_adopted(tmp_path: Path, below: str) -> None:
    """At the top or in a folder: one commit of our files; what the user has staged, changed and not added stays so."""
    repo = make_repo(tmp_path / "service")
    git_commit(repo, {"staged": "1", "changed": "1", ".gitattributes": "*.png binary"})
    for name in ("staged", "changed", "new"):
        write_file(repo, name, "2")
    run("git", "add", "staged", cwd=repo)
    before = run("git", "status", "--porcelain", cwd=repo)
    made = Logbook.create(repo / below, StillClock())
    assert (made.made.new_repository, made.book.repo.top, made.book.prefix.as_posix()) == (False, repo, below)
    assert committed(repo) == [name if below == "." else f"{below}/{name}" for name in FILES]
    assert run("git", "status", "--porcelain", cwd=repo) == before
    attributes = (repo / below / ".gitattributes").read_text()
    assert attributes == "*.png binary\n" * (below == ".") + "incidents/**/*.yaml text eol=lf merge=rcalog\n"


def test_unborn_repository_with_staged_work(tmp_path: Path) -> None:
    """Before the first commit of a repository the user's staged files stay staged."""
    repo = make_repo(tmp_path / "new")
    write_file(repo, "mine", "1")
    run("git", "add", "mine", cwd=repo)
    create(repo)
    assert (committed(repo), run("git", "status", "--porcelain", cwd=repo)) == (FILES, "A  mine")


def test_attributes_with_uncommitted_work_are_refused(tmp_path: Path) -> None:
    """A file that the user is at work on is not committed for him, nor anything else."""
    repo = make_repo(tmp_path / "service")
    head = git_commit(repo, {"x": ""})
    write_file(repo, ".gitattributes", "*.png binary\n")
    with pytest.raises(UncommittedChanges, match=r"^\.gitattributes has changes that are not committed$"):
        create(repo)
    assert (run("git", "rev-parse", "HEAD", cwd=repo), sorted(path.name for path in repo.iterdir())) == (
        head,
        [".git", ".gitattributes", "x"],
    )


def test_policy_that_is_wrong_is_refused(tmp_path: Path) -> None:
    """A policy file that was put there before must be TOML."""
    write_file(tmp_path / "log", ".rcalog/config.toml", "slug = ")
    with pytest.raises(ConfigError):
        create(tmp_path / "log")


def test_without_identity_nothing_is_left_but_the_repository(tmp_path: Path) -> None:
    """A refused commit leaves no files; with an identity the same call goes through."""
    run("git", "config", "--global", "--remove-section", "user", cwd=tmp_path)
    with pytest.raises(IdentityMissing):
        create(tmp_path / "log")
    assert [path.name for path in (tmp_path / "log").iterdir()] == [".git"]
    run("git", "config", "user.name", "Li Wei", cwd=tmp_path / "log")
    run("git", "config", "user.email", "li@example.org", cwd=tmp_path / "log")
    assert committed(create(tmp_path / "log").repo.top) == FILES


def test_refused_where_nothing_can_be_committed(tmp_path: Path) -> None:
    """A bare repository has no files; a merge must be finished first."""
    with pytest.raises(BareRepository):
        create(make_repo(tmp_path / "bare.git", "--bare"))
    repo = make_repo(tmp_path / "merging")
    git_commit(repo, {"x": ""})
    (repo / ".git/MERGE_HEAD").write_text(run("git", "rev-parse", "HEAD", cwd=repo) + "\n")
    with pytest.raises(OperationInProgress):
        create(repo)
    assert sorted(path.name for path in repo.iterdir()) == [".git", "x"]


def test_own_logbook_does_not_go_into_the_home_folder_s_repository(own_world: Path) -> None:
    """Who keeps the home folder in git does not find incidents among the settings."""
    make_repo(own_world)
    book = create(own_world / ".local/share/rcalog")
    assert book.repo.top == own_world / ".local/share/rcalog"


def test_clone_is_told_how_to_merge_and_to_show_names(tmp_path: Path) -> None:
    """Git knows the merge driver, and prints Chinese names as they are."""
    book = create(tmp_path / "log")
    write_file(book.root, "incidents/支付.yaml", "")
    assert (book.repo.config("merge.rcalog.driver"), book.repo.config("core.quotePath")) == (driver_line(), "false")
    assert run("git", "status", "--porcelain", "-uall", cwd=book.root) == "?? incidents/支付.yaml"


def test_every_way_of_starting_rcalog_names_the_same_driver(tmp_path: Path) -> None:
    """`python -m rcalog` and the command, which names `python3`, do not take each other for another rcalog."""
    venv.create(tmp_path, symlinks=True)
    ask = "import sys; sys.path[:0] = sys.argv[1:]; from rcalog.logbook.setup import driver_line; print(driver_line())"
    found = {run(str(tmp_path / "bin" / name), "-c", ask, *sys.path, cwd=tmp_path) for name in ("python", "python3")}
    assert found == {driver_line(str(tmp_path / "bin/python3"))}


def diverged(tmp_path: Path, ours: str, theirs: str) -> Path:
    """Return a logbook in which one record was changed on two branches."""
    root = create(tmp_path / "log").root
    name = "incidents/2026/11/20261120-paydn.yaml"
    git_commit(root, {name: record_text("20261120-paydn", "one", "summary: x", "tags: [a]")})
    run("git", "switch", "--quiet", "-c", "other", cwd=root)
    git_commit(root, {name: record_text("20261120-paydn", theirs, "summary: x", "tags: [a]")})
    run("git", "switch", "--quiet", "main", cwd=root)
    git_commit(root, {name: record_text("20261120-paydn", "one", "summary: x", f"tags: [{ours}]")})
    return root / name


def test_merge_without_a_driver_that_works_is_git_s_own(tmp_path: Path) -> None:
    """Where rcalog cannot merge, both sides' changes are merged by line."""
    record = diverged(tmp_path, ours="a", theirs="two")
    git_commit(record.parent, {"../../../other.txt": "so that it is no fast-forward"})
    run("git", "config", "merge.rcalog.driver", driver_line("/nowhere/100% python"), cwd=record.parent)
    run("git", "merge", "--quiet", "-m", "merged", "other", cwd=record.parent)
    assert record.read_text() == record_text("20261120-paydn", "two", "summary: x", "tags: [a]")


@pytest.mark.parametrize("program", ["/nowhere/python", "/bin/false"])
def test_conflict_without_a_driver_that_works_has_markers(tmp_path: Path, program: str) -> None:
    """Where both sides changed one line, git stops with both of them in the file: nothing is lost unseen."""
    record = diverged(tmp_path, ours="a", theirs="two")
    git_commit(record.parent, {record.name: record_text("20261120-paydn", "three", "summary: x", "tags: [a]")})
    run("git", "config", "merge.rcalog.driver", driver_line(program), cwd=record.parent)
    merged = subprocess.run(["git", "merge", "other"], cwd=record.parent, capture_output=True, check=False)
    assert merged.returncode == 1
    assert [line for line in record.read_text().splitlines() if line.startswith(("title", "<<<", "===", ">>>"))][
        1:4
    ] == [
        "title: three",
        "=======",
        "title: two",
    ]


def test_legend_s_commands_answer(tmp_path: Path) -> None:
    """Each command that the legend page names runs as it stands there."""
    book = create(tmp_path / "log")
    whys = (
        "whys:\n  - leg: occurrence\n    because:\n      - cause: Typed it\n        id: c2m9r\n        end: root-cause"
    )
    actions = "actions:\n  - action: Fix it\n    id: am3x7"
    text = record_text("20170131-k7f3q", "Database deleted", whys, actions, status="ongoing")
    git_commit(book.root, {"incidents/2017/01/20170131-k7f3q.yaml": text}, "x\n\nIncident: 20170131-k7f3q")
    answers = [run("sh", "-c", f"{command} | cat", cwd=book.root) for command, _, _ in GREPS]
    wanted = ["k7f3q.yaml", "- cause: Typed it", "end: root-cause", "- action: Fix it", "commit ", "commit "]
    assert [want in answer for want, answer in zip(wanted, answers, strict=True)] == [True] * 6
    page = (book.root / "incidents/README.md").read_text(encoding="utf-8")
    assert [command in page for command, _, _ in GREPS] == [True] * 6
    assert "README" not in "".join(answers[:4])
