"""Write docs/cli.md from the program's own help.

`python docs/generate.py` writes it; with `--check` it only says whether it is up to date.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import typer
from typer.core import TyperCommand, TyperGroup

from rcalog.cli.command import app
from rcalog.cli.main import load

PAGE = Path(__file__).parent / "cli.md"

INTRODUCTION = """\
# The commands

Made by `python docs/generate.py` from what `--help` says; do not edit.
"""


def main() -> int:
    """Write the page, or compare it."""
    wanted = "\n".join([INTRODUCTION, *sections()])
    if sys.argv[1:] != ["--check"]:
        PAGE.write_text(wanted, encoding="utf-8")
        return 0
    if PAGE.exists() and PAGE.read_text(encoding="utf-8") == wanted:
        return 0
    print(f"{PAGE.name} is out of date; run: python docs/generate.py", file=sys.stderr)
    return 1


def sections() -> Iterator[str]:
    """Yield the reference, one section for each command, the root first."""
    load(None)
    root = typer.main.get_command(app)
    yield from describe(root, typer.Context(root, info_name="rcalog", **root.context_settings))


def describe(command: object, context: typer.Context) -> Iterator[str]:
    """Yield the section of a command and those of the commands below it."""
    if not isinstance(command, TyperCommand | TyperGroup):
        return
    yield f"## `{context.command_path}`\n\n```text\n{command.get_help(context)}\n```\n"
    for name, below in sorted(getattr(command, "commands", {}).items()):
        if not below.hidden:
            yield from describe(below, typer.Context(below, info_name=name, parent=context))


if __name__ == "__main__":
    sys.exit(main())
