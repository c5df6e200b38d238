"""Work on many things: a few in this process, more portion by portion in several."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from itertools import chain, islice

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterable, Iterator
    from multiprocessing.connection import Connection
    from typing import Any, TypeVar

    Item = TypeVar("Item")
    Done = TypeVar("Done")
    Work = Callable[[list[Item]], list[Done]]

FEW = 400
"""So many things are done sooner than other processes are started, where one takes a millisecond."""

PORTION = 50
"""So many things are handed to a process at once."""


def cores() -> int:
    """Return how many processes may run at once: a machine may have more."""
    allowed = getattr(os, "sched_getaffinity", None)
    return len(allowed(0)) if allowed else os.cpu_count() or 1


PROCESSES = min(4, cores()) if sys.platform == "linux" else 1
"""More would only wait for the one that takes what they have done; elsewhere a fork is not safe, or there is none."""


def by_portions(
    work: Work[Item, Done], items: Iterable[Item], *, few: int | None = None
) -> Iterator[tuple[Item, Done]]:
    """Yield each thing with what the work makes of it, in order; no more is read ahead than keeps processes busy.

    What the work takes and gives can be handed to another process. What it refuses there it is asked for here.
    """
    few = FEW if few is None else few
    rest = iter(items)
    first = list(islice(rest, few + 1)) if PROCESSES > 1 else []
    every = chain(first, rest)
    portions = iter(lambda: list(islice(every, PORTION)), [])
    if len(first) > few:
        yield from _by_several(work, portions)
    for portion in portions:
        yield from zip(portion, work(portion), strict=True)


def _by_several(work: Work[Item, Done], portions: Iterator[list[Item]]) -> Iterator[tuple[Item, Done]]:
    from collections import deque

    helpers: list[_Helper] = []
    waiting: deque[tuple[list[Item], _Helper]] = deque()
    try:
        for portion in islice(portions, PROCESSES):
            helpers.append(_Helper(work, helpers))
            helpers[-1].ask(portion)
            waiting.append((portion, helpers[-1]))
        ahead = next(portions, None)
        while waiting:
            portion, helper = waiting.popleft()
            done: list[Done] | None = helper.answer()
            if ahead is not None:  # so that it has something to do meanwhile
                helper.ask(ahead)
                waiting.append((ahead, helper))
                ahead = next(portions, None)
            yield from zip(portion, work(portion) if done is None else done, strict=True)
    finally:
        for helper in helpers:
            helper.end()


class _Helper:
    """A process that works on portions, one after the other. One that dies leaves its work to this process."""

    def __init__(self, work: Work[Item, Done], others: list[_Helper]) -> None:
        from multiprocessing import get_context

        context = get_context("fork")
        self.here, there = context.Pipe()
        held = [self.here, *(each.here for each in others)]
        self._process = context.Process(target=_serve, args=(work, there, held), daemon=True)
        self._process.start()
        there.close()

    def ask(self, portion: list[Item]) -> None:
        """Hand it a portion, when it has answered for the one before."""
        with suppress(OSError):
            self.here.send(portion)

    def answer(self) -> Any:  # noqa: ANN401 (what the work gives, which is the caller's)
        """Return what it made of its portion; None where it refuses."""
        try:
            return self.here.recv()
        except (EOFError, OSError):
            return None

    def end(self) -> None:
        """Stop it."""
        self._process.terminate()
        self._process.join()
        self.here.close()


def _serve(work: Work[Item, Done], there: Connection, held: list[Connection]) -> None:
    """Answer for portions as long as somebody asks; the other process decides what a Ctrl-C means."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for each in held:  # else nobody would notice that the process that asks has gone
        each.close()
    with suppress(EOFError, OSError):
        while True:
            there.send(_tried(work, there.recv()))


def _tried(work: Work[Item, Done], portion: list[Item]) -> list[Done] | None:
    """Return what the work makes of a portion; None for what is refused: that is said where somebody hears it."""
    try:
        return work(portion)
    except Exception:  # noqa: BLE001 (whatever it is, it is said there)
        return None
