"""Several people at once: `python sharing.py ROUNDS FOLDER...` lets each clone write and sync, again and again.

The clones are processes of their own, forked from one that has loaded the program already.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from rcalog.cli import acting
from rcalog.cli.main import main
from rcalog.services import fields, syncing

LOADED = (acting, fields, syncing)


def work(folder: str, rounds: int) -> int:
    """Add a word of one's own to the shared record, and sync, so many times; return the worst exit code."""
    os.chdir(folder)
    name = Path(folder).name
    codes = []
    for number in range(rounds):
        codes.append(main(["set", f"tags+={name}-{number}", "-i", "paydn"]))
        codes.append(main(["sync"]))
    return max(codes)


if __name__ == "__main__":
    rounds, *folders = sys.argv[1:]
    silence = os.open(os.devnull, os.O_WRONLY)
    children = []
    for each in folders:
        pid = os.fork()
        if pid == 0:
            os.dup2(silence, 1)
            os._exit(work(each, int(rounds)))
        children.append(pid)
    sys.stdout.write(json.dumps([os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) for pid in children]))
