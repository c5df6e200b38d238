"""Work by several processes: all of it is done, in order, whatever becomes of a process."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import partial

import pytest

from rcalog.logbook import portions
from rcalog.logbook.portions import by_portions


@pytest.fixture(autouse=True)
def _several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two processes work, on two things at once."""
    monkeypatch.setattr(portions, "PORTION", 2)
    monkeypatch.setattr(portions, "PROCESSES", 2)


def work(numbers: list[int], *, here: int, fails: str = "") -> list[tuple[int, bool]]:
    """Return each number doubled, and whether another process did it; four fails there in this way."""
    is_other = os.getpid() != here
    if 4 in numbers and is_other:
        if fails == "dies":
            os._exit(1)
        if fails == "raises":
            raise ValueError(numbers)
    return [(2 * number, is_other) for number in numbers]


@pytest.mark.parametrize("fails", ["", "dies", "raises"])
def test_all_is_done_in_order(fails: str) -> None:
    """What another process refuses, or takes with it, is done here."""
    found = list(by_portions(partial(work, here=os.getpid(), fails=fails), range(9), few=3))
    assert [(number, done[0]) for number, done in found] == [(number, 2 * number) for number in range(9)]
    others = [number for number, done in found if done[1]]
    assert (others[:4], 8 in others or fails == "dies", 4 in others) == ([0, 1, 2, 3], True, not fails)


def test_what_is_refused_here_too_is_said() -> None:
    """By the error itself."""

    def refuse(numbers: list[int]) -> list[int]:
        raise KeyError(len(numbers))

    with pytest.raises(KeyError, match="2"):
        list(by_portions(refuse, range(9), few=3))


def test_no_more_is_read_ahead_than_is_needed() -> None:
    """Two portions for each of the processes, and one for the next that has time."""
    read: list[int] = []

    def numbers() -> Iterator[int]:
        for number in range(100):
            read.append(number)
            yield number

    done = by_portions(partial(work, here=os.getpid()), numbers(), few=3)
    assert next(done)[0] == 0
    assert len(read) <= 10
    done.close()  # type: ignore[attr-defined] # it is a generator
    assert len(read) <= 10
