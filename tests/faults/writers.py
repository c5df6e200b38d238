"""Many writers in one clone: in records of their own, and all in one record."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

from rcalog.cli import acting
from rcalog.cli.main import main
from rcalog.logbook.recordfile import load
from rcalog.services import fields, notes
from tests.faults.row import Row, Tally
from tests.helpers.git import git_commit, snapshot, write_file
from tests.helpers.git import run as sh
from tests.helpers.logbooks import make_logbook, record_text

LOADED = (acting, fields, notes)
WRITERS, COMMITS = 64, 50
EDITORS = 16
ID = "20261120-paydn"


def run(count: int, seed: int, folder: Path) -> Row:
    """Let writers make so many commits in all: eight parts in nine in records of their own, the rest in one record."""
    tally = Tally(seed)
    shared = count // 9
    _apart(tally, min(WRITERS, max(2, count // COMMITS)), count - shared, folder / "apart")
    _together(tally, EDITORS, shared, folder / "together")
    return tally.row()


def _apart(tally: Tally, writers: int, count: int, root: Path) -> None:
    """Each writer has a record: afterwards there is one line of commits, each of one file."""
    names = [
        f"20261120-{'abcdefghjkmnpqrstvwxyz'[n // 22]}{'abcdefghjkmnpqrstvwxyz'[n % 22]}aaa" for n in range(writers)
    ]
    records = {f"2026/11/{name}-it-is-down.yaml": record_text(name, "It is down") for name in names}
    make_logbook(root, records=records)
    written = _written(tally, root, names, count)
    log = sh("git", "log", "--format=%x00%P", "--name-only", f"-{len(written)}", cwd=root)
    commits = [entry.split() for entry in log.split("\0")[1:]]
    tally.add("commits in records of their own", len(written))
    if wrong := [commit for commit in commits if len(commit) != 2]:
        tally.fail(tally.seed, f"not a line of commits of one file each: {wrong[:3]}")
    _look(tally, root, written)


def _together(tally: Tally, writers: int, count: int, root: Path) -> None:
    """All write in one record, where somebody has staged and unstaged work."""
    make_logbook(root, records={f"2026/11/{ID}-payments-down.yaml": record_text(ID, "Payments down")})
    git_commit(root, {"main.c": "1\n", "other.c": "1\n"})
    sh("git", "add", str(write_file(root, "main.c", "2\n")), cwd=root)
    write_file(root, "other.c", "2\n")
    before = snapshot(root, "incidents")
    written = _written(tally, root, [ID] * writers, count)
    tally.add("edits of one record", len(written))
    if snapshot(root, "incidents") != before:
        tally.fail(tally.seed, "staged or unstaged work is not as it was")
    _look(tally, root, written)


def _written(tally: Tally, root: Path, names: list[str], count: int) -> list[str]:
    """Let a process for each name write, all at once, and return what was acknowledged."""
    began = time.monotonic()
    pids = [_start(root, name, number, count // len(names)) for number, name in enumerate(names)]
    codes = [os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in pids]
    tally.add("seconds", round(time.monotonic() - began))
    if any(codes):
        tally.fail(tally.seed, f"writers ended with {codes}")
    said = [json.loads(line) for number in range(len(names)) for line in _said(root, number).read_text().splitlines()]
    for each in said:
        tally.tried += 1
        if each["code"]:
            tally.fail(tally.seed, f"a write was refused: {each}")
    return [each["text"] for each in said if not each["code"]]


def _said(root: Path, number: int) -> Path:
    return root.parent / f"{root.name}-{number}.jsonl"


def _start(root: Path, name: str, number: int, count: int) -> int:
    pid = os.fork()
    if pid == 0:
        errors = os.open(_said(root, number).with_suffix(".errors"), os.O_RDWR | os.O_CREAT)
        os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
        os.dup2(errors, 2)
        os.chdir(root)
        with _said(root, number).open("w") as said:
            for turn in range(count):
                text = f"event {number}-{turn};"
                code = main(["note", text, "--at", "2026-11-20T14:05:00Z", "-i", name])
                why = os.pread(errors, 2000, max(0, os.fstat(errors).st_size - 500)).decode() if code else ""
                said.write(json.dumps({"text": text, "code": code, "why": why}) + "\n")
        os._exit(0)
    return pid


def _look(tally: Tally, root: Path, written: list[str]) -> None:
    held: set[str] = set()
    for path in root.glob("incidents/**/*.yaml"):
        timeline = load(path.read_bytes()).data.get("timeline") or []
        assert isinstance(timeline, list)
        held |= {event["event"] for event in timeline}
    if lost := [text for text in written if text not in held]:
        tally.fail(tally.seed, f"lost: {lost[:9]}")
    if left := sh("git", "status", "--porcelain", "--", "incidents", cwd=root):
        tally.fail(tally.seed, f"not committed: {left[:200]}")
    if wrong := sh("git", "fsck", "--no-dangling", cwd=root, check=False):
        tally.fail(tally.seed, f"fsck: {wrong[:200]}")
