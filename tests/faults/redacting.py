"""One fault at one step of `rcalog redact`, and what must hold then: run once more, the secret is gone, and only that."""

from __future__ import annotations

import random
import shutil
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from tests.faults.injecting import KINDS, typed
from tests.helpers.git import git_commit, run, snapshot, write_file
from tests.helpers.logbooks import ID, make_logbook, record_text
from tests.helpers.stock import stocked

SECRET = "ghp_" + "a1B2c3D4e5F6" * 3
FILE = f"incidents/2026/11/{ID}-payments-down.yaml"
LINE = ("redact", "--found", "--yes")
Case = tuple[str, int, str]


def make(folder: Path) -> Path:
    """Make a logbook with a secret in its history and in its file, other work staged and not, and return its folder."""

    def build(at: Path) -> None:
        root = make_logbook(at, records={FILE.removeprefix("incidents/"): record_text(ID)}).root
        git_commit(root, {"app.py": "1\n", "lib.py": "1\n"})
        git_commit(root, {FILE: record_text(ID, "Payments down", f"summary: {SECRET}")}, f"leak {SECRET}")
        git_commit(root, {"lib.py": "2\n"}, "on top")
        write_file(root, "app.py", "2\n")
        run("git", "add", "app.py", cwd=root)
        write_file(root, "lib.py", "3\n")

    return stocked(folder, "redacting", build)


def holders(root: Path) -> Iterator[str]:
    """Yield the files below a folder that hold the secret, packed or not."""
    for path in sorted(root.rglob("*")):
        if path.is_file() and not path.is_symlink():
            raw = path.read_bytes()
            with suppress(zlib.error):
                raw += zlib.decompress(raw)
            if SECRET.encode() in raw:
                yield path.relative_to(root).as_posix()


def cases(scratch: Path) -> list[Case]:
    """Return every fault there is: each kind at each step."""
    ended = typed(*LINE, cwd=make(scratch / "steps"))
    assert ended.code == 0, ended.said
    numbered = list(enumerate(ended.steps))
    return [(kind, at, name) for at, name in numbered for kind in KINDS if "git" in name or not kind.startswith("git-")]


def problems(folder: Path, case: Case) -> Iterator[str]:
    """Let one fault happen in a new logbook, and yield what does not hold afterwards."""
    root = make(folder)
    before, (kind, number, _) = snapshot(root, "incidents")[1:], case
    ended = typed(*LINE, cwd=root, kind=kind, number=number)
    if ended.code not in (0, 1) and not ended.has_died:
        yield f"exit code {ended.code}: {ended.said}"
    if run("git", "fsck", "--no-dangling", "--no-progress", cwd=root, check=False):
        yield "fsck complains at once"
    if SECRET in ended.said:
        yield "it says the secret"
    after = typed(*LINE, cwd=root)
    if after.code not in (0, 1) or (after.code == 1 and "nothing that looks like a secret" not in after.said):
        yield f"the next one ended with {after.code}: {after.said}"
    yield from (f"still in {name}" for name in holders(root))
    if snapshot(root, "incidents")[1:] != before:
        yield "the user's own work is not as it was"
    if run("git", "fsck", "--no-dangling", "--no-progress", cwd=root, check=False):
        yield "fsck complains in the end"
    subjects = [each for each in run("git", "log", "--format=%s", cwd=root).split("\n") if "take a value" not in each]
    if subjects != ["on top", "leak (redacted)", "a change", "a change"]:
        yield f"other commits: {subjects}"


def tried(scratch: Path, seed: int, count: int) -> Iterator[tuple[Case, list[str]]]:
    """Yield so many of the faults and what went wrong: all of them in turn, in an order that is always the same."""
    there = cases(scratch)
    random.Random(0).shuffle(there)
    for number in range(count):
        case = there[(seed + number) % len(there)]
        yield case, list(problems(scratch / "logbook", case))
        shutil.rmtree(scratch / "logbook")
