"""What came of a trial: how often it was tried, what was counted, and what failed."""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Self

SHOWN = 20
"""Failures beyond these are only counted."""

TENTHS = 10


@dataclass(frozen=True)
class Row:
    """The outcome of some cases; `figures` are sums, or the most of all where they are named `worst …`.

    `left_out` says why a trial could not be made here.
    """

    tried: int = 0
    failed: int = 0
    figures: Mapping[str, float] = field(default_factory=dict)
    failures: tuple[str, ...] = ()
    left_out: str = ""

    def __add__(self, other: Row) -> Row:
        names = [*self.figures, *(name for name in other.figures if name not in self.figures)]
        figures = {name: _both(name, self.figures.get(name, 0), other.figures.get(name, 0)) for name in names}
        failures = (*self.failures, *other.failures)[:SHOWN]
        failed = self.failed + other.failed
        return Row(self.tried + other.tried, failed, figures, failures, self.left_out or other.left_out)

    def to_json(self) -> str:
        """Return the row as one line of text."""
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the row that was written as text."""
        data = json.loads(text)
        return cls(**data | {"failures": tuple(data["failures"])})


def _both(name: str, one: float, other: float) -> float:
    return max(one, other) if name.startswith("worst ") else one + other


class Tally:
    """Counts while a trial runs. Case n of the seed s is case 0 of the seed s + n."""

    def __init__(self, seed: int) -> None:
        self.seed, self.tried, self.failed = seed, 0, 0
        self.figures: Counter[str] = Counter()
        self.failures: list[str] = []

    def cases(self, count: int) -> Iterator[int]:
        """Yield the seed of each case, and show how far it has come."""
        for number in range(count):
            yield self.seed + number
            self.tried += 1
            if self.tried * TENTHS // count > number * TENTHS // count:
                sys.stderr.write(f"{self.tried}/{count}\n")
                sys.stderr.flush()

    def add(self, name: str, amount: float = 1) -> None:
        """Count something."""
        self.figures[name] += amount  # type: ignore[assignment]

    def most(self, name: str, amount: float) -> None:
        """Keep the most of something that was seen."""
        self.figures[f"worst {name}"] = max(self.figures[f"worst {name}"], amount)  # type: ignore[assignment]

    def fail(self, seed: int, said: str) -> None:
        """Note a failure, and the seed of which it is the first case."""
        self.failed += 1
        if len(self.failures) < SHOWN:
            self.failures.append(f"--seed {seed} --count 1: {said}")

    def row(self) -> Row:
        """Return what came of it."""
        return Row(self.tried, self.failed, dict(self.figures), tuple(self.failures))
