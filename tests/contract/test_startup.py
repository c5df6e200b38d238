"""What a command line loads before it has anything to do."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.cli import run
from tests.helpers.logbooks import incident, logbook_of

HEAVY = {"git", "jinja2", "prompt_toolkit", "pydantic", "rich", "ruamel"}


PROGRAM = ("-c", "import sys; from rcalog.__main__ import main; sys.exit(main())")


def loaded_by(*arguments: str, folder: Path | None = None) -> set[str]:
    """Run Python and return the top-level packages that it imported on the way."""
    command = [sys.executable, "-X", "importtime", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=folder)
    lines = [line for line in done.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().partition(".")[0] for line in lines}


@pytest.mark.parametrize("flag", ["--version", "--help"])
def test_nothing_heavy_is_loaded_in_order_to_say_hello(flag: str) -> None:
    """The version and the help of all commands come without git, YAML, templates, models or prompts."""
    loaded = loaded_by(*PROGRAM, flag)

    assert "rcalog" in loaded
    assert loaded & HEAVY == set()


def test_the_version_loads_nothing_but_rcalog() -> None:
    """The version is answered before Typer is loaded, or anything of the standard library that Python does not need."""
    assert loaded_by(*PROGRAM, "--version") - loaded_by("-c", "pass") == {"__future__", "rcalog"}


@pytest.mark.parametrize(
    "line", [["list"], ["search", "payments"], ["search", "--history", "payments"], ["similar", "payments", "down"]]
)
def test_a_list_loads_no_models(tmp_path: Path, line: list[str]) -> None:
    """Lists are answered by the index and by what is remembered of the policy: no YAML, and nothing is validated."""
    root = logbook_of(tmp_path / "repo", incident()).root
    assert run(*line, cwd=root).code == 0

    assert loaded_by(*PROGRAM, *line, folder=root) & HEAVY == set()


@pytest.mark.parametrize("line", [["list"], ["search", "payments"]])
def test_a_list_needs_no_typer(tmp_path: Path, line: list[str]) -> None:
    """The lane of lists and searches loads nothing of Typer."""
    root = logbook_of(tmp_path / "repo", incident()).root

    assert "typer" not in loaded_by(*PROGRAM, *line, folder=root)
