"""What the help of the root says, read off the Typer app: a module for what is answered before Typer is loaded."""

from __future__ import annotations

import subprocess
import sys

import typer

import rcalog.cli.main  # noqa: F401 (declares the options of the root)
from rcalog.cli.command import app
from rcalog.cli.commands import load
from rcalog.cli.help import Group, parameters, usage

TEXT = '''"""What the help of the root says, for `rcalog --help` before Typer is loaded. Made by docs/generate.py."""
# ruff: noqa: E501

from __future__ import annotations

Rows = list[tuple[str, str]]

USAGE = {usage!r}
SUMMARY = {summary!r}
PANELS: dict[str, Rows] = {panels!r}
"""The commands, by purpose."""

PARAMETERS: dict[str, Rows] = {parameters!r}
'''


def outline() -> str:
    """Return the module."""
    load(None)
    root = typer.main.get_command(app)
    if not isinstance(root, Group):
        raise TypeError(root)
    ctx = typer.Context(root, info_name=app.info.name or "", **root.context_settings)
    said = {"usage": usage(root, ctx), "panels": root.panels(), "parameters": parameters(root, ctx)}
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "src/rcalog/cli/outline.py", "-"]
    text = TEXT.format(**said, summary=root.help)
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout
