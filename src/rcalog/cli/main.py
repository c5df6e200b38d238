"""The root of the command line: global options, and the error boundary around every command."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from types import FrameType
from typing import Annotated

import typer

from rcalog.cli.ask import InputEnded, InputNeeded, NotText, go_on_with, is_text
from rcalog.cli.command import PROGRAM, JsonFlag, LogbookDir, NoInput, NoPager, app, outline
from rcalog.cli.commands import load
from rcalog.cli.completing import COMPLETE
from rcalog.cli.context import Session
from rcalog.cli.errors import INTERRUPTED, Terminated, handle
from rcalog.cli.output import Output
from rcalog.clock import Clock, SystemClock
from rcalog.errors import RcalogError, UsageError
from rcalog.version import __version__

NAMELESS = "identity-missing"
"""The error that git does not know who writes."""

HOME = "home"
"""The hidden command that bare `rcalog` stands for."""

Handler = Callable[[int, FrameType | None], object] | signal.Handlers

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
    with _signals({signal.SIGTERM: _terminate, signal.SIGHUP: _terminate}):
        try:
            return _complete() if COMPLETE in os.environ else _run(args, session)
        except BaseException as error:  # noqa: BLE001 (the boundary: nothing leaves as a traceback)
            with _signals({signal.SIGINT: signal.SIG_IGN}):  # an impatient second Ctrl-C
                _say_how_to_go_on(args, session.output, error)
                _name_the_command(args, error)
                return handle(error, session.output, now=session.clock.now(), state=session.state)


def _run(args: list[str], session: Session) -> int:
    for number, word in enumerate(args, 1):
        if not is_text(word):
            raise NotText(number)
    verb = _verb(args)
    if verb is None and not ANSWERED_BY_ROOT & set(args):
        args, verb = [*args, HOME], HOME
    load(verb)
    tool = outline(root) if verb is None else app
    result = typer.main.get_command(tool)(args=args, prog_name=PROGRAM, obj=session, standalone_mode=False)
    if result == INTERRUPTED:  # Typer turns KeyboardInterrupt into this
        raise KeyboardInterrupt
    return result if isinstance(result, int) else 0


def _say_how_to_go_on(args: Sequence[str], output: Output, error: BaseException) -> None:
    """Name the command line that says what was answered at the terminal, where nothing else has kept it."""
    is_broken_off = isinstance(error, KeyboardInterrupt | Terminated | InputEnded) and not output.is_kept
    if is_broken_off and (line := go_on_with(args, output.answers)):
        output.kept(f"to go on with what you typed: {line}")


def _name_the_command(args: Sequence[str], error: BaseException) -> None:
    """Put the command line into the hint where it is to be typed again: once git has a name, or with what is missing.

    What a draft has kept is not typed again.
    """
    typed = shlex.join([PROGRAM, *args])
    if isinstance(error, RcalogError) and error.code == NAMELESS and error.draft is None:
        error.hint = f"{error.hint}; then: {typed}"
    if isinstance(error, InputNeeded) and error.is_argument and error.hint == f"give {error.flag}":
        error.hint = f"give it: {typed} {error.flag}"


def _complete() -> int:
    """Let Typer answer the shell; whatever goes wrong, the shell is told nothing."""
    typed = os.environ.get("_TYPER_COMPLETE_ARGS") or os.environ.get("COMP_WORDS", "")
    verb = _verb(typed.split()[1:])
    try:
        load(verb)
        typer.main.get_command(app)(args=[], prog_name=PROGRAM, standalone_mode=False)
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


@contextmanager
def _signals(handlers: Mapping[signal.Signals, Handler]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _terminate(number: int, _frame: FrameType | None) -> None:
    raise Terminated(number)
