"""The golden case: the GitLab outage of 2017, typed as commands, gives the record and the reports in examples/."""

from __future__ import annotations

import importlib.util
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

EXAMPLES = Path("examples").absolute()
CASE = EXAMPLES / "gitlab-2017"


def rebuilder() -> ModuleType:
    """Return examples/rebuild.py as a module."""
    spec = importlib.util.spec_from_file_location("rebuild", EXAMPLES / "rebuild.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def logbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the logbook that the case is typed into."""
    return tmp_path_factory.mktemp("golden") / "logbook"


@pytest.fixture(scope="module")
def files(logbook: Path) -> dict[str, str]:
    """Return what the case gives now."""
    rebuilt: dict[str, str] = rebuilder().rebuild(logbook)
    return rebuilt


@pytest.mark.parametrize("name", ["record.yaml", "report.en.md", "report.zh.md"])
def test_examples_are_up_to_date(files: dict[str, str], name: str) -> None:
    """What is committed is what the program writes; `python examples/rebuild.py` writes it anew."""
    assert (CASE / name).read_text(encoding="utf-8") == files[name]


def test_every_command_is_one_commit(files: dict[str, str], logbook: Path) -> None:
    """The history tells the story: one commit a command, each with its operation."""
    assert files
    log = subprocess.run(
        ["git", "log", "--reverse", "--format=%(trailers:key=Operation,valueonly,separator=%x2C)"],
        cwd=logbook,
        check=True,
        capture_output=True,
        text=True,
    )
    operations = "init new note*6 mark*2 set why action-add set action-done action-verify action-done action-verify"
    expected = [name for word in operations.split() for name in [word.partition("*")[0]] * int(word[-1] if "*" in word else 1)]
    assert log.stdout.split() == [*expected, "action-prove", "review"]


def test_the_case_passes_the_exercise(files: dict[str, str]) -> None:
    """The record answers what a good record of this outage must answer."""
    record = files["record.yaml"]
    assert "level: human\n" in record
    assert [line for line in record.splitlines() if line.strip().startswith("leg:")] == [
        f"    leg: {leg}" for leg in ("occurrence", "defence", "recovery", "systemic")
    ]
    assert "- leg: detection\n" in record
    assert "aims_to: compensate" in record
    assert "strength: strong" in record
    assert "every: 1d\n" in record
    assert "proof: pass\n" in record
    assert "status: reviewed\n" in record
