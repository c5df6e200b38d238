"""A kind of question: how it is put, and how its answer is taken."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import TYPE_CHECKING

from rcalog.interview.keys import EVERYWHERE, Key, folded
from rcalog.interview.lines import Calendar
from rcalog.interview.state import Question, Refusal, Remark, Reply, State, Step
from rcalog.model.numerals import digits
from rcalog.values import Value

if TYPE_CHECKING:
    from rcalog.errors import RcalogError

Taken = State | Refusal


class Kind(Value):
    """One kind of question. `take` is given the state with the answer in its transcript and nothing pending."""

    ask: Callable[[State, Step], Question]
    take: Callable[[State, Step, Reply], Taken]


def put(
    step: Step,
    *,
    variant: str = "",
    values: Mapping[str, str] | None = None,
    default: str | None = None,
    keys: Collection[Key] = (),
    choices: tuple[str, ...] = (),
    enter: str = "skip",
    remarks: tuple[Remark, ...] = (),
) -> Question:
    """Return the question of a step; `variant` picks another sentence than that of its kind."""
    line = f"ask.{step.ask}-{variant}" if variant else f"ask.{step.ask}"
    accepted = EVERYWHERE | {Key.SKIP} | frozenset(keys)
    return Question(
        f"{step.ask}:{step.subject}", step.ask, step.leg, line, values or {}, default, accepted, choices, remarks, enter
    )


def calendar(state: State) -> Calendar:
    """Return what dates and times in the present answer are read by."""
    return Calendar(state.now, state.setup.zone)


def unread(state: State, err: RcalogError) -> Refusal:
    """Return that a time, a date or a period was not taken, as the language of the questions says it."""
    key = f"refuse.{err.code}"
    return Refusal(key if key in state.setup.texts else "refuse.time", {"why": err.message})


def picked(text: str, count: int) -> int | None:
    """Return the position (from 0) that a number of a list picks, in digits or Chinese; None for anything else."""
    typed = digits(folded(text)).removeprefix("第").removesuffix("条")
    number = int(typed) if typed.isdecimal() and len(typed) < 6 else 0
    return number - 1 if 1 <= number <= count else None
