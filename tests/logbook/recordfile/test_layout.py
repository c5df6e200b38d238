"""The layout that a file has: what is added to it looks as if its author had typed it."""

from __future__ import annotations

import pytest

from rcalog.logbook.recordfile import load
from rcalog.logbook.recordfile.layout import Layout
from rcalog.logbook.recordfile.measuring import layout_of


@pytest.mark.parametrize(
    ("text", "layout"),
    [
        ("a: 1\n", Layout(2, 2, "\n")),
        ("a:\n    b: 1\n", Layout(4, 2, "\n")),
        ("a:\n- 1\n", Layout(2, 0, "\n")),
        ("a:\n    - 1\n", Layout(2, 4, "\n")),
        ("a:\n   b: 1\nc:\n- 1\nd:\n     e: 1\n", Layout(3, 0, "\n")),
        ("a: {b: 1}\nc: [1]\n", Layout(2, 2, "\n")),
        ("a:\n  - b:\n        c: 1\n", Layout(4, 2, "\n")),
        ("a: 1\r\nb: 2\r\n", Layout(2, 2, "\r\n")),
        ("a: 1\nb: 2\r\n", Layout(2, 2, "\n")),
        (f"a:\n{' ' * 20}b: 1\n", Layout(8, 2, "\n")),
        ("a: 1", Layout(2, 2, "\n")),
    ],
)
def test_layout(text: str, layout: Layout) -> None:
    """By the first nested mapping, the first list and the first end of a line; within reason."""
    assert layout_of(load(text.encode())) == layout
