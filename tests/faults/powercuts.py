"""Power cuts: what a disk holds at a random moment of busy writing, mounted anew; then the next command.

The disk is a file with ext4 in it. At the cut all writers stand still, and the file is copied as it is: what nobody has
waited for is still in memory, and gone. A neighbour who waits for files of their own makes the kernel write at other
moments, too. It takes root and loop devices.
"""

from __future__ import annotations

import ctypes
import json
import os
import signal
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from itertools import count as counting
from itertools import islice
from pathlib import Path
from random import Random
from select import select

from rcalog.cli import acting
from rcalog.cli.main import main
from rcalog.logbook import owner
from rcalog.logbook.recordfile import load
from rcalog.services import adding, fields, notes
from tests.faults.injecting import typed
from tests.faults.row import Row, Tally
from tests.helpers.git import run as sh
from tests.helpers.logbooks import ID, make_logbook, record_text

LOADED = (acting, adding, fields, notes)
MEGABYTES = 32
ON_ONE_DISK = 20
LONGEST_S = 0.4
WAYS = ("data=ordered", "data=writeback", "noauto_da_alloc", "data=writeback,noauto_da_alloc,commit=1")
"""How ext4 is mounted, from what is usual to what forgives least."""

RECORD = f"2026/11/{ID}-payments-down.yaml"
NEXT = "the lights are on again"


