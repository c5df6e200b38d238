"""The reference of the commands, from what `--help` says."""

from __future__ import annotations

from collections.abc import Iterator

import typer
from typer.core import TyperCommand, TyperGroup

import rcalog.cli.main  # noqa: F401 (declares the options of the root)
from rcalog.cli.command import app
from rcalog.cli.commands import load


def commands() -> str:
    """Return one section for each command, the root first."""
    load(None)
    root = typer.main.get_command(app)
    return "\n".join(describe(root, typer.Context(root, info_name="rcalog", **root.context_settings)))


def describe(command: object, context: typer.Context) -> Iterator[str]:
    """Yield the section of a command and those of the commands below it."""
    if not isinstance(command, TyperCommand | TyperGroup):
        return
    yield f"## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
    for name, below in sorted(getattr(command, "commands", {}).items()):
        if not below.hidden:
            yield from describe(below, typer.Context(below, info_name=name, parent=context))
