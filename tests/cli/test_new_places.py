"""`rcalog new`: where the record goes, and what it is made of."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from rcalog.logbook.templates import list_templates
from tests.helpers.cli import run, spawn
from tests.helpers.git import make_repo, snapshot, write_file
from tests.helpers.git import run as git
from tests.helpers.logbooks import StillClock, make_logbook

ID = "20261120-paydn"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return an empty logbook."""
    return make_logbook(tmp_path / "log")


def own_logbook(home: Path) -> Path:
    """Return where the user's own logbook is."""
    return home / ".local/share/rcalog"


def test_nowhere(own_world: Path, tmp_path: Path) -> None:
    """The first record makes the user's own logbook and says where; the second one is put beside it."""
    own = own_logbook(own_world)
    first = run("new", "x", "--started", "13:00", "--severity", "sev2", cwd=tmp_path, clock=StillClock())
    second = run("new", "y", "--started", "13:00", "--severity", "sev2", cwd=tmp_path, clock=StillClock())
    assert (first.code, first.err) == (0, f"a new logbook of your own, {own}\n")
    assert (second.code, second.err) == (0, f"in your own logbook, {own}\n")
    assert len(list(own.glob("incidents/2026/11/*.yaml"))) == 2
    assert git("git", "status", "--porcelain", cwd=own) == ""


def test_without_a_title_nothing_is_made(own_world: Path, tmp_path: Path) -> None:
    """What cannot become a record leaves no trace."""
    ran = run("new", cwd=tmp_path)
    assert (ran.code, ran.err.splitlines()[0]) == (2, "error: TITLE is missing, and there is no terminal to ask on")
    assert not own_logbook(own_world).exists()


def test_a_dry_run_makes_no_logbook(own_world: Path, tmp_path: Path) -> None:
    """The record is shown, the place is named, and neither home nor the folder for temporary files keeps anything."""
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    ran = spawn("new", "x", "--id", ID, "--dry-run", cwd=tmp_path, env={"TMPDIR": str(scratch)})
    assert (ran.code, ran.err.splitlines()[0]) == (0, f"a logbook would be made in {own_logbook(own_world)}")
    assert "+title: x" in ran.out.splitlines()
    assert (own_logbook(own_world).exists(), list(scratch.iterdir())) == (False, [])


def test_a_dry_run_without_a_name_for_git(own_world: Path, tmp_path: Path) -> None:
    """It ends as the real run would, and keeps nothing."""
    (own_world / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    scratch = tmp_path / "tmp"
    scratch.mkdir()
    real = run("new", "x", cwd=tmp_path)
    dry = spawn("new", "x", "--dry-run", cwd=tmp_path, env={"TMPDIR": str(scratch)})
    assert (dry.code, dry.err.splitlines()[1]) == (real.code, real.err.splitlines()[1])
    assert ("what you typed is kept" in dry.err, "what you typed is kept" in real.err) == (False, True)


def test_without_a_name_for_git(own_world: Path, tmp_path: Path) -> None:
    """The first record of all is kept; what the hint says brings it into a logbook, with the name on its steps."""
    (own_world / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    own = own_logbook(own_world)
    first = run("new", "x", "--id", ID, "--mitigated", "13:00", "--how", "graphs", cwd=tmp_path, clock=StillClock())
    configure, _, kept = first.err.splitlines()[-1].removeprefix("hint: ").partition("; what you typed is kept: ")
    again = kept.removeprefix("rcalog ").split()
    assert (first.code, [*own.iterdir()]) == (1, [own / ".git"])
    assert [run(*line, cwd=tmp_path).code for line in (["drafts"], ["list"], again)] == [0, 0, 1]
    git("sh", "-c", configure, cwd=own)
    assert run(*again, cwd=tmp_path).code == 0
    assert git("git", "log", "--format=%s", cwd=own).splitlines() == [f"{ID}: new x", "Start an incident log"]
    assert "    by: you\n" in (own / f"incidents/2026/11/{ID}-x.yaml").read_text()
    assert run("drafts", cwd=tmp_path).out == "no drafts\n"


def test_the_first_logbook_that_a_hook_refuses(own_world: Path, tmp_path: Path) -> None:
    """A hook of the user's own refuses its first commit: no file stays behind, and the record is kept."""
    hooks = tmp_path / "hooks"
    write_file(hooks, "commit-msg", "#!/bin/sh\nexit 1\n").chmod(0o755)
    git("git", "config", "--global", "core.hooksPath", str(hooks), cwd=tmp_path)
    ran, own = run("new", "x", cwd=tmp_path), own_logbook(own_world)
    assert (ran.code, "rcalog drafts resume" in ran.err, [*own.iterdir()]) == (1, True, [own / ".git"])
    (hooks / "commit-msg").unlink()
    assert run("drafts", "resume", cwd=tmp_path).code == 0


def test_in_a_repository_without_a_logbook(own_world: Path, tmp_path: Path) -> None:
    """The repository is left alone, and how to keep records in it is said."""
    repo = make_repo(tmp_path / "service")
    ran = run("new", "x", cwd=repo, clock=StillClock())
    assert ran.err.splitlines()[:2] == [
        f"a new logbook of your own, {own_logbook(own_world)}",
        f"hint: to keep records in this repository: rcalog init {repo}",
    ]
    assert (ran.code, git("git", "status", "--porcelain", cwd=repo)) == (0, "")


def test_in_a_repository_of_somebody_else(own_world: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is none of ours: the record goes to one's own logbook."""
    repo = make_repo(tmp_path / "theirs")
    script = (
        'place=$PWD; [ "$1" != -C ] || place=$2\n'
        f'case "$place" in */theirs) export GIT_TEST_ASSUME_DIFFERENT_OWNER=1;; esac\nexec {shutil.which("git")} "$@"'
    )
    write_file(tmp_path, "bin/git", f"#!/bin/sh\n{script}\n").chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    assert run("new", "x", cwd=repo, clock=StillClock()).code == 0
    assert len(list(own_logbook(own_world).glob("incidents/2026/11/*.yaml"))) == 1


def test_in_the_folder_of_a_service_s_repository(tmp_path: Path) -> None:
    """What else is staged or changed there stays as it was."""
    book = make_logbook(tmp_path / "service", "docs/事故 log")
    write_file(book.repo.top, "app.py", "staged")
    git("git", "add", "app.py", cwd=book.repo.top)
    write_file(book.repo.top, "app.py", "changed")
    before = snapshot(book.repo.top, "docs")
    assert run("new", "--id", ID, "数据库 down", cwd=book.repo.top, clock=StillClock()).code == 0
    assert snapshot(book.repo.top, "docs") == before
    committed = git("git", "show", "--name-only", "--format=", "HEAD", "-z", cwd=book.repo.top)
    assert committed.strip("\0") == f"docs/事故 log/incidents/2026/11/{ID}-数据库-down.yaml"


def test_a_bare_repository(tmp_path: Path) -> None:
    """There is no folder to write in, and that is said."""
    bare = make_repo(tmp_path / "bare.git", "--bare")
    ran = run("-C", str(bare), "new", "x", cwd=tmp_path)
    refused = f"error: {bare} is in a bare repository, which has no files to edit"
    assert (ran.code, ran.err.splitlines()[0]) == (1, refused)
    assert run("-C", str(bare), "init", cwd=tmp_path).err.splitlines()[0] == refused


def test_inside_a_bare_repository(own_world: Path, tmp_path: Path) -> None:
    """A new record is refused, also where there is a logbook of one's own; reading goes on there, and says so."""
    bare = make_repo(tmp_path / "bare.git", "--bare")
    assert run("new", "x", cwd=bare).err.startswith(f"error: {bare} is in a bare repository")
    assert not own_logbook(own_world).exists()
    assert run("new", "x", cwd=tmp_path).code == 0
    assert run("new", "y", cwd=bare).code == 1
    assert run("list", cwd=bare).err == f"in your own logbook, {own_logbook(own_world)}\n"


@pytest.mark.parametrize("name", [Path(each).stem for each in list_templates("incident")])
def test_every_template_makes_a_valid_record(name: str, book: Logbook) -> None:
    """Its comments stay as guidance, and the kind of the incident is among its tags."""
    ran = run("new", "x", "--id", ID, "--template", name, "--tag", "mine", cwd=book.root, clock=StillClock())
    text = (book.root / f"incidents/2026/11/{ID}-x.yaml").read_text()
    assert ran.code == 0
    assert [line for line in text.splitlines() if line.startswith("# ") and "yaml-language-server" not in line] != []
    assert f"tags: [{name}, mine]" in text
    assert run("check", cwd=book.root).code == 0


OURS = """\
# Ask the shop first.
tags: [pay]
services: [pay]
roles:
  lead: shop on-call  # until somebody else takes it
impact:
  # Orders, not users.
  summary: ask the shop
"""


def test_a_team_s_own_template(book: Logbook) -> None:
    """It is found by its name, what was given goes over it or beside it, and its comments stay."""
    write_file(book.root, ".rcalog/templates/incident/支付.yaml", OURS)
    ran = run(
        *("new", "x", "--id", ID, "--template", "支付", "--service", "db,pay", "--lead", "li.wei"),
        cwd=book.root,
        clock=StillClock(),
    )
    assert ran.code == 0
    assert (book.root / f"incidents/2026/11/{ID}-x.yaml").read_text() == (
        "# yaml-language-server: $schema=../../../.rcalog/incident.schema.json\n# Ask the shop first.\n"
        f"schema: rcalog/v1\nid: {ID}\ntitle: x\nkind: incident\nstatus: ongoing\nseverity: unrated\n"
        "tags: [pay]\nservices: [pay, db]\nroles:\n  lead: li.wei  # until somebody else takes it\n"
        "impact:\n  # Orders, not users.\n  summary: ask the shop\n"
    )


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("tags: [\n", "error: not valid YAML"),
        ("severity: sev2\nroles: ana\n", "error: the template pay would make a record that is not valid"),
    ],
)
def test_a_template_that_is_spoilt(text: str, message: str, book: Logbook) -> None:
    """The template is named, and nothing is written."""
    write_file(book.root, ".rcalog/templates/incident/pay.yaml", text)
    ran = run("new", "x", "--template", "pay", cwd=book.root)
    assert (ran.code, ran.err.startswith(message), "template pay" in ran.err) == (1, True, True)
    assert book.catalog.paths() == []
