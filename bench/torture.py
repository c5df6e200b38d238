"""Try to make rcalog lose something: `python bench/torture.py`, `--short` for less, `--only NAME` for one trial.

Every figure comes out of the run. A failure tells the seed with which it can be had again.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path

if not __package__:
    sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.record import Result, load_failures, page
from tests.faults import job
from tests.faults.row import Row
from tests.faults.trials import TRIALS, Trial

FAILURES = Path(__file__).with_name("failures.toml")


@dataclass(frozen=True)
class Part:
    """Some cases of a trial."""

    trial: Trial
    seed: int
    count: int


def main() -> int:
    """Run the trials that the command line asks for; the exit code is 1 where one failed."""
    parser = argparse.ArgumentParser(description="Try to make rcalog lose something.")
    parser.add_argument("--short", action="store_true", help="as few cases as every change has to stand")
    parser.add_argument("--scale", type=positive_number, default=1, help="so many times as many cases (default: 1)")
    parser.add_argument("--only", action="append", choices=[each.name for each in TRIALS], help="may be repeated")
    parser.add_argument("--seed", type=int, default=1, help="where the cases begin (default: 1)")
    parser.add_argument("--count", type=whole_number, help="how many cases, instead of what the table says")
    parser.add_argument(
        "--jobs", type=whole_number, default=os.cpu_count() or 1, help="how many processes (default: %(default)s)"
    )
    parser.add_argument("--page", type=Path, help="write the track record here")
    given = parser.parse_args()
    chosen = {each: _count(each, given) for each in TRIALS if not given.only or each.name in given.only}
    began = time.monotonic()
    results = [*run(chosen, given.seed, given.jobs)]
    for result in results:
        print(result.line())
    if given.page:
        text = page(results, load_failures(FAILURES), given.seed, time.monotonic() - began)
        given.page.write_text(text, encoding="utf-8")
    return int(any(result.row.failed for result in results))


def run(chosen: dict[Trial, int], seed: int, jobs: int) -> Iterator[Result]:
    """Run the trials, spread over processes, and yield what came of each, in the order of the table."""
    parts = [part for trial, count in chosen.items() for part in _parts(trial, seed, count)]
    parts.sort(key=lambda part: part.trial.share > 0)  # what nobody can share begins first
    rows: dict[Trial, Row] = dict.fromkeys(chosen, Row())
    spent: dict[Trial, float] = dict.fromkeys(chosen, 0)
    folder = Path(tempfile.mkdtemp(prefix="torture-"))
    try:
        with ThreadPoolExecutor(jobs) as pool:
            waiting = {pool.submit(_timed, part, folder / f"{number}"): part for number, part in enumerate(parts)}
            for done, future in enumerate(as_completed(waiting), 1):
                trial, (row, seconds) = waiting[future].trial, future.result()
                rows[trial] += row
                spent[trial] += seconds
                _show(done, len(parts), trial, rows[trial], chosen[trial])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return (Result(trial, rows[trial], seed, spent[trial]) for trial in chosen)


def positive_number(text: str) -> float:
    """Read a number above 0."""
    if (number := float(text)) > 0:
        return number
    raise ValueError(text)


def whole_number(text: str) -> int:
    """Read a number of 1 or more."""
    if (number := int(text)) > 0:
        return number
    raise ValueError(text)


def _count(trial: Trial, given: argparse.Namespace) -> int:
    count = given.count or (trial.short if given.short else round(trial.count * given.scale))
    return max(1, count)


def _parts(trial: Trial, seed: int, count: int) -> Iterator[Part]:
    share = trial.share or count
    for first in range(0, count, share):
        yield Part(trial, seed + first, min(share, count - first))


def _timed(part: Part, folder: Path) -> tuple[Row, float]:
    folder.mkdir()
    began = time.monotonic()
    row = job.run(part.trial.name, part.count, part.seed, folder)
    shutil.rmtree(folder, ignore_errors=True)
    return row, time.monotonic() - began


def _show(done: int, parts: int, trial: Trial, row: Row, count: int) -> None:
    failed = f", {row.failed} FAILED" if row.failed else ""
    print(f"{done}/{parts}  {trial.name}: {row.tried} of {count}{failed}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
