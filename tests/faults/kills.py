"""`kill -9` of a writer at a random moment, again and again in one logbook; the next writer is the next command."""

from __future__ import annotations

import os
import select
import signal
from contextlib import suppress
from itertools import count as counting
from pathlib import Path
from random import Random

from rcalog.cli.main import main
from rcalog.logbook.recordfile import load
from tests.faults.row import Row, Tally
from tests.helpers import cli
from tests.helpers.git import git_commit, snapshot, write_file
from tests.helpers.git import run as sh
from tests.helpers.logbooks import make_logbook, record_text

ID = "20261120-paydn"
FILE = f"incidents/2026/11/{ID}-payments-down.yaml"
IN_ONE_LOGBOOK = 25
LONGEST_S = 0.2
"""About as long as a write takes on a busy machine."""

STUCK_S = 60.0


def run(count: int, seed: int, folder: Path) -> Row:
    """Kill so many writers."""
    tally = Tally(seed)
    _warm_up(folder / "warm")
    book = Book(folder / "book", tally)
    for number, case in enumerate(tally.cases(count)):
        if number and number % IN_ONE_LOGBOOK == 0:
            book.close(case)
            book = Book(folder / f"book-{number}", tally)
        book.kill(case)
    book.close(seed + count)
    return tally.row()


class Book:
    """A logbook in which writers are killed, in a repository where somebody has work of their own staged."""

    def __init__(self, root: Path, tally: Tally) -> None:
        self.root, self.tally = root, tally
        make_logbook(root, records={FILE.removeprefix("incidents/"): record_text(ID, "Payments down")})
        git_commit(root, {"main.c": "int main;\n", "other.c": "int x;\n"})
        sh("git", "add", str(write_file(root, "main.c", "int staged;\n")), cwd=root)
        write_file(root, "other.c", "int unstaged;\n")
        self.before = snapshot(root, "incidents")
        self.acknowledged: list[str] = []

    def kill(self, case: int) -> None:
        """Start a writer, kill it, and look at what there is."""
        random = Random(case)
        pid, pipe = self._start(case)
        said = b""
        if random.random() < 0.7:  # else what repairs may be killed, too
            if not select.select([pipe], [], [], STUCK_S)[0]:
                self.tally.fail(case, "the command after a kill is stuck")
            said = os.read(pipe, 4096)
        select.select([], [], [], random.uniform(0, LONGEST_S))
        (os.killpg if random.random() < 0.5 else os.kill)(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self._look(case, said + _rest(pipe))

    def close(self, case: int) -> None:
        """Write once more, and look at it all."""
        pid, pipe = self._start(case)
        said = os.read(pipe, 4096)
        os.killpg(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        self._look(case, said + _rest(pipe))
        checked = sh("git", "fsck", "--strict", "--no-dangling", cwd=self.root, check=False)
        if checked:
            self.tally.fail(case, f"git fsck: {checked}")

    def _start(self, case: int) -> tuple[int, int]:
        read_end, write_end = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.setpgid(0, 0)
            _write(self.root, case, write_end)
        os.close(write_end)
        with suppress(PermissionError, ProcessLookupError):  # whoever of the two comes first
            os.setpgid(pid, pid)
        return pid, read_end

    def _look(self, case: int, said: bytes) -> None:
        for line in said.decode().splitlines():
            if line.startswith("!"):
                self.tally.fail(case, f"a command after a kill was refused: {line[1:]}")
            else:
                self.acknowledged.append(line)
                self.tally.add("acknowledged writes")
        committed = sh("git", "show", f"HEAD:{FILE}", cwd=self.root)
        events = _events(committed)
        lost = [text for text in self.acknowledged if text not in events]
        if lost:
            self.tally.fail(case, f"acknowledged and lost: {lost}")
        _events((self.root / FILE).read_text())
        if (after := snapshot(self.root, "incidents")) != self.before:
            self.tally.fail(case, f"staged or unstaged work is not as it was: {after}")


def _warm_up(root: Path) -> None:
    """Write once in this process: those who are forked find everything loaded, and write almost all of their time."""
    make_logbook(root, records={FILE.removeprefix("incidents/"): record_text(ID, "Payments down")})
    cli.run("note", "warm", "-i", ID, cwd=root)


def _write(root: Path, case: int, pipe: int) -> None:
    os.chdir(root)
    errors = os.open(root / ".git/said", os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(errors, 2)
    for number in counting():
        text = f"event {case}-{number}"
        code = main(["note", text, "-i", ID])
        answer = text if not code else f"!{code} {(root / '.git/said').read_text()[-500:]!r}"
        os.write(pipe, f"{answer}\n".encode())


def _events(text: str) -> set[str]:
    timeline = load(text.encode()).data.get("timeline") or []
    assert isinstance(timeline, list)
    return {event["event"] for event in timeline}


def _rest(pipe: int) -> bytes:
    said = b""
    while more := os.read(pipe, 4096):
        said += more
    os.close(pipe)
    return said
