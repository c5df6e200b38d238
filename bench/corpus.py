"""Make a logbook of many made-up incidents, with its history: `python bench/corpus.py DIR --records 10000`.

The same size and seed give the same commits, byte for byte. A record has about 150 lines and 5.5 KB;
a third is in Chinese.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, partial
from multiprocessing import Pool
from pathlib import Path
from unittest.mock import patch

if not __package__:
    sys.path.insert(0, str(Path(__file__).parents[1]))

try:
    from bench.story import STAGES, STATUS, Story
    from rcalog.logbook.book import Logbook
except ModuleNotFoundError as error:
    sys.exit(f"there is no {error.name} here: run it with a Python that has rcalog, as bench/run.py does by itself")

REMOVED_EVERY = 400
"""One record in so many is removed in the end, so that history knows more than the files do."""

MARK = "refs/heads/main"
Step = tuple[datetime, int, int]
"""When, which story, which stage; the stage after the last removes the record."""


@dataclass(frozen=True)
class Corpus:
    """What a corpus of a size and a seed consists of."""

    records: int
    commits: int
    seed: int

    @property
    def total(self) -> int:
        """How many stories are told: those of the records that stay, and of those that are removed."""
        return self.records + self.records // REMOVED_EVERY

    def story(self, number: int) -> Story:
        """Return one of the stories."""
        return _story(self.seed, number, self.total)

    def steps(self) -> list[Step]:
        """Return every step of every story in the order of time: about as many as there shall be commits, or more."""
        with Pool() as pool:
            told = pool.imap(self.steps_of, range(self.total), chunksize=200)
            return sorted(step for steps in told for step in steps)

    def steps_of(self, number: int) -> list[Step]:
        """Return the steps of one story."""
        story = self.story(number)
        wanted = self.commits * (number + 1) // self.total - self.commits * number // self.total
        removed = self.is_removed(number)
        stages = _spread(story.last, max(1, wanted - removed)) + [len(STAGES)] * removed
        return [(story.at(min(stage, story.last)), number, stage) for stage in stages]

    def is_removed(self, number: int) -> bool:
        """Return whether a record is not there any more in the end."""
        return number % (REMOVED_EVERY + 1) == REMOVED_EVERY

    def written(self) -> Iterator[bytes]:
        """Yield the commits as `git fast-import` reads them, but for the first one's parent."""
        steps = self.steps()
        size = max(1, round(len(steps) / self.commits))
        with Pool() as pool:
            yield from pool.imap(partial(_commit, self), batched(steps, size), chunksize=100)


@lru_cache(maxsize=2000)
def _story(seed: int, number: int, of: int) -> Story:
    return Story(seed, number, of)


def batched(steps: Sequence[Step], size: int) -> Iterator[Sequence[Step]]:
    """Yield the steps that one commit holds together."""
    return (steps[first : first + size] for first in range(0, len(steps), size))


def _spread(last: int, count: int) -> list[int]:
    """Return so many stages up to the last one, which is always among them."""
    count = min(count, last + 1)
    return sorted({last - last * index // max(count - 1, 1) for index in range(count)} | {last})


def make(folder: Path, corpus: Corpus) -> None:
    """Make a logbook in an empty folder and give it the corpus as its history."""
    environment = _world()
    folder.mkdir(parents=True, exist_ok=True)
    _git(folder, "init", "--quiet", "--initial-branch=main", ".", env=environment)
    for key, value in (("user.name", "bench"), ("user.email", "bench@example.org"), ("gc.auto", "0")):
        _git(folder, "config", key, value, env=environment)
    with patch.dict(os.environ, environment):
        Logbook.create(folder, _Still())
    command = ["git", "fast-import", "--quiet", "--done"]
    with subprocess.Popen(command, cwd=folder, env=environment, stdin=subprocess.PIPE) as process:
        assert process.stdin is not None
        head = _git(folder, "rev-parse", "HEAD", env=environment)
        process.stdin.write(f"feature done\nreset {MARK}\nfrom {head}\n\n".encode())
        process.stdin.writelines(corpus.written())
        process.stdin.write(b"done\n")
        process.stdin.close()
        if process.wait():
            sys.exit("git fast-import failed")
    _git(folder, "reset", "--quiet", "--hard", env=environment)
    _git(folder, "commit-graph", "write", "--reachable", "--changed-paths", env=environment)


def _commit(corpus: Corpus, steps: Sequence[Step]) -> bytes:
    at, number, stage = steps[-1]
    story = corpus.story(number)
    who = story.people[min(stage, len(STAGES) - 1) % 3]
    message = _message(story, stage) if len(steps) == 1 else f"{len(steps)} records\n".encode()
    by = f"{who} <{who}@example.org> {int(at.timestamp())} +0000"
    head = f"commit {MARK}\nauthor {by}\ncommitter {by}\ndata {len(message)}\n".encode()
    return b"".join([head, message, *(_file(corpus.story(each), which) for _, each, which in steps), b"\n"])


def _file(story: Story, stage: int) -> bytes:
    if stage == len(STAGES):
        return f"D {story.path}\n".encode()
    raw = story.raw(stage)
    return b"M 100644 inline %s\ndata %d\n%s\n" % (story.path.encode(), len(raw), raw)


def _message(story: Story, stage: int) -> bytes:
    operation = "remove" if stage == len(STAGES) else STAGES[stage]
    told = [] if stage == len(STAGES) else [f"status: {STATUS[stage]}", ""]
    trailers = [f"Incident: {story.id}", f"Operation: {operation}", f"Severity: {story.severity}"]
    return "\n".join([f"{story.id}: {operation} {story.title}"[:72], "", *told, *trailers, ""]).encode()


class _Still:
    """The clock of the first commit."""

    def now(self) -> datetime:
        """Return the same moment always."""
        return datetime(2016, 1, 1, tzinfo=UTC)


def _world() -> dict[str, str]:
    """Return an environment in which git and rcalog do the same on every machine."""
    dates = {f"GIT_{who}_DATE": "2016-01-01T00:00:00+00:00" for who in ("AUTHOR", "COMMITTER")}
    config = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    return {**os.environ, **dates, **config, "TZ": "UTC"}


def _git(folder: Path, *args: str, env: dict[str, str]) -> str:
    done = subprocess.run(["git", *args], cwd=folder, env=env, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def main() -> None:
    """Make the corpus that the command line asks for."""
    parser = argparse.ArgumentParser(description="Make a logbook of made-up incidents.")
    parser.add_argument("folder", type=Path, help="where; it must be empty")
    parser.add_argument("--records", type=int, default=10_000, help="how many incidents (default 10000)")
    parser.add_argument("--commits", type=int, default=50_000, help="about how many commits (default 50000)")
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    if given.folder.exists() and any(given.folder.iterdir()):
        parser.error(f"{given.folder} is not empty")
    make(given.folder, Corpus(given.records, given.commits, given.seed))


if __name__ == "__main__":
    main()