def run(count: int, seed: int, folder: Path) -> Row:
    """Cut the power so many times."""
    tally = Tally(seed)
    if said := _why_not(folder):
        return Row(left_out=said)
    cases = tally.cases(count)
    for first in range(0, count, ON_ONE_DISK):
        disk = Disk(
            folder / f"disk-{first}", folder / f"there-{first}", WAYS[(seed + first) // ON_ONE_DISK % len(WAYS)]
        )
        disk.make()
        with disk.mounted():
            writers = Writers(disk.place)
            try:
                for case in islice(cases, ON_ONE_DISK):
                    _cut(tally, case, disk, writers)
            finally:
                writers.end()
        tally.add("acknowledged writes", len(writers.acknowledged))
    next(cases, None)
    return tally.row()


@dataclass(frozen=True)
class Disk:
    """A file with a file system in it, and where and how it is mounted."""

    file: Path
    place: Path
    way: str

    def make(self) -> None:
        """Make the file system, and the place for it."""
        with self.file.open("wb") as image:
            image.truncate(MEGABYTES << 20)
        sh("mkfs.ext4", "-q", "-F", "-J", "size=4", str(self.file), cwd=self.file.parent)
        self.place.mkdir()

    @contextmanager
    def mounted(self) -> Iterator[None]:
        """Mount it."""
        sh("mount", "-o", f"loop,{self.way}", str(self.file), str(self.place), cwd=self.file.parent)
        try:
            yield
        finally:
            sh("umount", "--lazy", str(self.place), cwd=self.file.parent)

    def copy(self) -> Disk:
        """Return what is on it at one moment: two readings that are the same."""
        raw, again = b"", self.file.read_bytes()
        while raw != again:
            raw, again = again, self.file.read_bytes()
        copy = Disk(self.file.with_name(f"{self.file.name}.copy"), self.place, self.way)
        copy.file.unlink(missing_ok=True)
        copy.file.write_bytes(raw)
        return copy


class Writers:
    """Processes that write into a logbook, and a neighbour on the same disk; all can stand still together."""

    def __init__(self, place: Path) -> None:
        self.pids: list[int] = []
        self.acknowledged: list[str] = []
        self.refused: list[str] = []
        self._hears, self._says = os.pipe()
        os.set_blocking(self._hears, False)
        book = make_logbook(place / "log", records={RECORD: record_text(ID, "Payments down", status="ongoing")})
        sh("sync", "--file-system", str(place), cwd=place)
        for number in range(2):
            self._start(partial(_write, book.root, number, self._says))
        self._start(partial(_wait_for_files, place / "neighbour"))

    def _start(self, work: Callable[[], object]) -> None:
        pid = os.fork()
        if pid == 0:
            setattr(owner, "_boot", lambda: "the-run-before")  # noqa: B010 (they are of a run of the machine that is over)
            work()
            os._exit(1)
        self.pids.append(pid)

    def stand_still(self) -> None:
        """Stop everybody, and hear what was acknowledged until now."""
        for pid in self.pids:
            os.kill(pid, signal.SIGSTOP)
            os.waitpid(pid, os.WUNTRACED)
        said = b""
        with suppress(BlockingIOError):
            while more := os.read(self._hears, 4096):
                said += more
        for line in said.decode().splitlines():
            (self.refused if line.startswith("!") else self.acknowledged).append(line)

    def go_on(self) -> None:
        """Let everybody go on."""
        for pid in self.pids:
            os.kill(pid, signal.SIGCONT)

    def end(self) -> None:
        """End everybody."""
        for pid in self.pids:
            os.kill(pid, signal.SIGKILL)
            os.waitpid(pid, 0)
        os.close(self._hears)
        os.close(self._says)


def _write(root: Path, number: int, pipe: int) -> None:
    """Write for ever, and say after each write what it was."""
    os.chdir(root)
    said = root.parent / f"said-{number}"
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    os.dup2(os.open(said, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), 2)
    for turn in counting():
        word = f"w{number}x{turn}x"
        line = (["note", word, "-i", ID], ["set", f"tags+={word}", "-i", ID], ["new", f"{word} is down"])[turn % 3]
        code = main(line)
        os.write(pipe, (f"!{code} {said.read_text()[-300:]!r}\n" if code else f"{word}\n").encode())


def _wait_for_files(file: Path) -> None:
    """Write a file again and again, and wait for the disk, so that what others have not waited for is half there."""
    random = Random(0)
    while True:
        with file.open("wb") as there:
            there.write(random.randbytes(random.randint(1, 9_000)))
            os.fsync(there.fileno())
        select([], [], [], random.uniform(0, 0.03))


def _cut(tally: Tally, case: int, disk: Disk, writers: Writers) -> None:
    """Cut the power at one moment, and look at what is there afterwards."""
    select([], [], [], Random(case).uniform(0, LONGEST_S))
    writers.stand_still()
    copy = disk.copy()
    for said in writers.refused:
        tally.fail(case, f"a write was refused: {said}")
    writers.refused.clear()
    for said in _after(copy, writers.acknowledged):
        tally.fail(case, f"{disk.way}: {said}")
    writers.go_on()


def _after(copy: Disk, wanted: Sequence[str]) -> list[str]:
    """Return what does not hold once the lights are on again: for one process that sees the copy where the disk was."""
    hears, says = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            _see_mounts_of_our_own()
            with copy.mounted():
                told = [*_amiss(copy.place / "log", wanted)]
        except BaseException:  # noqa: BLE001 (the parent tells)
            told = [traceback.format_exc()[-900:]]
        os.write(says, json.dumps(told).encode())
        os._exit(0)
    os.close(says)
    with os.fdopen(hears, "rb") as said:
        told = [str(each) for each in json.loads(said.read())]
    os.waitpid(pid, 0)
    return told


def _see_mounts_of_our_own() -> None:
    """Let what this process mounts be seen by nobody else, and be gone with it."""
    mounts = 0x20000
    if ctypes.CDLL(None).unshare(mounts):
        raise OSError("no mounts of our own")
    sh("mount", "--make-rprivate", "/", cwd=Path("/"))


def _amiss(root: Path, wanted: Sequence[str]) -> Iterator[str]:
    """Yield what does not hold after a power cut, and after the next command."""
    if sh("git", "rev-parse", "--quiet", "--verify", "HEAD^{tree}", cwd=root, check=False) == "":
        yield "HEAD cannot be read"
        return
    held = _held(root)
    if lost := [word for word in wanted if word not in held]:
        yield f"lost: {lost}"
    if complaint := sh("git", "fsck", "--strict", "--no-dangling", cwd=root, check=False):
        yield f"git fsck: {complaint}"
    after = typed("note", NEXT, "-i", ID, cwd=root)
    if after.code:
        yield f"the next command: {after.code} {after.said}"
    elif NEXT not in _held(root):
        yield "the next command was not written"
    if left := sh("git", "status", "--porcelain", "--", "incidents", cwd=root, check=False):
        yield f"not committed in the end: {left}"
    for path in root.glob("incidents/**/*.yaml"):
        load(path.read_bytes())


def _held(root: Path) -> str:
    """Return all records as they are committed."""
    return sh("git", "grep", "--text", "-h", "", "HEAD", "--", "incidents", cwd=root)


def _why_not(folder: Path) -> str:
    """Return why no disk can be had here; nothing, where one can."""
    disk = Disk(folder / "first", folder / "there", WAYS[0])
    try:
        _see_mounts_of_our_own()
        disk.make()
        with disk.mounted():
            return ""
    except (OSError, AttributeError, AssertionError):
        return "no loop device, no mkfs.ext4, or no right to mount"
