"""A record goes from bytes to data and back, and a change keeps the rest."""

from __future__ import annotations

from rcalog.logbook.recordfile import Position, emit, load, splice

RECORD = b"""\
schema: rcalog/v1
title: Disk full   # on db1
services: [web]
times:
  started: 2026-11-20T14:05:00+08:00
"""


def test_a_record_is_read_with_its_places() -> None:
    """Values and their places are both there."""
    document = load(RECORD)
    assert document.data["times"] == {"started": "2026-11-20T14:05:00+08:00"}
    assert document.position(("times", "started")) == Position(5, 12)


def test_a_change_keeps_the_rest() -> None:
    """Only the changed title differs."""
    changed = splice(load(RECORD), load(RECORD).data | {"title": "Disk full again"})
    assert changed == RECORD.replace(b"Disk full ", b"Disk full again ")


def test_what_is_emitted_is_read_back() -> None:
    """Emit and load are inverse."""
    data = load(RECORD).data
    assert load(emit(data)).data == data
