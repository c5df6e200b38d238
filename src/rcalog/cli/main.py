"""The root of the command line: global options, finding the command's module, and the error boundary."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import signal
import sys
from collections.abc import Sequence
from types import FrameType
from typing import Annotated

import typer

from rcalog.cli import commands
from rcalog.cli.ask import NotText, is_text
from rcalog.cli.command import JsonFlag, LogbookDir, NoInput, NoPager, app
from rcalog.cli.context import Session
from rcalog.cli.errors import Terminated, handle
from rcalog.cli.output import Output
from rcalog.clock import Clock, SystemClock
from rcalog.version import __version__

HOME = "home"
"""The hidden command that bare `rcalog` stands for."""

VALUED = ("-C", "--logbook")


@app.callback(invoke_without_command=True)
def root(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,
    common_json: JsonFlag = False,  # noqa: ARG001 (each command merges these with its own, see command.py)
    common_no_input: NoInput = False,  # noqa: ARG001
    common_logbook: LogbookDir = None,  # noqa: ARG001
    common_no_pager: NoPager = False,  # noqa: ARG001
) -> None:
    """Log incidents and their root causes, as YAML in a git repository."""
    if version:
        print(f"rcalog {__version__}")
        raise typer.Exit


def main(arguments: Sequence[str] | None = None, *, clock: Clock | None = None) -> int:
    """Run one command line and return its exit code; every failure ends here as text or JSON."""
    args = list(sys.argv[1:] if arguments is None else arguments)
    clock = clock or SystemClock()
    output = Output.standard(json=_wants_json(args))
    try:
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, _terminate)
        return _run(_as_text(args), Session(output, clock))
    except BaseException as error:  # noqa: BLE001 (the boundary: nothing leaves as a traceback)
        return handle(error, output, now=clock.now())


def _run(args: list[str], session: Session) -> int:
    verb = _verb(args)
    load(verb)
    if verb is None and not {"--help", "--version"} & set(args):
        args.append(HOME)
    session.output.command = None
    result = typer.main.get_command(app)(args=args, prog_name="rcalog", obj=session, standalone_mode=False)
    if result == 130:  # Typer turns KeyboardInterrupt into this
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def load(verb: str | None) -> None:
    """Import the module that declares a command; all of them where the verb names none."""
    for name in _modules(verb):
        importlib.import_module(f"{commands.__name__}.{name}")


def _modules(verb: str | None) -> list[str]:
    stem = (verb or HOME).replace("-", "_")
    for name in (stem, f"{stem}_"):
        if name.isidentifier() and importlib.util.find_spec(f"{commands.__name__}.{name}"):
            return [name]
    return [module.name for module in pkgutil.iter_modules(commands.__path__)]


def _verb(args: Sequence[str]) -> str | None:
    """Return the first word of a command line that is not a global option or its value."""
    rest = iter(args)
    for word in rest:
        if word in VALUED:
            next(rest, None)
        elif not word.startswith("-"):
            return word
    return None


def _as_text(args: Sequence[str]) -> list[str]:
    """Return the command line, refusing what is no text."""
    for number, word in enumerate(args, 1):
        if not is_text(word):
            raise NotText(number)
    return list(args)


def _wants_json(args: Sequence[str]) -> bool:
    own = args[: args.index("--")] if "--" in args else args
    return "--json" in own


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Terminated(number)
