"""Checking many records: what is found, and where, does not depend on the way in which they are read."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook import portions
from rcalog.logbook.book import Logbook
from rcalog.logbook.recordfile import bulk
from rcalog.model.lexicon import BadWordList
from rcalog.services import sights
from rcalog.services.checking import Checked, check_logbook
from tests.cli.test_check import FAULTS
from tests.helpers.desk import golden_text
from tests.helpers.git import write_file
from tests.helpers.logbooks import make_logbook, record_text

EXAMPLE = Path(__file__).parents[2] / "examples/gitlab-2017/record.yaml"
BLAMING = golden_text(summary="Human error: ana should have looked, key AKIAIOSFODNN7EXAMPLA", severity="sev2")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Logbook:
    """Return a logbook with faults of every kind."""
    records = {f"2026/11/{name}.yaml": text for name, text in FAULTS.items()}
    records |= {"2017/01/20170131-k7f3q-x.yaml": BLAMING, "2017/01/20170131-zzzzz-y.yaml": EXAMPLE.read_text("utf-8")}
    return make_logbook(tmp_path_factory.mktemp("log"), records=records)


def checked(book: Logbook) -> Checked:
    """Return what a check finds, with what was known before forgotten."""
    return check_logbook(Logbook.open(book.root))


def test_the_way_of_reading_changes_nothing(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """With the strict reader alone the findings are the same, line and column included."""
    fast = checked(book)
    monkeypatch.setattr(bulk, "MAX_BYTES", 0)
    assert checked(book).findings == fast.findings
    assert {"F001", "F104", "F113", "T101", "B104", "X101"} <= {found.rule for found in fast.findings}


def by_several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let even few records be looked at by several processes."""
    monkeypatch.setattr(sights, "FEW", 2)
    monkeypatch.setattr(portions, "PORTION", 2)
    monkeypatch.setattr(portions, "PROCESSES", 2)


def test_several_processes_find_the_same(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the same order, and it is told how far they are."""
    alone = checked(book)
    by_several(monkeypatch)
    told: list[tuple[int, int]] = []
    assert check_logbook(Logbook.open(book.root), tell=lambda *count: told.append(count)) == alone
    assert told == [(done, alone.files) for done in range(1, alone.files + 1)]


def test_what_another_process_refuses_is_said_here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A list of words that is none is named, whoever found it."""
    names = [f"2026010{day}-aaaaa" for day in range(1, 6)]
    book = make_logbook(
        tmp_path / "repo", records={f"2026/01/{name}.yaml": record_text(name, "Nobody looked") for name in names}
    )
    write_file(book.root, ".rcalog/templates/language/en.yaml", "lang: en\nblame:\n  B102:\n    find: (\n")
    by_several(monkeypatch)
    monkeypatch.setattr(sights, "FEW", 0)
    with pytest.raises(BadWordList, match="B102"):
        check_logbook(Logbook.open(book.root))


def test_a_plain_record_is_read_once(book: Logbook, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where its values stand is told without the strict reader, which is some thirty times slower."""
    checked(book)
    asked: list[str] = []
    monkeypatch.setattr("rcalog.logbook.recordfile.strict.read_strictly", lambda _, name: asked.append(name))
    found = check_logbook(book, [book.root / "incidents/2017/01/20170131-k7f3q-x.yaml"]).findings
    assert (asked, [each.line is None for each in found], len(found) > 2) == ([], [False] * len(found), True)
