"""Somebody at a desk: a logbook of one's own, and commands typed into it at one moment."""

from __future__ import annotations

import shlex
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Self

from rcalog.logbook.book import Logbook
from rcalog.logbook.recordfile import emit
from rcalog.model.base import record_data
from rcalog.model.reading import read_incident, with_item_ids
from tests.helpers import cli, git
from tests.helpers.golden import golden
from tests.helpers.logbooks import NOW, StillClock, make_logbook

GOLDEN = "20170131-k7f3q"
GOLDEN_FILE = "incidents/2017/01/20170131-k7f3q-production-database-deleted.yaml"

LI = {"GIT_AUTHOR_NAME": "Li Wei", "GIT_AUTHOR_EMAIL": "li.wei@example.org"}
"""The environment of a colleague; without it the desk is Ana's."""


def golden_text(**changes: object) -> str:
    """Return the golden record as a file, with an id on every item; keywords change keys of it (None removes one)."""
    return emit(record_data(with_item_ids(read_incident(golden(**changes))))).decode()


class Desk:
    """A logbook with these records (by their paths below its folder), and everything typed in it happens at `now`."""

    def __init__(
        self, root: Path, records: Mapping[str, str] | None = None, *, now: datetime = NOW, book: Logbook | None = None
    ) -> None:
        below = {path.removeprefix("incidents/"): text for path, text in (records or {}).items()}
        self.book = book or make_logbook(root, records=below)
        self.root, self.clock = root, StillClock(now)

    @classmethod
    def at(cls, root: Path) -> Self:
        """Return a desk at a logbook that is there already."""
        return cls(root, book=Logbook.open(root, clock=StillClock()))

    def __call__(self, line: str, *, stdin: str = "", below: str = ".", **env: str) -> cli.Ran:
        """Type a command line, `rcalog` left away; keywords add to the environment."""
        return cli.run(*shlex.split(line), cwd=self.root / below, env=env, stdin=stdin, clock=self.clock)

    def git(self, line: str) -> str:
        """Type a git command, `git` left away."""
        return git.run("git", *shlex.split(line), cwd=self.root)

    def subjects(self) -> list[str]:
        """Return the subjects of all commits, the newest first, but for the one that the desk began with."""
        return self.git("log --format=%s").split("\n")[:-1]

    def message(self) -> list[str]:
        """Return the lines of the newest commit's message."""
        return self.git("log -1 --format=%B").rstrip("\n").split("\n")

    def text(self, path: str = GOLDEN_FILE) -> str:
        """Return what a record file holds."""
        return (self.root / path).read_text(encoding="utf-8")

    def write(self, text: str, path: str = GOLDEN_FILE) -> None:
        """Change a record file by hand."""
        git.write_file(self.root, path, text)

    def lines_changed(self) -> list[str]:
        """Return the lines that the newest commit took out (-) and put in (+)."""
        shown = self.git("show --format= --unified=0 --no-color HEAD").split("\n")
        return [line for line in shown if line[:1] in ("+", "-") and line[:3] not in ("+++", "---")]

    def snapshot(self) -> tuple[str, ...]:
        """Return all that a command that writes nothing leaves as it is."""
        return git.snapshot(self.root)


def golden_desk(root: Path, **changes: object) -> Desk:
    """Return a desk with the golden record, not yet reviewed."""
    return Desk(root, {GOLDEN_FILE: golden_text(**({"status": "resolved", "reviews": None} | changes))})
