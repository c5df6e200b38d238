"""Every value of a record has its exact place."""

from __future__ import annotations

import pytest

from rcalog.logbook.recordfile import Loc, Position, load

TEXT = """\
# comment
schema: rcalog/v1
"title" :   '数据库'   # c
times:
    started: 2017-01-31T23:27:00+00:00
empty:
nested:
- action: a
  for: [c1, {x: 1, y: 说明}]
-   b
-
  action: c
- |-
  text
"""

VALUES: list[tuple[Loc, tuple[int, int]]] = [
    ((), (2, 1)),
    (("schema",), (2, 9)),
    (("title",), (3, 13)),
    (("times",), (5, 5)),
    (("times", "started"), (5, 14)),
    (("empty",), (6, 7)),
    (("nested",), (8, 1)),
    (("nested", 0), (8, 3)),
    (("nested", 0, "action"), (8, 11)),
    (("nested", 0, "for"), (9, 8)),
    (("nested", 0, "for", 0), (9, 9)),
    (("nested", 0, "for", 1), (9, 13)),
    (("nested", 0, "for", 1, "y"), (9, 23)),
    (("nested", 1), (10, 5)),
    (("nested", 2), (12, 3)),
    (("nested", 3), (13, 3)),
]
ABSENT: list[tuple[Loc, tuple[int, int]]] = [
    (("severity",), (2, 1)),
    (("times", "resolved", "x"), (5, 5)),
    (("nested", 0, "owner"), (8, 3)),
    (("nested", 9), (8, 1)),
    (("nested", -1), (8, 1)),
    (("nested", "x"), (8, 1)),
    (("times", 0), (5, 5)),
    (("schema", "x"), (2, 9)),
]


@pytest.mark.parametrize("frame", ["", "bom", "crlf"])
@pytest.mark.parametrize(("loc", "place"), VALUES)
def test_values_have_places(loc: Loc, place: tuple[int, int], frame: str) -> None:
    """A value's place is its first character, whatever the frame of the file."""
    text = TEXT.replace("\n", "\r\n") if frame == "crlf" else TEXT
    document = load(text.encode("utf-8-sig" if frame == "bom" else "utf-8"))
    assert document.position(loc) == Position(*place)


@pytest.mark.parametrize(("loc", "place"), ABSENT)
def test_what_is_absent_is_at_its_nearest_ancestor(loc: Loc, place: tuple[int, int]) -> None:
    """A finding about a missing key points at what misses it."""
    assert load(TEXT.encode()).position(loc) == Position(*place)
