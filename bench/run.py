"""Measure rcalog against its goals: `python bench/run.py`, or `--size 1k` for less, `--size 100k` for more.

The program is installed as users install it, the logbooks are made once and kept in a folder, and every ratio has both
of its sides in the same run. What needs another program that is not installed is left out, and said so.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Collection
from pathlib import Path

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.corpus import Corpus, make
from bench.goals import GOALS, Result, World
from bench.page import page
from bench.racing import Failed

HERE = Path(__file__).resolve().parents[1]
SIZES = {"tiny": (12, 40), "1k": (1_000, 5_000), "10k": (10_000, 50_000), "100k": (100_000, 50_000)}
"""Records and commits."""


def main() -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description="Measure rcalog against its goals.")
    parser.add_argument("--size", action="append", choices=SIZES, help="may be repeated (default: 10k)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each side runs (default: 7)")
    parser.add_argument("--page", type=Path, help="write the page here, instead of printing it")
    parser.add_argument("--folder", type=Path, default=_cache(), help="where logbooks are kept (default: %(default)s)")
    parser.add_argument("--only", type=int, action="append", help="the number of a goal; may be repeated")
    given = parser.parse_args()
    program = install(given.folder)
    sizes = given.size or ["10k"]
    results = {size: measure(size, given.folder, program, given.rounds, given.only or ()) for size in sizes}
    text = page(results, given.rounds)
    if given.page:
        given.page.write_text(text, encoding="utf-8")
    else:
        print(text)


def measure(size: str, folder: Path, program: Path, rounds: int, only: Collection[int] = ()) -> list[Result]:
    """Measure the goals at one size; one that fails is said to have failed and keeps no other from being measured."""
    world = _world(size, folder, program, rounds)
    found: list[Result] = []
    for goal, numbers in GOALS.items():
        if only and not set(only) & set(numbers):
            continue
        print(f"{size}: {goal.__name__}", file=sys.stderr)
        try:
            found += goal(world)
        except Failed as error:
            print(f"  failed: {error}", file=sys.stderr)
    return found


def install(folder: Path) -> Path:
    """Install this checkout as users do, not in place, and return the program."""
    target = folder / "installed"
    shutil.rmtree(target, ignore_errors=True)
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-build-isolation", "--no-index"]
    subprocess.run([*pip, "--target", str(target), str(HERE)], check=True)
    return target / "bin/rcalog"


def _world(size: str, folder: Path, program: Path, rounds: int) -> World:
    book, scratch, small = folder / size, folder / f"{size}-copy", folder / "ten"
    records, commits = SIZES[size]
    for place, corpus in ((book, Corpus(records, commits, 1)), (small, Corpus(10, 50, 1))):
        if not (place / ".git").exists():
            print(f"making {place}", file=sys.stderr)
            make(place, corpus)
    shutil.rmtree(scratch, ignore_errors=True)
    shutil.copytree(book, scratch, symlinks=True)
    subprocess.run(["git", "update-index", "-q", "--refresh"], cwd=scratch, check=False)
    return World(program, _environment(program), book, size, scratch, small, rounds)


def _environment(program: Path) -> dict[str, str]:
    """Return what makes the installed package the one that is loaded, and each run like the other."""
    path = {"PYTHONPATH": str(program.parents[1])} if program.parents[1].name == "installed" else {}
    quiet = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "RCALOG_NO_INPUT": "1", "COLUMNS": "100"}
    return {**path, **quiet, "PYTHONDONTWRITEBYTECODE": ""}


def _cache() -> Path:
    return Path(os.environ.get("XDG_CACHE_HOME") or "~/.cache").expanduser() / "rcalog-bench"


if __name__ == "__main__":
    main()
