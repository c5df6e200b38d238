"""An interview that is interrupted at every question and in the middle of words, and goes on each time."""

from __future__ import annotations

import os
import shutil
import signal
from pathlib import Path
from random import Random

from rcalog.logbook.transaction import commit
from rcalog.services.why import Wanted, hold
from tests.faults.row import Row, Tally
from tests.helpers.interview import NOW, PLACE, RECORD
from tests.helpers.killing import ANSWERS, broken_off, ended
from tests.helpers.logbooks import make_logbook

SIGNALS = (signal.SIGKILL, signal.SIGKILL, signal.SIGHUP, signal.SIGTERM, signal.SIGINT)
LONGEST_S = 0.03


def run(count: int, seed: int, folder: Path) -> Row:
    """Hold so many interviews; the record of each must be that of one calm sitting."""
    tally = Tally(seed)
    os.environ["TERM"] = "dumb"
    wanted = _calm(folder / "calm")
    for case in tally.cases(count):
        random = Random(case)
        root = make_logbook(folder / "killed", records={PLACE: RECORD}).root
        os.chdir(root)
        *answers, last = ANSWERS
        for answer in answers:
            while random.random() < 0.4:
                part = answer[: random.randint(0, len(answer))]
                broken_off(part, random.choice(SIGNALS), random.uniform(0, LONGEST_S))
                tally.add("broken off in the middle of an answer")
            ended(answer, random.choice(SIGNALS))
            tally.add("broken off after an answer")
        code = ended(last, None)
        found = (root / "incidents" / PLACE).read_bytes()
        if (code, found) != (0, wanted):
            tally.fail(
                case, f"ended with {code}, and with another record than a calm sitting: {_differ(found, wanted)}"
            )
        os.chdir(folder)
        shutil.rmtree(root)
    return tally.row()


def _calm(root: Path) -> bytes:
    book = make_logbook(root, records={PLACE: RECORD})
    sitting = hold(book, book.catalog.resolve("@", now=NOW), Wanted("en"), NOW)
    for answer in ANSWERS:
        sitting.answer(answer, NOW)
    sitting.finish(lambda intent: commit(book, intent))
    return (book.root / "incidents" / PLACE).read_bytes()


def _differ(found: bytes, wanted: bytes) -> str:
    lines = [*zip(found.splitlines(), wanted.splitlines(), strict=False)]
    return next((f"{one!r} for {other!r}" for one, other in lines if one != other), "shorter or longer")
