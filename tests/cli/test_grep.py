"""What git answers about a logbook on a machine that has no rcalog: the greps that the format promises."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from rcalog.logbook.legend import GREPS
from tests.helpers import git
from tests.helpers.cli import run
from tests.helpers.logbooks import StillClock
from tests.helpers.stock import stocked

ID = "20261118-k7f3q"
ANSWERS = """\
rcalog: answers/v1
legs:
  - leg: occurrence
    problem: Every third request was answered 500 from 14:05 to 14:50
    because:
      - cause: 12 processes asked for 480 connections, and the database takes 300
        because:
          - cause: The limit of a pool is set for one process
            level: technical
            since: 2026-03
            grade: A
            evidence: [pool.py, https://example.org/dashboards/pool]
            end: root-cause
            changeable_by: checkout team
            actions:
              - {action: Share one pool per host, owner: li.wei, due: 2026-12-15, aims_to: prevent, strength: strong}
    reads_true: true
  - leg: defence
    problem: Two stages let a release through that failed within 15 minutes
    because:
      - cause: 压测只跑一个进程
        evidence: [load.yaml]
        end: root-cause
        changeable_by: 结算组
        actions:
          - {action: Run the load test against twelve processes, owner: ana, due: 2026-12-01, aims_to: detect, strength: intermediate}
    reads_true: true
"""
CAUSES = [
    "12 processes asked for 480 connections, and the database takes 300",
    "The limit of a pool is set for one process",
    "压测只跑一个进程",
]

Grep = Callable[..., str]


class Book:
    """A logbook in which two incidents were logged, and what is in it."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.file, self.other = sorted(path.relative_to(root).as_posix() for path in root.glob("incidents/*/*/*.yaml"))
        self.data: Any = yaml.safe_load((root / self.file).read_text(encoding="utf-8"))

    def ask(self, command: str) -> str:
        """Return what git answers to a command line of the documents; the ids in it are made those of this logbook."""
        command = command.replace("20170131-k7f3q", ID).replace("c2m9r", self.root_causes[0]["id"])
        return git.run(*shlex.split(command), cwd=self.root)

    @property
    def root_causes(self) -> list[dict[str, Any]]:
        """The root causes as the file has them."""
        occurrence, defence = self.data["whys"]
        return [occurrence["because"][0]["because"][0], defence["because"][0]]


def log(root: Path) -> None:
    """Log two incidents in a new logbook, with commands alone."""

    def type_in(*words: str, stdin: str = "") -> None:
        ran = run(*words, cwd=root if root.exists() else root.parent, stdin=stdin, clock=StillClock())
        assert (words, ran.code, ran.err) == (words, 0, ran.err)

    type_in("init", str(root))
    type_in("new", "Checkout answered 500", "--id", ID, "--started", "2026-11-18T14:05Z", "--severity", "sev2")
    type_in("note", "Release 2026.11.18 went out", "--at", "2026-11-18T13:50Z", "-i", ID)
    type_in("mark", "mitigated", "error rate at 0", "-i", ID, "--at", "2026-11-18T14:50Z")
    type_in("mark", "resolved", "-i", ID, "--at", "2026-11-18T15:30Z")
    type_in("why", ID, "--answers", "-", stdin=ANSWERS)
    type_in("new", "Search is slow", "--started", "2026-11-20T13:50Z")
    type_in("action", "edit", "Share one pool", "due=2026-12-20")


@pytest.fixture
def book(tmp_path: Path) -> Book:
    """A logbook made by the program alone."""
    return Book(stocked(tmp_path / "日志", "two incidents to grep", log))


def lines(answer: str, place: str) -> list[str]:
    """Return the lines of a file in git's answer, without its name and indentation; `-` stands before the context."""
    found = re.findall(rf"^{re.escape(place)}([-:])\s*(.*)$", answer, re.MULTILINE)
    return [text if sign == ":" else f"-{text}" for sign, text in found]


def test_what_is_ongoing(book: Book) -> None:
    """The files, and nothing but the files, of incidents that still hurt."""
    assert book.ask("git grep -l '^status: ongoing'") == book.other


def test_every_cause(book: Book) -> None:
    """One line for each, Chinese as it was typed."""
    answer = book.ask("git grep -e '- cause:'")
    assert lines(answer, book.file) == [f"- cause: {cause}" for cause in CAUSES]


def test_root_causes(book: Book) -> None:
    """Above each end stands its cause, however much is known about it."""
    answer = book.ask("git grep -e '- cause:' -e 'end: root-cause' -- '*.yaml'")
    assert lines(answer, book.file) == [
        f"- cause: {CAUSES[0]}",
        f"- cause: {CAUSES[1]}",
        "end: root-cause",
        f"- cause: {CAUSES[2]}",
        "end: root-cause",
    ]


def test_root_causes_in_context(book: Book) -> None:
    """Four lines above the end reach the cause where nothing but one piece of evidence stands between them."""
    answer = book.ask("git grep -B4 'end: root-cause'")
    assert f"-- cause: {CAUSES[2]}" in lines(answer, book.file)


def test_actions_as_a_table(book: Book) -> None:
    """What, id, owner and due date follow each other."""
    answer = book.ask("git grep -A3 -e '- action:'")
    expected = [
        line
        for action in book.data["actions"]
        for line in (
            f"- action: {action['action']}",
            f"-id: {action['id']}",
            f"-owner: {action['owner']}",
            f"-due: {action['due']}",
        )
    ]
    assert (len(expected), lines(answer, book.file)) == (8, expected)


def test_an_item_by_its_id(book: Book) -> None:
    """The commit in which it came."""
    answer = book.ask("git log --format=%s -S'c2m9r'")
    assert answer.splitlines() == [f"{ID}: why occurrence, defence"]


def test_the_commits_of_an_incident(book: Book) -> None:
    """All of them, and none of another incident."""
    answer = book.ask("git log --format=%s --grep '^Incident: 20170131-k7f3q'")
    verbs = [subject.removeprefix(f"{ID}: ").split()[0] for subject in answer.splitlines()]
    assert verbs == ["action", "why", "mark", "mark", "note", "new"]


def test_the_legend_has_them_in_both_languages(book: Book) -> None:
    """The page beside the records names six, each with what it answers."""
    page = (book.root / "incidents/README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(git [^`]+)` \| ([^|]+) \| ([^|]*[\u4e00-\u9fff][^|]*) \|$", page, re.MULTILINE)
    assert [tuple(row) for row in rows] == list(GREPS)
    assert len(rows) == 6


def test_the_greps_of_the_legend(book: Book) -> None:
    """Each finds something, from the top and from the folder of the records, and the legend itself is no answer."""
    answers = {command: book.ask(command) for command, _, _ in GREPS}
    book.root /= "incidents"
    below = {command: book.ask(command) for command in answers}
    assert [command for command, found in (answers | below).items() if not found or "README.md" in found] == []
    assert below.keys() == {command for command, found in answers.items() if found}
