"""The goals: what is measured, against what, and how many times as long it may take."""

from __future__ import annotations

import json
import os
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from bench.racing import Side, megabytes, once, race

READ_ALL = """
import sys, yaml
from pathlib import Path
for path in Path("incidents").rglob("*.yaml"):
    yaml.load(path.read_bytes(), yaml.CSafeLoader)
"""
WORD = "连接池"
AT = {
    "10k": (1, 2, 3, 4, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15),
    "100k": (5, 7, 8, 9, 13, 15),
}
"""The goals that are meant for a size; at any other size all are measured."""


@dataclass(frozen=True)
class Result:
    """What came out: the goal in words, the most that it may be, what it is, and the unit of both."""

    number: int
    goal: str
    most: float
    found: float | None
    unit: str = "×"
    said: str = ""

    @property
    def is_met(self) -> bool:
        """Whether the goal was measured and is met."""
        return self.found is not None and self.found <= self.most


@dataclass(frozen=True)
class World:
    """Where the benchmark runs: the program, the logbook, its size, a copy of it to write to, a logbook of ten.

    `smaller` is a copy of a logbook of 10,000, where one was made.
    """

    program: Path
    env: dict[str, str]
    book: Path
    size: str
    scratch: Path
    small: Path
    rounds: int
    smaller: Path | None = None

    def has(self, number: int) -> bool:
        """Return whether a goal is meant for this size."""
        return number in AT.get(self.size, (number,))

    def rcalog(self, *arguments: str, folder: Path | None = None, **more: object) -> Side:
        """Return a run of the program in the logbook."""
        env = {**self.env, **dict(more.pop("env", {}))}  # type: ignore[call-overload]
        return Side([str(self.program), *arguments], folder or self.book, env, **more)  # type: ignore[arg-type]

    def other(self, *command: str, **more: object) -> Side:
        """Return a run of another program in the logbook."""
        return Side(command, self.book, self.env, **more)  # type: ignore[arg-type]

    @property
    def nothing(self) -> Side:
        """Python that does nothing."""
        return self.other(sys.executable, "-c", "pass")

    @property
    def sqlite(self) -> Side:
        """Python that loads SQLite and does nothing."""
        return self.other(sys.executable, "-c", "import sqlite3")

    def ratio(self, side: Side, other: Side) -> tuple[float, str]:
        """Return how many times as long one side takes as the other, and both in milliseconds."""
        runs = race({"a": side, "b": other}, self.rounds)
        a, b = runs["a"].seconds, runs["b"].seconds
        return a / b, f"{a * 1000:.0f} ms : {b * 1000:.0f} ms"


Goal = Callable[[World], Iterator[Result]]


def start(w: World) -> Iterator[Result]:
    """Goals 1 and 2."""
    yield _against(w, 1, "`rcalog --version` : `python -c pass`", 1.25, w.rcalog("--version"), w.nothing)
    yield _against(w, 2, "`rcalog --help` : `python -c pass`", 8, w.rcalog("--help"), w.nothing)


def completion(w: World) -> Iterator[Result]:
    """Goal 3."""
    once(w.rcalog("list"))  # makes the index
    words = {"_RCALOG_COMPLETE": "complete_bash", "COMP_WORDS": "rcalog show 2018", "COMP_CWORD": "2"}
    yield _against(w, 3, "completion of a reference : `python -c pass`", 2, w.rcalog(env=words), w.nothing)


def lists(w: World) -> Iterator[Result]:
    """Goals 4 to 6."""
    w_list, everything = w.rcalog("list"), w.rcalog("list", "--limit", "0")
    once(w_list)  # makes the index
    if w.has(4):
        yield _against(w, 4, "`list` of the newest 50 : `import sqlite3`", 2.2, w_list, w.sqlite)
    if w.has(5):
        status = w.other("git", "status")
        yield _against(w, 5, "`list` of the newest 50 : `git status`", 1.3, w_list, status)
    if w.has(6):
        yield _against(w, 6, "`list --limit 0` : `import sqlite3`", 3.5, everything, w.sqlite)
        yield _tasks(w, everything)


def _tasks(w: World, everything: Side) -> Result:
    goal = "`list --limit 0` : `task list` of as many tasks"
    if not shutil.which("task"):
        return _left_out(6, goal, 1 / 5, "task")
    folder = w.scratch.parent / "tasks"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    (folder / "taskrc").write_text("confirmation=no\n")
    titles = [path.stem for path in sorted(w.book.glob("incidents/*/*/*.yaml"))]
    told = [{"description": title, "status": "pending", "project": "web", "tags": ["payments"]} for title in titles]
    (folder / "tasks.json").write_text(json.dumps(told))
    env = {"TASKRC": str(folder / "taskrc"), "TASKDATA": str(folder)}
    once(Side(["task", "import", str(folder / "tasks.json")], folder, env))
    return _against(w, 6, goal, 1 / 5, everything, Side(["task", "list"], folder, env))


def searches(w: World) -> Iterator[Result]:
    """Goals 7 and 8."""
    most = 0.5 if w.size == "100k" else 1.0
    goal, search = "`search` for a word : `rg -l`", w.rcalog("search", WORD)
    once(search)  # makes the index
    if shutil.which("rg"):
        yield _against(w, 7, goal, most, search, w.other("rg", "-l", WORD, "incidents", codes=(0, 1)))
    else:
        yield _left_out(7, goal, most, "rg")
    past = w.rcalog("search", "--history", WORD)
    once(past)  # makes the index of the past
    log = w.other("git", "log", "--oneline", f"-S{WORD}", "--", "incidents")
    yield _against(w, 8, "`search --history` : `git log -S`", 1 / 40, past, log)


