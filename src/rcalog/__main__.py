"""The entry point: answers --version, --help, completion and most lists before Typer is loaded."""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import NoReturn


def main() -> None:
    """Run the command line of this process."""
    _die_of_ctrl_c()
    if sys.argv[1:] == ["--version"]:
        from rcalog.version import __version__

        try:
            os.write(1, f"rcalog {__version__}\n".encode())
        except OSError:  # a closed pipe and a full disk are for the error boundary
            pass
        else:
            _leave(0)
    if "_RCALOG_COMPLETE" in os.environ:
        from rcalog.cli.completing import answered

        if answered():
            _leave(0)
    if (code := _without_typer(sys.argv[1:])) is not None:
        _stop_listening()
        _leave(code)
    from rcalog.cli.main import main as run

    code = run()
    _stop_listening()
    sys.exit(code)


def _without_typer(args: list[str]) -> int | None:
    """Answer a command line that needs no Typer and return the exit code; None where nothing was done."""
    if args in (["--help"], ["-h"]):
        from rcalog.cli.roothelp import show

        return show(args)
    if args and args[0] in ("actions", "history", "list", "mark", "new", "note", "search", "set", "show"):
        from rcalog.cli.lane import short_cut

        return short_cut(args)
    return None


def _die_of_ctrl_c() -> None:
    """Let a Ctrl-C end the process without a word as long as it only loads; the error boundary hears it later."""
    import _signal as signal  # type: ignore[import-not-found] # see cli/boundary.py

    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, signal.SIG_DFL)


def _stop_listening() -> None:
    from rcalog.cli.boundary import deaf

    deaf()


def _leave(code: int) -> NoReturn:
    """End at once: what the interpreter would take apart first is gone with the process anyway."""
    for stream in (sys.stdout, sys.stderr):
        try:  # noqa: SIM105 (contextlib is not loaded for the version)
            stream.flush()
        except (AttributeError, OSError, ValueError):  # closed by the caller, or nobody reads it any more
            pass
    os._exit(code)


if __name__ == "__main__":
    main()
