"""An interview of which every answer is followed by a signal: `python killing.py ANSWER…`, run in a logbook.

Each question is put by a process of its own, in a terminal of its own. They are forked from one that has loaded the
program already, so that thirty of them cost little.
"""

from __future__ import annotations

import json
import os
import pty
import signal
import sys
from itertools import cycle

from rcalog.cli import interviewing, prompter
from rcalog.cli.acting import carry_out
from rcalog.cli.main import main
from rcalog.services import why

LOADED = (interviewing, prompter, carry_out, why)
PROMPT = b"> "
SIGNALS = (signal.SIGKILL, signal.SIGHUP, signal.SIGTERM)


def ended(answer: str, number: signal.Signals | None) -> int:
    """Give one answer and then a signal, once the next question is there; without one, wait for the end."""
    pid, terminal = pty.fork()
    if pid == 0:
        os._exit(main(["why", "--plain"]))
    wait(terminal)
    os.write(terminal, answer.encode() + b"\n")
    wait(terminal)
    if number is not None:
        os.kill(pid, number)
        wait(terminal, b"")
    _, status = os.waitpid(pid, 0)
    os.close(terminal)
    return os.waitstatus_to_exitcode(status)


def wait(terminal: int, prompt: bytes = PROMPT) -> None:
    """Read what is printed up to the prompt, or to the end of the process."""
    seen = b""
    while not (prompt and seen.endswith(prompt)):
        try:
            read = os.read(terminal, 4096)
        except OSError:
            return
        seen += read
        if not read:
            return


if __name__ == "__main__":
    *before_the_last, last = sys.argv[1:]
    codes = [ended(answer, number) for answer, number in zip(before_the_last, cycle(SIGNALS), strict=False)]
    sys.stdout.write(json.dumps([*codes, ended(last, None)]))
