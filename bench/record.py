"""The track record: a page of what was tried, what came of it, and every failure ever found."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from bench.page import machine
from tests.faults.row import Row  # noqa: TC001 (nobody waits for it)
from tests.faults.trials import TRIALS, Trial

HEAD = """# Track record

What was done to rcalog so that it would lose something, and what came of it. One command runs all of it and writes this
page:

```console
$ .venv/bin/python bench/torture.py --page docs/track-record.md
```

Each case follows from a number: case *n* of seed *s* is the first case of seed *s + n*, so that a failure is had again
with `--only NAME --seed S --count 1` (what depends on the moment of a signal may need more than one). Every change has
to stand a short form of it (`tests/faults/`). All of it takes about 40 minutes on four cores; the power cuts and the
full disks need root on Linux, and say so where they cannot be made.

That a trial finds nothing proves little unless it can find something. With git's own settings instead of rcalog's for
what has to be on the disk (`core.fsync=none`), 34 of 40 power cuts left a `HEAD` that could not be read; and the list
at the end is what these trials, and others, have found.
"""
FOUND = """## Failures that were found

Each is mended, and has a test that fails without the mend.
"""


@dataclass(frozen=True)
class Result:
    """What came of a trial, from which seed on, and how many seconds its processes took, one after the other."""

    trial: Trial
    row: Row
    seed: int
    seconds: float

    @property
    def found(self) -> str:
        """What was counted, in words."""
        if self.row.left_out:
            return f"not here: {self.row.left_out}"
        failed = f"**{self.row.failed} failed**" if self.row.failed else "0 failed"
        return "; ".join([failed, *(f"{_amount(amount)} {name}" for name, amount in self.row.figures.items())])

    def line(self) -> str:
        """Return the result for a terminal, with the first failures."""
        told = "".join(f"\n    --only {self.trial.name} {each}" for each in self.row.failures)
        return f"{self.trial.name}: {self.row.tried:,} tried in {self.seconds:.0f} s; {self.found}{told}"


@dataclass(frozen=True)
class Failure:
    """A failure that was found once: what happened, how to have it again before the mend, and what keeps it away."""

    date: str
    what: str
    repeat: str
    test: str


def load_failures(path: Path) -> list[Failure]:
    """Return the failures that were found, the newest first."""
    items = tomllib.loads(path.read_text(encoding="utf-8"))["failure"]
    return sorted((Failure(**item) for item in items), key=lambda each: each.date, reverse=True)


def page(results: Sequence[Result], failures: Sequence[Failure], seed: int, seconds: float) -> str:
    """Return the page; trials without a result are named, too."""
    left_out = [each.name for each in TRIALS if each not in {result.trial for result in results}]
    met = sum(not result.row.failed and not result.row.left_out for result in results)
    lines = [
        HEAD,
        f"Last run on {datetime.now(UTC):%Y-%m-%d}: {machine()}; seed {seed}; {_minutes(seconds)} in all.",
        f"{met} of {len(results)} trials without a failure.",
        *([f"Not in this run: {', '.join(left_out)}."] if left_out else []),
        "",
        "| trial | what | must hold | tried | came out | process time |",
        "|---|---|---|---|---|---|",
        *(_row(result) for result in results),
        "",
        *(_failed(result) for result in results if result.row.failures),
        FOUND,
        "| found | what happened | to have it again, before the mend | kept away by |",
        "|---|---|---|---|",
        *(f"| {each.date} | {each.what} | {each.repeat} | `{each.test}` |" for each in failures),
    ]
    return "\n".join(lines) + "\n"


def _row(result: Result) -> str:
    trial, row = result.trial, result.row
    fewer = f" of {trial.count:,}" if row.tried < trial.count else ""
    cells = (f"`{trial.name}`", trial.what, trial.goal, f"{row.tried:,}{fewer}", result.found, _minutes(result.seconds))
    return f"| {' | '.join(cells)} |"


def _failed(result: Result) -> str:
    told = "".join(f"- `--only {result.trial.name}` {' '.join(each.split())[:300]}\n" for each in result.row.failures)
    return f"### What failed in `{result.trial.name}`\n\n{told}"


def _amount(amount: float) -> str:
    return f"{amount:,.0f}"


def _minutes(seconds: float) -> str:
    return f"{seconds / 60:.1f} min" if seconds >= 60 else f"{seconds:.0f} s"
