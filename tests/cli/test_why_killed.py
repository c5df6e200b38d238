"""No answer is lost, however the process ends: at every question of a long interview, by every signal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from itertools import cycle, islice
from pathlib import Path

import pytest

from rcalog.logbook.transaction import commit
from rcalog.services.why import Wanted, hold
from tests.helpers import killing
from tests.helpers.interview import NOW, PLACE, RECORD
from tests.helpers.killing import ANSWERS
from tests.helpers.logbooks import make_logbook


@pytest.mark.terminal
def test_an_interview_that_is_killed_at_every_question_ends_the_same(tmp_path: Path) -> None:
    """SIGKILL, SIGHUP and SIGTERM in turn, right after each answer; the record is that of one calm sitting."""
    killed, calm = (make_logbook(tmp_path / name, records={PLACE: RECORD}) for name in ("killed", "calm"))
    command = [sys.executable, killing.__file__, *ANSWERS]
    env = {**os.environ, "TERM": "dumb"}
    ran = subprocess.run(command, cwd=killed.root, env=env, capture_output=True, text=True, check=True, timeout=120)
    assert json.loads(ran.stdout) == [*islice(cycle([-9, 129, 143]), len(ANSWERS) - 1), 0]
    sitting = hold(calm, calm.catalog.resolve("@", now=NOW), Wanted("en"), NOW)
    assert [sitting.answer(text, NOW) for text in ANSWERS] == [None] * len(ANSWERS)
    sitting.finish(lambda intent: commit(calm, intent))
    records = [(book.root / "incidents" / PLACE).read_bytes() for book in (killed, calm)]
    assert records[0] == records[1]
    assert (len(ANSWERS) >= 30, b"The window was split in two" in records[0]) == (True, True)
