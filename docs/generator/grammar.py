"""What each command takes, read off the Typer app: a module for what is answered before Typer is loaded."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from inspect import unwrap
from typing import Any

import typer
from typer.core import TyperGroup

import rcalog.cli.main  # noqa: F401 (declares the options of the root)
from rcalog.cli.command import app
from rcalog.cli.commands import load
from rcalog.cli.completion import complete_references

HEAD = '''"""What each command takes, for what is answered before Typer is loaded. Made by docs/generate.py."""

from __future__ import annotations

Param = tuple[str, str]
"""A name, and what it takes: nothing (flag), a text, a number (int), a reference (ref), all that follows (many)."""

COMMON: dict[str, Param] = %s
"""Options of every command."""

COMMANDS: dict[str, tuple[dict[str, Param], tuple[Param, ...]]] = {
'''
Params = dict[str, tuple[str, str]]


def grammar() -> str:
    """Return the module."""
    load(None)
    walked = dict(_walk(typer.main.get_command(app), ()))
    common = dict(set.intersection(*(set(options.items()) for options, _ in walked.values())))
    own = {
        path: ({name: param for name, param in options.items() if name not in common}, arguments)
        for path, (options, arguments) in walked.items()
    }
    lines = [f"    {path!r}: {taken!r},\n" for path, taken in own.items()]
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "src/rcalog/cli/grammar.py", "-"]
    text = f"{HEAD % dict(sorted(common.items()))}{''.join(lines)}}}\n"
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def _walk(command: Any, path: tuple[str, ...]) -> Iterator[tuple[str, tuple[Params, tuple[tuple[str, str], ...]]]]:  # noqa: ANN401 (Typer's own click)
    if isinstance(command, TyperGroup):
        for name, below in sorted(command.commands.items()):
            yield from _walk(below, (*path, name))
        return
    options = [param for param in command.params if param.param_type_name == "option"]
    named = {flag: _param(param) for param in options for flag in (*param.opts, *param.secondary_opts)}
    arguments = tuple(_param(param) for param in command.params if param.param_type_name == "argument")
    yield " ".join(path), (named, arguments)


def _param(param: Any) -> tuple[str, str]:  # noqa: ANN401 (Typer's own click)
    return str(param.name), _kind(param)


def _kind(param: Any) -> str:  # noqa: ANN401 (Typer's own click)
    if getattr(param, "is_flag", False):
        return "flag" if not param.secondary_opts else "switch"
    if param.nargs == -1 or getattr(param, "multiple", False):
        return "many"
    cells = getattr(getattr(param, "_custom_shell_complete", None), "__closure__", None) or ()
    if any(unwrap(cell.cell_contents) is complete_references for cell in cells):
        return "ref"
    return "int" if param.type.name.startswith("int") else "text"
