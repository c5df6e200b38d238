"""`rcalog init` and `rcalog schema`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.cli import run, spawn
from tests.helpers.git import make_repo, snapshot
from tests.helpers.git import run as git

FILES = [".rcalog/config.toml", ".rcalog/incident.schema.json", ".gitattributes", "incidents/README.md"]


def test_init_makes_a_logbook(tmp_path: Path) -> None:
    """A folder, a repository, the files in one commit, and the next command."""
    ran = spawn("init", "my log", cwd=tmp_path)
    short = git("git", "rev-parse", "--short", "HEAD", cwd=tmp_path / "my log").strip()
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines() == [
        *(f"+ {name}" for name in FILES),
        f"the logbook in {tmp_path / 'my log'} is ready ({short})",
        "next: rcalog new TITLE",
    ]


def test_init_again_changes_nothing(tmp_path: Path) -> None:
    """What is complete stays as it is."""
    run("init", cwd=tmp_path)
    before = snapshot(tmp_path)
    ran = run("init", cwd=tmp_path)
    assert (ran.code, ran.out.splitlines()[0]) == (0, f"the logbook in {tmp_path} is complete already")
    assert snapshot(tmp_path) == before


def test_init_brings_back_what_is_gone(tmp_path: Path) -> None:
    """A file that is committed and missing in the work tree is there again, and nothing is committed."""
    run("init", cwd=tmp_path)
    head = git("git", "rev-parse", "HEAD", cwd=tmp_path)
    (tmp_path / FILES[1]).unlink()
    ran = run("init", cwd=tmp_path)
    assert (ran.code, ran.out.splitlines()[0]) == (0, f"+ {FILES[1]}")
    assert (git("git", "rev-parse", "HEAD", cwd=tmp_path), git("git", "status", "--porcelain", cwd=tmp_path)) == (
        head,
        "",
    )


def test_init_inside_a_logbook(tmp_path: Path) -> None:
    """Without a folder it is about the logbook around; a folder that is named becomes one, with a warning."""
    run("init", cwd=tmp_path)
    (tmp_path / "sub").mkdir()
    ran = run("init", cwd=tmp_path / "sub")
    assert (ran.code, ran.out.splitlines()[0]) == (0, f"the logbook in {tmp_path} is complete already")
    named = run("init", "sub", cwd=tmp_path)
    assert (named.code, (tmp_path / "sub/.rcalog").is_dir()) == (0, True)
    assert named.err.startswith(f"warning: {tmp_path / 'sub'} lies in another logbook, {tmp_path}; ")
    make_repo(tmp_path / "own")
    assert run("init", "own", cwd=tmp_path).err == ""


def test_init_for_programs(tmp_path: Path) -> None:
    """The root, the files and the commit."""
    ran = run("init", "--json", cwd=make_repo(tmp_path / "repo"))
    head = git("git", "rev-parse", "HEAD", cwd=tmp_path / "repo").strip()
    assert ran.json["data"] == {"root": str(tmp_path / "repo"), "files": FILES, "dry_run": False}
    assert ran.json["commit"] == head


@pytest.mark.parametrize("place", ["new", "repo"])
def test_a_dry_run_changes_nothing(place: str, tmp_path: Path) -> None:
    """The files are named, and none is written, with or without a repository."""
    make_repo(tmp_path / "repo")
    before = snapshot(tmp_path / "repo")
    ran = run("init", place, "--dry-run", cwd=tmp_path)
    assert (ran.code, ran.out.splitlines()[:4]) == (0, [f"+ {name}" for name in FILES])
    assert (snapshot(tmp_path / "repo"), (tmp_path / "new").exists()) == (before, False)


def test_the_folder_of_a_common_option(tmp_path: Path) -> None:
    """-C says where, as it does for every command."""
    assert run("-C", str(tmp_path / "log"), "init", cwd=tmp_path).code == 0
    assert (tmp_path / "log" / ".rcalog" / "config.toml").is_file()


def test_schema(tmp_path: Path) -> None:
    """The same schema for people, for programs and in the logbook."""
    run("init", cwd=tmp_path)
    printed = json.loads(run("schema", cwd=tmp_path).out)
    assert printed == run("schema", "--json", cwd=tmp_path).json["data"]
    assert printed == json.loads((tmp_path / ".rcalog/incident.schema.json").read_text())
