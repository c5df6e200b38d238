"""The entry point: answers --version before anything else is loaded."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line of this process."""
    if sys.argv[1:] == ["--version"]:
        from rcalog.version import __version__

        sys.stdout.write(f"rcalog {__version__}\n")
        return
    from rcalog.cli.main import main as run

    sys.exit(run())


if __name__ == "__main__":
    main()
