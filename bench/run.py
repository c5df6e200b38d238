"""Measure rcalog against its goals: `python bench/run.py`, or `--size 1k` for less, `--size 100k` for more.

One command does it all, with any Python that rcalog runs on: this checkout is installed as users install it, in a
virtual environment of its own (not in place; what it needs comes from the package index), the logbooks are made once
and kept in a folder, and every ratio has both of its sides in the same run. A program that rcalog is measured against
and that is not installed is named on the page.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parents[1]
SIZES = {"tiny": (12, 40), "1k": (1_000, 5_000), "10k": (10_000, 50_000), "100k": (100_000, 50_000)}
"""Records and commits."""


def main() -> int:
    """Install this checkout, and measure what the command line asks for with the Python that has it."""
    given = arguments()
    python = install(given.folder)
    measuring = [str(python), "-m", "bench.measuring", *sys.argv[1:]]
    return subprocess.run(measuring, env={**os.environ, "PYTHONPATH": str(HERE)}, check=False).returncode


def arguments() -> argparse.Namespace:
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure rcalog against its goals.")
    parser.add_argument("--size", action="append", choices=SIZES, help="may be repeated (default: 10k)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each side runs (default: 7)")
    parser.add_argument("--page", type=Path, help="write the page here, instead of printing it")
    parser.add_argument("--folder", type=Path, default=_cache(), help="where logbooks are kept (default: %(default)s)")
    parser.add_argument("--only", type=int, action="append", help="the number of a goal; may be repeated")
    return parser.parse_args()


def install(folder: Path) -> Path:
    """Install this checkout, with what the benchmark needs of Python, and return that Python."""
    target = folder.resolve() / "venv"
    python = target / "bin/python"
    if not python.exists():
        venv.create(target, with_pip=True)
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "--upgrade", "pip"], check=True)  # an old one writes commands that load `re` first
    subprocess.run([*pip, f"{HERE}[bench]"], check=True)
    subprocess.run([*pip, "--force-reinstall", "--no-deps", str(HERE)], check=True)
    return python


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "rcalog-bench"


if __name__ == "__main__":
    sys.exit(main())
