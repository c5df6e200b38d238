"""The shell around every command."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.version import __version__
from tests.helpers.cli import run, spawn

if TYPE_CHECKING:
    from pathlib import Path


def test_version(tmp_path: Path) -> None:
    """The version is one line."""
    ran = spawn("--version", cwd=tmp_path)
    assert (ran.code, ran.out, ran.err) == (0, f"rcalog {__version__}\n", "")


def test_usage_error_as_json(tmp_path: Path) -> None:
    """A wrong flag gives the envelope on stdout, and nothing on stderr."""
    ran = run("help", "--nonsense", "--json", cwd=tmp_path)
    assert (ran.code, ran.err) == (2, "")
    assert ran.json == {
        "schema": "rcalog.json/v1",
        "command": "help",
        "ok": False,
        "data": None,
        "warnings": [],
        "errors": [
            {
                "code": "usage",
                "message": "no such option: --nonsense",
                "hint": "see rcalog help --help; put -- before words that begin with a dash",
                "path": None,
                "line": None,
                "column": None,
            }
        ],
        "commit": None,
    }
