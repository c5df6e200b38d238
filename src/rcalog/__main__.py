"""The entry point: answers --version, completion and most lists before Typer is loaded."""

from __future__ import annotations

import os
import sys


def main() -> None:
    """Run the command line of this process."""
    if sys.argv[1:] == ["--version"]:
        from rcalog.version import __version__

        try:
            os.write(1, f"rcalog {__version__}\n".encode())
        except OSError:  # a closed pipe and a full disk are for the error boundary
            pass
        else:
            return
    if "_RCALOG_COMPLETE" in os.environ:
        from rcalog.cli.completing import answered

        if answered():
            return
    from rcalog.cli.boundary import deaf

    code = _code()
    deaf()
    sys.exit(code)


def _code() -> int:
    """Run the command line, without Typer where that is enough."""
    if sys.argv[1:2] in (["list"], ["search"]):
        from rcalog.cli.lane import short_cut

        if (code := short_cut(sys.argv[1:])) is not None:
            return code
    from rcalog.cli.main import main as run

    return run()


if __name__ == "__main__":
    main()
