"""The error boundary around every command: whatever ends it becomes text or JSON, and an exit code."""

from __future__ import annotations

import _signal as signal  # type: ignore[import-not-found] # without the names of all signals, which take long to make
from contextlib import contextmanager

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from types import FrameType

    from rcalog.cli.context import Session
    from rcalog.cli.output import Output

    Handler = Callable[[int, FrameType | None], object] | int

PROGRAM = "rcalog"

NAMELESS = "identity-missing"
"""The error that git does not know who writes."""


def guarded(args: Sequence[str], session: Session, act: Callable[[], int]) -> int:
    """Do what a command line asks for and return the exit code; every failure ends here."""
    with _signals({signal.SIGTERM: _terminate, signal.SIGHUP: _terminate, **_heard_again()}):
        try:
            return act()
        except BaseException as error:  # noqa: BLE001 (the boundary: nothing leaves as a traceback)
            with _signals({signal.SIGINT: signal.SIG_IGN}):  # an impatient second Ctrl-C
                from rcalog.cli.errors import handle

                _say_how_to_go_on(args, session.output, error)
                _name_the_command(args, error)
                return handle(error, session.output, now=session.clock.now(), state=session.state)


def deaf() -> None:
    """Hear no Ctrl-C any more: all is said, and a late one has nothing left to interrupt."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _say_how_to_go_on(args: Sequence[str], output: Output, error: BaseException) -> None:
    """Name the command line that says what was answered at the terminal, where nothing else has kept it."""
    from rcalog.cli.ask import InputEnded, go_on_with
    from rcalog.cli.errors import Terminated

    is_broken_off = isinstance(error, KeyboardInterrupt | Terminated | InputEnded) and not output.is_kept
    if is_broken_off and (line := go_on_with(args, output.answers)):
        output.kept(f"to go on with what you typed: {line}")


def _name_the_command(args: Sequence[str], error: BaseException) -> None:
    """Put the command line into the hint where it is to be typed again: once git has a name, or with what is missing.

    What a draft has kept is not typed again.
    """
    import shlex

    from rcalog.cli.ask import InputNeeded
    from rcalog.errors import RcalogError

    typed = shlex.join([PROGRAM, *args])
    if isinstance(error, RcalogError) and error.code == NAMELESS and error.draft is None:
        error.hint = f"{error.hint}; then: {typed}"
    if isinstance(error, InputNeeded) and error.is_argument and error.hint == f"give {error.flag}":
        error.hint = f"give it: {typed} {error.flag}"


@contextmanager
def _signals(handlers: Mapping[int, Handler]) -> Iterator[None]:
    before = {number: signal.signal(number, handler) for number, handler in handlers.items()}
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _heard_again() -> dict[int, Handler]:
    """Return what makes an exception of Ctrl-C again, which ended the process at once while it was loading."""
    is_default = signal.getsignal(signal.SIGINT) == signal.SIG_DFL
    return {signal.SIGINT: signal.default_int_handler} if is_default else {}


def _terminate(number: int, _frame: FrameType | None) -> None:
    from rcalog.cli.errors import Terminated

    raise Terminated(number)
