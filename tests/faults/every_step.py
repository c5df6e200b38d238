"""One fault at one step of a write, and what must hold then: the old record or the new one, and the next command works."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rcalog.logbook.book import Logbook
from tests.faults.injecting import KINDS, Ended, typed
from tests.helpers.git import git_commit, run, snapshot, write_file
from tests.helpers.logbooks import ID, StillClock, make_logbook, record_text
from tests.helpers.stock import stocked

TYPED = "the disk was full"
LINES = {
    "note": ("note", "-i", ID, TYPED),
    "new": ("new", TYPED, "--started", "13:00", "--severity", "sev2"),
    "set": ("set", "-i", ID, f"summary={TYPED}"),
    "undo": ("undo",),
    "save": ("save", ID),
}
"""A write of each kind; `save` commits an edit that stands in the file."""

RECORD = f"incidents/2026/11/{ID}-payments-down.yaml"
NEXT = "the next command"


@dataclass(frozen=True)
class Case:
    """A line, and what goes wrong at which of its steps."""

    line: str
    kind: str
    number: int


def make(folder: Path, line: str) -> Path:
    """Make a logbook in which the user has work staged and not, and return its folder."""

    def build(at: Path) -> None:
        made = make_logbook(at, records={RECORD.removeprefix("incidents/"): record_text(ID, status="ongoing")})
        git_commit(made.root, {"app.py": "1\n", "lib.py": "1\n"})
        assert typed("note", "-i", ID, TYPED if line == "undo" else "before", cwd=made.root).code == 0
        write_file(made.root, "app.py", "2\n")
        run("git", "add", "app.py", cwd=made.root)
        write_file(made.root, "lib.py", "2\n")
        if line == "save":
            text = (made.root / RECORD).read_text()
            write_file(made.root, RECORD, f"{text}# {TYPED}\n")

    return stocked(folder, ("every step", line == "undo", line == "save"), build)


def steps(folder: Path, line: str) -> tuple[str, ...]:
    """Return the steps of a line that nothing goes wrong with."""
    ended = typed(*LINES[line], cwd=make(folder, line))
    assert ended.code == 0, ended.said
    return ended.steps


def cases(scratch: Path) -> list[Case]:
    """Return every fault there is: each kind at each step of each line."""
    found = []
    for line in LINES:
        names = steps(scratch / f"steps of {line}", line)
        for number, name in enumerate(names):
            found += [
                Case(line, kind, number) for kind in KINDS if name.startswith("git ") or not kind.startswith("git-")
            ]
    return found


def problems(folder: Path, case: Case) -> list[str]:
    """Let one fault happen in a new logbook, and return what does not hold afterwards."""
    root = make(folder, case.line)
    before, old = snapshot(root, "incidents"), texts(root)
    ended = typed(*LINES[case.line], cwd=root, kind=case.kind, number=case.number)
    found = list(_at_once(root, case, ended, old))
    after = typed("note", "-i", ID, NEXT, cwd=root)
    return found + list(_in_the_end(root, case, (ended, after), before))


def texts(root: Path, rev: str = "HEAD") -> str:
    """Return all records of a commit."""
    return run("git", "log", "-1", "-p", "--format=", "-m", "--root", rev, "--", "incidents", cwd=root) + "".join(
        run("git", "show", f"{rev}:{path}", cwd=root)
        for path in run("git", "ls-tree", "-r", "--name-only", "-z", rev, "incidents", cwd=root).split("\0")
        if path
    )


def _at_once(root: Path, case: Case, ended: Ended, old: str) -> Iterator[str]:
    if ended.code not in (0, 1) and not ended.has_died:
        yield f"exit code {ended.code}: {ended.said}"
    if run("git", "fsck", "--no-dangling", cwd=root, check=False):
        yield "fsck complains"
    for path in root.glob("incidents/**/*.yaml"):
        if not path.read_text().startswith("schema: ") and not path.read_text().startswith("#"):
            yield f"{path.name} is torn"
    is_new = texts(root) != old
    if ended.code == 0 and not is_new:
        yield f"acknowledged and not committed: {ended.said}"


def _in_the_end(root: Path, case: Case, ended: tuple[Ended, Ended], before: tuple[str, ...]) -> Iterator[str]:
    first, after = ended
    if after.code:
        yield f"the next command failed: {after.said}"
        return
    if snapshot(root, "incidents") != before:
        yield f"what the user had there has changed: {snapshot(root, 'incidents')}"
    if left := run("git", "status", "--porcelain", "--", "incidents", cwd=root):
        yield f"not committed in the end: {left}"
    held = texts(root)
    if NEXT not in held:
        yield "the next command is not in the record"
    kept = json.dumps([dict(draft.payload) for draft in Logbook.open(root, clock=StillClock()).drafts.list()])
    has_begun = "open lock" in first.steps
    if case.line != "undo" and has_begun and first.code == 1 and TYPED not in f"{held}{kept}{first.said}":
        yield f"what was typed is lost: {first.said}"
    if left_there := [each.name for each in (root / ".git/rcalog/ops").glob("*")]:
        yield f"left there: {left_there}"
    if locks := [each.name for each in (root / ".git").rglob("*.lock")]:
        yield f"locks: {locks}"
