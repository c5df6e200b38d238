"""The page on speed: the machine, and every goal with what was measured."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

from bench.goals import Result  # noqa: TC001 (nobody waits for it)

HEAD = """# Benchmarks

What rcalog asks of a machine, as ratios: both sides of each line ran in turns in one run, and the medians are
compared. The logbook is made up by `bench/corpus.py`: month folders, about 150 lines and 5.5 KB to a record, a third of
them in Chinese, up to five commits to each. rcalog is installed as users install it, with the newest pip (the
commands that older ones write load `re` first, about 5 ms), and its index is there already, but for the goals
about making it; so is the text that the same list had before, for `list --limit 0`: it is kept until a record changes.

```console
$ sudo apt-get install ripgrep taskwarrior
$ python3 bench/run.py --size 10k --size 100k --page docs/benchmarks.md
```

The second command makes a virtual environment and the logbooks in `~/.cache/rcalog-bench` (or `--folder`), and needs
the package index once. check-jsonschema and PyYAML, which rcalog is measured against, are installed there
(`pip install '.[bench]'`); without ripgrep and taskwarrior their lines stay empty. 10,000 records take minutes, 100,000
half an hour.

Goals that are not met are marked **no**; what was not measured, because one side is not there, is marked —. One run on
a machine that others use too may be off by a third.
"""


def page(results: Mapping[str, Sequence[Result]], rounds: int) -> str:
    """Return the page for these results by size of the logbook."""
    lines = [HEAD, f"Measured on {datetime.now(UTC):%Y-%m-%d}: {machine()}; {rounds} rounds.", ""]
    for size, found in results.items():
        met = sum(result.is_met for result in found)
        measured = sum(result.found is not None for result in found)
        lines += [f"## {size} incidents", "", f"{met} of {measured} measured goals are met.", ""]
        lines += ["| # | what | at most | found | met | |", "|---|---|---|---|---|---|"]
        lines += [_row(result) for result in sorted(found, key=lambda result: result.number)]
        lines.append("")
    return "\n".join(lines)


def _row(result: Result) -> str:
    found = "—" if result.found is None else _amount(result.found, result.unit)
    met = "—" if result.found is None else "yes" if result.is_met else "**no**"
    return (
        f"| {result.number} | {result.goal} | {_amount(result.most, result.unit)} | {found} | {met} | {result.said} |"
    )


def _amount(value: float, unit: str) -> str:
    if unit != "×":
        return f"{value:.1f} {unit}"
    return f"1/{1 / value:.0f} ×" if value < 1 / 4 else f"{value:.2f} ×"


def machine() -> str:
    """Return the machine and the versions of what takes part."""
    git = subprocess.run(["git", "--version"], capture_output=True, text=True, check=True).stdout.strip()
    versions = f"Python {platform.python_version()}, {git}, SQLite {sqlite3.sqlite_version}"
    return f"{_processor()}, {os.cpu_count()} cores, {platform.system()}, {versions}"


def _processor() -> str:
    try:
        facts = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(": ")[2] for line in facts if line.startswith("model name")), platform.machine())
