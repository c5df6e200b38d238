"""The root of the command line: global options, and the error boundary around every command."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Annotated

import typer

from rcalog.cli.ask import NotText
from rcalog.cli.boundary import PROGRAM, guarded
from rcalog.cli.command import JsonFlag, LogbookDir, NoInput, NoPager, app
from rcalog.cli.commands import load
from rcalog.cli.completing import COMPLETE
from rcalog.cli.context import Session
from rcalog.cli.errors import INTERRUPTED
from rcalog.cli.output import Output
from rcalog.cli.streams import is_text
from rcalog.clock import Clock, SystemClock
from rcalog.errors import UsageError
from rcalog.version import __version__

HOME = "home"
"""The hidden command that bare `rcalog` stands for."""

VALUED = ("-C", "--logbook")
ANSWERED_BY_ROOT = {"-h", "--help", "--version", "--install-completion", "--show-completion"}


class FolderNeeded(UsageError):
    """The option that names the logbook stands at the end, without a folder."""

    code = "folder-needed"

    def __init__(self) -> None:
        super().__init__("-C needs a folder", hint="rcalog -C DIR list")


@app.callback(invoke_without_command=True)
def root(
    ctx: typer.Context,
    *,
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    common_json: JsonFlag = False,  # noqa: ARG001 (each command merges these with its own, see command.py)
    common_no_input: NoInput = False,  # noqa: ARG001
    common_logbook: LogbookDir = None,  # noqa: ARG001
    common_no_pager: NoPager = False,  # noqa: ARG001
) -> None:
    """Log incidents and their root causes, as YAML in a git repository."""
    if version:
        session: Session = ctx.obj
        session.output.answer({"version": __version__}, f"rcalog {__version__}\n")
        raise typer.Exit
    if ctx.invoked_subcommand is None:
        raise FolderNeeded


def main(arguments: Sequence[str] | None = None, *, clock: Clock | None = None) -> int:
    """Run one command line and return its exit code; every failure ends here as text or JSON."""
    args = list(sys.argv[1:] if arguments is None else arguments)
    session = Session(Output.standard(json=_wants_json(args)), clock or SystemClock())
    return guarded(args, session, lambda: _complete() if COMPLETE in os.environ else _run(args, session))


def _run(args: list[str], session: Session) -> int:
    for number, word in enumerate(args, 1):
        if not is_text(word):
            raise NotText(number)
    verb = _verb(args)
    if verb is None and not ANSWERED_BY_ROOT & set(args):
        args, verb = [*args, HOME], HOME
    load(verb)
    result = typer.main.get_command(app)(args=args, prog_name=PROGRAM, obj=session, standalone_mode=False)
    if result == INTERRUPTED:  # Typer turns KeyboardInterrupt into this
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _complete() -> int:
    """Let Typer answer the shell; whatever goes wrong, the shell is told nothing."""
    typed = os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", "")
    verb = _verb(typed.split()[1:])
    try:
        load(verb)
        command = typer.main.get_command(app)
        if os.environ[COMPLETE] == "complete_bash":
            from rcalog.cli.bashwords import answer_in_pieces

            answer_in_pieces(lambda: command(args=[], prog_name=PROGRAM, standalone_mode=False))
        else:
            command(args=[], prog_name=PROGRAM, standalone_mode=False)
    except Exception:  # noqa: BLE001 (noise would land in the middle of what is being typed)
        return 1
    return 0


def _verb(args: Sequence[str]) -> str | None:
    """Return the first word of a command line that is not a global option or its value."""
    rest = iter(args)
    for word in rest:
        if word in VALUED:
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return None


def _wants_json(args: Sequence[str]) -> bool:
    own = args[: args.index("--")] if "--" in args else args
    return "--json" in own
