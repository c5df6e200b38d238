"""The golden case: the GitLab outage of 2017, typed as commands, gives the record and the reports in examples/."""

from __future__ import annotations

import importlib.util
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from tests.helpers.cli import run

EXAMPLES = Path("examples").absolute()
CASE = EXAMPLES / "gitlab-2017"
GREP = Path("docs/grep.md").absolute()
README = Path("README.md").absolute()
LOOK_AROUND = re.compile(r"`(?:… |\.venv/bin/rcalog -C /tmp/gitlab-2017 )([^`]+)`")
"""The commands that the README offers for this logbook."""


def rebuilder() -> ModuleType:
    """Return examples/rebuild.py as a module."""
    spec = importlib.util.spec_from_file_location("rebuild", EXAMPLES / "rebuild.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def operations(logbook: Path) -> list[str]:
    """Return what kind of intention each commit carried out, the oldest first."""
    form = "--format=%(trailers:key=Operation,valueonly,separator=%x2C)"
    log = ["git", "log", "--reverse", form]
    return subprocess.run(log, cwd=logbook, check=True, capture_output=True, text=True).stdout.split()


def test_the_golden_case(tmp_path: Path) -> None:
    """The files here are what `python examples/rebuild.py` writes, and docs/grep.md is what git answers about them."""
    logbook, examples = tmp_path / "logbook", rebuilder()
    files: dict[str, str] = examples.rebuild(logbook)
    assert {name: (CASE / name).read_text(encoding="utf-8") for name in files} == files
    assert operations(logbook) == [
        *("init", "new", *["note"] * 6, "mark", "mark", "set", "why", "action-add", "set"),
        *("action-done", "action-verify", "action-done", "action-verify", "action-prove", "review"),
    ]
    for line in LOOK_AROUND.findall(README.read_text(encoding="utf-8")):
        ran = run(*line.split(), cwd=logbook)
        assert (line, ran.code, "2017" in ran.out or "occurrence" in ran.out) == (line, 0, True), ran.err
    asked = GREP.read_text(encoding="utf-8")
    assert (asked.count("\n## "), examples.ask(logbook)) == (20, asked)


@pytest.mark.parametrize(
    "line",
    [
        "        level: human",
        "    leg: occurrence",
        "    leg: defence",
        "  - leg: detection",
        "    leg: recovery",
        "    leg: systemic",
        "    aims_to: compensate",
        "    strength: strong",
        "    every: 1d",
        "      - proof: pass",
        "status: reviewed",
    ],
)
def test_the_case_passes_the_exercise(line: str) -> None:
    """The record has what a good record of this outage must have."""
    assert line in (CASE / "record.yaml").read_text(encoding="utf-8").splitlines()