def histories(w: World) -> Iterator[Result]:
    """Goal 9."""
    path = sorted(w.book.glob("incidents/*/*/*.yaml"))[5]
    once(w.rcalog("history", path.name[:14]))  # makes what is missing
    follow = w.other("git", "log", "--follow", "--oneline", "--", str(path.relative_to(w.book)))
    yield _against(w, 9, "`history REF` : `git log --follow`", 1 / 8, w.rcalog("history", path.name[:14]), follow)


def writes(w: World) -> Iterator[Result]:
    """Goals 10 and 14."""
    once(w.rcalog("list", folder=w.scratch))  # makes the index
    names = (f"note-{number}" for number in count())

    def edit() -> None:
        (w.scratch / "incidents/2026/note").write_text(next(names))

    git = Side(["sh", "-c", "git add incidents/2026/note && git commit -qm x"], w.scratch, w.env, edit)
    new = w.rcalog("new", "Payments are down", "--severity", "sev2", folder=w.scratch)
    yield _against(w, 10, "`new` : `git add && git commit`", 5.5, new, git)
    few = w.rcalog("new", "Payments are down", "--severity", "sev2", folder=w.small)
    yield _against(w, 10, "`new` here : in a logbook of ten", 2, new, few)
    before = _loose(w.scratch)
    once(new)
    added = [size for path, size in _loose(w.scratch).items() if path not in before]
    yield Result(14, "loose bytes of one commit", 10, sum(added) / 1024, "KiB")


def checks(w: World) -> Iterator[Result]:
    """Goal 11."""
    goal = "`check` : `check-jsonschema`, on one core"
    program = shutil.which("check-jsonschema", path=f"{w.program.parent}:{os.environ.get('PATH', '')}")
    if not program:
        yield _left_out(11, goal, 1 / 15, "check-jsonschema")
        return
    files = [str(path) for path in sorted(w.book.glob("incidents/*/*/*.yaml"))[:1000]]
    schema = str(w.book / ".rcalog/incident.schema.json")
    theirs = w.other("taskset", "-c", "0", program, "--schemafile", schema, *files, codes=(0, 1))
    ours = Side(["taskset", "-c", "0", str(w.program), "check", *files], w.book, w.env, codes=(0, 1))
    yield _against(w, 11, goal, 1 / 15, ours, theirs)


def rebuilds(w: World) -> Iterator[Result]:
    """Goals 12 and 15."""
    anew = w.rcalog("list", before=lambda: _forget(w.book))
    if w.has(12):
        read = w.other(sys.executable, "-c", READ_ALL)
        found, said = w.ratio(anew, read)
        yield Result(12, "index made anew : reading all with CSafeLoader", 0.45, found, said=said)
    if w.has(15):
        started = time.perf_counter()
        memory, took = megabytes(anew), f"{time.perf_counter() - started:.0f} s"
        yield Result(15, "peak memory of making the index anew, largest process", 300, memory, "MB", said=took)
        for name, side in (("list", w.rcalog("list")), ("search", w.rcalog("search", WORD))):
            yield Result(15, f"peak memory of `{name}`", 40, megabytes(side), "MB")


def changes(w: World) -> Iterator[Result]:
    """Goal 13."""
    here = _after_a_commit(w, w.scratch)
    if w.size != "100k":
        yield _against(w, 13, "`list` after one commit : `import sqlite3`", 4, here, w.sqlite)
    elif w.smaller is None:
        yield _left_out(13, "`list` after one commit : at 10k", 1.5, "a logbook of 10k")
    else:
        yield _against(w, 13, "`list` after one commit : at 10k", 1.5, here, _after_a_commit(w, w.smaller))


def _after_a_commit(w: World, folder: Path) -> Side:
    changed = max(folder.glob("incidents/*/*/*.yaml")).relative_to(folder)
    touch = f"echo '# more' >> '{changed}' && git commit -qm x -- '{changed}'"
    once(w.rcalog("list", folder=folder))

    def commit() -> None:
        once(Side(["sh", "-c", touch], folder, w.env))

    return w.rcalog("list", folder=folder, before=commit)


GOALS: dict[Goal, tuple[int, ...]] = {
    start: (1, 2),
    completion: (3,),
    lists: (4, 5, 6),
    searches: (7, 8),
    histories: (9,),
    writes: (10, 14),
    checks: (11,),
    changes: (13,),
    rebuilds: (12, 15),
}
"""What measures which goals."""


def _against(w: World, number: int, goal: str, most: float, *sides: Side) -> Result:
    found, said = w.ratio(*sides)
    return Result(number, goal, most, found, said=said)


def _left_out(number: int, goal: str, most: float, missing: str) -> Result:
    return Result(number, goal, most, None, said=f"{missing} is not here")


def _forget(book: Path) -> None:
    """Remove the index, which can be made again from the records."""
    for path in (book / ".git/rcalog").glob("index*.db*"):
        path.unlink()


def _loose(book: Path) -> dict[Path, int]:
    return {path: path.stat().st_size for path in (book / ".git/objects").glob("??/*")}
