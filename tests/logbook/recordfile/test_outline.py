"""The quick way to the line of a value agrees with the strict reader, or gives up."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rcalog.logbook.recordfile import Document, Loc, RecordError, emit, load
from rcalog.logbook.recordfile.outline import NotPlain, Outline
from tests.helpers.golden import golden

CHANGES: list[Callable[[str], list[str]]] = [
    lambda line: ["", line],
    lambda line: ["  # aside", line],
    lambda line: [f"{line}  # aside: here"],
    lambda line: [f"  {line}"],
    lambda line: [line.removeprefix("  ")],
    lambda line: [line.replace("- ", "-   ", 1)],
    lambda line: [line.replace(": ", ":\n        ", 1)],
    lambda line: [line.replace(": ", ": - ", 1)],
    lambda line: [f"{line} and\n          more: of it"],
    lambda line: [f"{line}\r"],
    lambda line: [line][:0],
]
"""What hands do to a line."""


def leaves(data: object, loc: Loc = ()) -> list[Loc]:
    """Return the places of all values that are no collections."""
    if isinstance(data, dict):
        return [leaf for key, each in data.items() for leaf in leaves(each, (*loc, key))]
    if isinstance(data, list):
        return [leaf for place, each in enumerate(data) for leaf in leaves(each, (*loc, place))]
    return [loc]


def check(known: Outline, document: Document) -> None:
    """Compare the lines of all values."""
    places = leaves(document.data)
    assert [known.line(loc) for loc in places] == [document.position(loc).line for loc in places]


def test_written_by_rcalog() -> None:
    """A record that the program writes is never given up."""
    document = load(emit(golden()))
    check(Outline(document.text), document)


@settings(max_examples=60, deadline=None)
@given(st.randoms(use_true_random=False))
def test_changed_by_hand(random: Random) -> None:
    """Whatever becomes of the lines of a record, a line that is told is the right one."""
    lines = emit(golden()).decode().split("\n")
    for _ in range(random.randint(1, 4)):
        change = random.choice(CHANGES)
        place = random.randrange(len(lines))
        lines[place : place + 1] = change(lines[place])
    try:
        document = load("\n".join(lines).encode())
        known = Outline(document.text)
    except (RecordError, NotPlain):
        return
    check(known, document)


@pytest.mark.parametrize(
    "text",
    [
        "a: first\n  second\n",
        'a: "first\n  second"\n',
        "a: [b,\n  c]\n",
        "a: {b: c,\n  d: e}\n",
        "- a\n",
        "a:\n  b: c\n d: e\n",
        "? a\n: b\n",
        "---\na: b\n",
        "a: &x b\n",
    ],
)
def test_given_up(text: str) -> None:
    """What is written otherwise is left to the strict reader."""
    with pytest.raises(NotPlain):
        Outline(text)
