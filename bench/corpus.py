"""Make a logbook of many made-up incidents, with its history: `python bench/corpus.py DIR --records 10000`.

The same size and seed give the same commits, byte for byte. A record has about 150 lines and 5.5 KB;
a third is in Chinese.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import IO
from unittest.mock import patch

if not __package__:
    sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.story import STAGES, STATUS, Story
from rcalog.logbook.book import Logbook

REMOVED_EVERY = 400
"""One record in so many is removed in the end, so that history knows more than the files do."""

MARK = "refs/heads/main"
Step = tuple[datetime, int, int]
"""When, which story, which stage; the stage after the last removes the record."""


class Corpus:
    """What a corpus of a size and a seed consists of."""

    def __init__(self, records: int, commits: int, seed: int) -> None:
        self.records, self.seed = records, seed
        self.total = records + records // REMOVED_EVERY
        self.commits = commits
        self.story = lru_cache(maxsize=20_000)(self._story)

    def _story(self, number: int) -> Story:
        return Story(self.seed, number, self.total)

    def steps(self) -> list[Step]:
        """Return every step of every story in the order of time: about as many as there shall be commits, or more."""
        found: list[Step] = []
        given = 0
        for number in range(self.total):
            story = self.story(number)
            wanted = self.commits * (number + 1) // self.total - given
            stages = _spread(story.last, max(1, wanted - self.is_removed(number)))
            stages += [len(STAGES)] if self.is_removed(number) else []
            given += len(stages)
            found += [(story.at(min(stage, story.last)), number, stage) for stage in stages]
        return sorted(found)

    def is_removed(self, number: int) -> bool:
        """Return whether a record is not there any more in the end."""
        return number % (REMOVED_EVERY + 1) == REMOVED_EVERY


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
        _write(process.stdin, corpus, _git(folder, "rev-parse", "HEAD", env=environment))
        process.stdin.close()
        if process.wait():
            sys.exit("git fast-import failed")
    _git(folder, "reset", "--quiet", "--hard", env=environment)
    _git(folder, "commit-graph", "write", "--reachable", "--changed-paths", env=environment)


def _write(stream: IO[bytes], corpus: Corpus, parent: str) -> None:
    whole = corpus.steps()
    size = max(1, round(len(whole) / corpus.commits))
    steps = iter(whole)
    stream.write(b"feature done\n")
    while together := list(islice(steps, size)):
        stream.write(_commit(corpus, together, parent))
        parent = ""
    stream.write(b"done\n")


def _commit(corpus: Corpus, steps: list[Step], parent: str) -> bytes:
    at, number, stage = steps[-1]
    story = corpus.story(number)
    who = story.people[min(stage, len(STAGES) - 1) % 3]
    message = _message(story, stage) if len(steps) == 1 else f"{len(steps)} records\n".encode()
    seconds = f"{int(at.timestamp())} +0000"
    head = f"commit {MARK}\nauthor {who} <{who}@example.org> {seconds}\ncommitter {who} <{who}@example.org> {seconds}\n"
    parts = [head.encode(), b"data %d\n%s" % (len(message), message), f"from {parent}\n".encode() if parent else b""]
    return b"".join([*parts, *(_file(corpus.story(each), which) for _, each, which in steps), b"\n"])


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
