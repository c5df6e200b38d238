"""The contracts of import-linter in pyproject.toml: they hold, and they bite."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.contract.source import ROOT

LINT = [sys.executable, "-c", "from importlinter.cli import lint_imports_command as lint; lint()", "--no-cache"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """Copy the sources, so that a test may spoil them."""
    shutil.copytree(ROOT / "src" / "rcalog", tmp_path / "rcalog", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Check the contracts of the sources in a folder."""
    environment = {**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"}
    return subprocess.run(LINT, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_the_contracts_hold(copy: Path) -> None:
    """Imports go one way, and the pure parts are pure."""
    done = lint(copy)

    assert (done.returncode, "BROKEN" in done.stdout) == (0, False), done.stdout


@pytest.mark.parametrize(
    ("module", "line", "contract"),
    [
        ("model/spoilt.py", "import rcalog.logbook", "imports go one way"),
        ("reports/spoilt.py", "import rcalog.logbook", "imports go one way"),
        ("logbook/spoilt.py", "import rcalog.services", "imports go one way"),
        ("model/spoilt.py", "import typer", "the model and the interview"),
        ("interview/spoilt.py", "import sqlite3", "the model and the interview"),
        ("model/spoilt.py", "def read() -> None:\n    import ruamel.yaml", "the model and the interview"),
        ("reports/spoilt.py", "import subprocess", "reports turn values into text"),
    ],
)
def test_a_contract_bites(copy: Path, module: str, line: str, contract: str) -> None:
    """An import that goes the wrong way breaks the contract that forbids it."""
    (copy / "rcalog" / module).write_text(f"{line}\n", encoding="utf-8")

    done = lint(copy)

    broken = [text for text in done.stdout.splitlines() if text.endswith("BROKEN")]
    assert done.returncode == 1
    assert [text.startswith(contract) for text in broken] == [True]


def test_a_new_package_must_be_placed(copy: Path) -> None:
    """A package that no layer names is refused."""
    (copy / "rcalog" / "stranger").mkdir()
    (copy / "rcalog" / "stranger" / "__init__.py").touch()

    assert lint(copy).returncode == 1
