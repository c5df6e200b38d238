"""An interview of which every answer is followed by a signal: `python killing.py ANSWER…`, run in a logbook.

Each question is put by a process of its own, in a terminal of its own. They are forked from one that has loaded the
program already, so that thirty of them cost little.
"""

from __future__ import annotations

import io
import json
import os
import pty
import select
import signal
import sys
from contextlib import redirect_stdout
from itertools import cycle

from rcalog.cli import interviewing, prompter
from rcalog.cli.acting import carry_out
from rcalog.cli.main import main
from rcalog.services import why

LOADED = (interviewing, prompter, carry_out, why)
PROMPT = b"\n> "
IMPATIENCE_S = 2
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
SIGNALS = (signal.SIGKILL, signal.SIGHUP, signal.SIGTERM)


def broken_off(part: str, number: signal.Signals, after_s: float) -> int:
    """Type a part of an answer, without its end, and give a signal soon after."""
    pid, terminal = pty.fork()
    if pid == 0:
        os._exit(main(["why", "--plain"]))
    wait(terminal)
    os.write(terminal, part.encode())
    select.select([], [], [], after_s)
    stop(pid, terminal, number)
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status)


def ended(answer: str, number: signal.Signals | None) -> int:
    """Give one answer and then a signal, once the next question is there; without one, wait for the end."""
    pid, terminal = pty.fork()
    if pid == 0:
        os._exit(main(["why", "--plain"]))
    wait(terminal)
    os.write(terminal, answer.encode() + b"\n")
    wait(terminal)
    if number is not None:
        stop(pid, terminal, number)
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status)


def stop(pid: int, terminal: int, number: signal.Signals) -> None:
    """Send a signal until the process ends; one that comes before readline listens is not seen until the next."""
    while True:
        os.kill(pid, number)
        while select.select([terminal], [], [], IMPATIENCE_S)[0]:
            if not read(terminal):
                return


def wait(terminal: int) -> None:
    """Read what is printed up to the prompt on a line of its own, or to the end of the process."""
    seen = b""
    while not seen.endswith(PROMPT):
        more = read(terminal)
        if not more:
            return
        seen += more


def read(terminal: int) -> bytes:
    """Return what is printed next; nothing at the end of the process."""
    try:
        return os.read(terminal, 4096)
    except OSError:
        return b""


if __name__ == "__main__":
    with redirect_stdout(io.StringIO()):
        main(["why", "--show"])  # loads what each of them would have to load else
    *before_the_last, last = sys.argv[1:]
    codes = [ended(answer, number) for answer, number in zip(before_the_last, cycle(SIGNALS), strict=False)]
    sys.stdout.write(json.dumps([*codes, ended(last, None)]))
