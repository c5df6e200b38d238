"""Clones of one logbook that all write and sync as fast as they can, records of their own and one that all share."""

from __future__ import annotations

import json
import os
import resource
import time
from pathlib import Path
from random import Random

from rcalog.cli import acting
from rcalog.cli.main import main
from rcalog.logbook.recordfile import load
from rcalog.services import adding, fields, notes, syncing
from tests.faults.row import Row, Tally
from tests.helpers.clones import FILE, Clones
from tests.helpers.git import run as sh

LOADED = (acting, adding, fields, notes, syncing)
MOST_CLONES, ROUNDS = 32, 20
SAID = "said.jsonl"


def run(count: int, seed: int, folder: Path) -> Row:
    """Let clones sync so many times in all: twenty each, of as many clones as it takes."""
    tally = Tally(seed)
    names = [f"p{number}" for number in range(max(2, min(MOST_CLONES, count // ROUNDS)))]
    clones = Clones(folder / "shared", *names[1:])
    desks = clones.desks
    began = time.monotonic()
    pids = [_start(desk.root, seed + number, count // len(desks)) for number, desk in enumerate(desks)]
    for _, pid in zip(tally.cases(len(pids)), pids, strict=True):
        if code := os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]):
            tally.fail(seed, f"a clone ended with {code}")
    tally.tried = 0
    tally.add("seconds", round(time.monotonic() - began))
    tally.add("seconds of processor", round(sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])))
    written = [_heard(tally, desk.root.parent / f"{desk.root.name}.{SAID}") for desk in desks]
    for ran in clones.until_same():
        if ran.code:
            tally.fail(seed, f"the last sync: {ran.err[-300:]}")
    _look(tally, clones, {word for words in written for word in words})
    return tally.row()


def _start(root: Path, seed: int, rounds: int) -> int:
    pid = os.fork()
    if pid == 0:
        said = os.open(root.parent / f"{root.name}.{SAID}", os.O_WRONLY | os.O_CREAT | os.O_APPEND)
        os.dup2(said, 1)
        os.dup2(os.open(root.parent / f"{root.name}.errors", os.O_WRONLY | os.O_CREAT | os.O_APPEND), 2)
        os.chdir(root)
        _write_and_sync(root.name, Random(seed), rounds, said)
        os._exit(0)
    return pid


def _write_and_sync(name: str, random: Random, rounds: int, said: int) -> None:
    for number in range(rounds):
        word = f"w{name}x{number}"
        line = random.choice(
            (
                ["set", f"tags+={word}", "-i", "paydn"],
                ["note", f"{word} happened", "--at", "2026-11-20T14:05:00Z", "-i", "paydn"],
                ["new", f"{word} is down", "--started", "2026-11-20T14:05:00Z"],
                ["set", f"severity=sev{random.randint(1, 4)}", f"tags+={word}", "-i", "paydn"],
            )
        )
        code = main([*line, "--json"])
        os.write(said, (json.dumps({"word": word, "code": code}) + "\n").encode())
        main(["sync", "--json"])


def _heard(tally: Tally, file: Path) -> list[str]:
    """Return the words whose writing was acknowledged, and count what the syncs said."""
    words = []
    for line in file.read_text().splitlines():
        said = json.loads(line)
        if "word" in said:
            if said["code"]:
                tally.fail(tally.seed, f"a write was refused: {line}")
            words += [said["word"]]
        elif not said["ok"]:
            if said["command"] == "sync":
                tally.tried += 1
                tally.fail(tally.seed, f"a sync was refused: {said['errors'][0]['message'][:300]}")
        elif "attempts" in (said["data"] or {}):
            tally.tried += 1
            tally.add("pushes", said["data"]["attempts"])
            tally.most("pushes that one sync needed", said["data"]["attempts"])
    return words


def _look(tally: Tally, clones: Clones, words: set[str]) -> None:
    tally.add("writes", len(words))
    held = "\n".join(path.read_text() for path in sorted(clones.desks[0].root.glob("incidents/**/*.yaml")))
    if lost := [word for word in words if word not in held]:
        tally.fail(tally.seed, f"lost: {sorted(lost)[:9]}")
    if len(clones.heads()) != 1:
        tally.fail(tally.seed, f"not the same everywhere: {clones.heads()}")
    load(clones.desks[0].text(FILE).encode())
    for desk in clones.desks:
        if left := desk.git("status --porcelain"):
            tally.fail(tally.seed, f"left in {desk.root.name}: {left[:200]}")
    if wrong := sh("git", "fsck", "--no-dangling", cwd=clones.remote, check=False):
        tally.fail(tally.seed, f"fsck: {wrong[:200]}")
