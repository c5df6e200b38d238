"""Which incidents are like what a text tells."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.services import similar
from rcalog.services.similar import similar_to_text
from tests.helpers.logbooks import make_logbook, record_text

A, B, C = "20261101-aaaaa", "20261102-bbbbb", "20261103-ccccc"
STORY = "replica lagged behind primary because vacuum blocked checkpoint while archive volume filled"


def test_who_has_little_in_common_is_not_like_it(tmp_path: Path) -> None:
    """One word of many does not make two incidents alike, nor count among those that are left out."""
    records = {
        A: record_text(A, STORY),
        B: record_text(B, "Volume rotated"),
        C: record_text(C, "Volume replica archive"),
    }
    book = make_logbook(tmp_path / "log", records={f"2026/11/{name}.yaml": text for name, text in records.items()})
    found = similar_to_text(book, STORY, limit=None)
    assert ([each.excerpt.id for each in found.found], found.total) == ([A, C], 2)
    assert [len(similar_to_text(book, STORY, limit=1).found), similar_to_text(book, STORY, limit=1).total] == [1, 2]
    assert similar_to_text(book, f"{STORY} unheard", limit=None).unknown == ("unheard",)


def test_all_are_compared_where_all_are_wanted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the likeliest, of which it is said that more may be alike."""
    names = [f"202611{number:02}-aaaa{number}" for number in range(1, 6)]
    records = {name: record_text(name, "Volume filled", "services: [kafka]") for name in names} | {
        C: record_text(C, "Fax jams")
    }
    book = make_logbook(tmp_path / "log", records={f"2026/11/{name}.yaml": text for name, text in records.items()})
    monkeypatch.setattr(similar, "LOOKED_AT", 2)

    def told(text: str, limit: int | None) -> tuple[list[str], int | None, int]:
        found = similar_to_text(book, text, limit=limit)
        return [each.excerpt.id for each in found.found], found.total, found.more

    assert told("kafka", None) == (names[::-1], 5, 0)
    assert told("kafka", 1) == ([names[4]], None, 1)
    assert told("kafka", 3) == (names[:1:-1], None, 0)
    assert told("kafka", 9) == (names[::-1], 5, 0)
    assert told("fax", 1) == ([C], 1, 0)
    assert told("astronauts", 1) == ([], 0, 0)
