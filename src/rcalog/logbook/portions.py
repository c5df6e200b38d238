"""Work on many things: a few in this process, more portion by portion in several."""

from __future__ import annotations

import os
import sys
from itertools import chain, islice

from rcalog.errors import RcalogError

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections import deque
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
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


def _by_several(work: Work[Item, Done], portions: Iterable[list[Item]]) -> Iterator[tuple[Item, Done]]:
    from collections import deque
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    executor = ProcessPoolExecutor(PROCESSES, get_context("fork"), _begin, (work,))
    waiting: deque[tuple[list[Item], Future[list[Done] | None]]] = deque()
    try:
        for portion in portions:
            waiting.append((portion, executor.submit(_tried, portion)))
            if len(waiting) > 3 * PROCESSES:
                yield from _next(work, waiting)
        while waiting:
            yield from _next(work, waiting)
    finally:
        executor.shutdown(cancel_futures=True)


def _next(
    work: Work[Item, Done], waiting: deque[tuple[list[Item], Future[list[Done] | None]]]
) -> Iterator[tuple[Item, Done]]:
    portion, future = waiting.popleft()
    done = future.result()
    return zip(portion, work(portion) if done is None else done, strict=True)


_begun: list[Callable[..., Any]] = []
"""The work of this process, if it is one of several: a fork has it without its being handed over."""


def _tried(portion: list[Item]) -> list[Done] | None:
    """Return what the work makes of a portion; None for what is refused: that is said where somebody hears it."""
    try:
        done: list[Done] = _begun[-1](portion)
    except RcalogError:
        return None
    return done


def _begin(work: Work[Item, Done]) -> None:
    """Take the work, and let the process that asked decide: Ctrl-C reaches all of them, and one is to say so."""
    import signal

    _begun.append(work)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
