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
from tests.helpers.logbooks import make_logbook

ANSWERS = (
    "About 300 GB were removed at 23:27",
    "The removal meant for db2 was run on db1 @@ shell history of db1",
    "h",
    "数据库的提示符只差一个字符",
    "a wrong turn",
    "<",
    "",
    "Both shells were open side by side",
    "e",
    "a screenshot of 23:20",
    "",
    "Nobody had run it before #process",
    "",
    ". database team",
    "2016-04",
    "",
    "- @ana 2017-02-10",
    "2",
    "The window was split in two",
    "",
    "Show the host in every prompt @ana 2017-02-20",
    "",
    "Alert when a data directory shrinks @li 2017-03-01",
    "",
    "0 of 4 copies were younger than 23 h",
    "The dump had never been restored",
    "",
    ". ops",
    "",
    "",
    "",
    "。 Seen within 30 s",
    "",
    "the billing database @li 2017-03-01",
    "",
)
"""Two legs, with a step back, a step put in, a branch parked and three actions; two more legs without anything."""


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
