"""What became of a record, in words: the same ones, whoever knows them."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from random import Random

import pytest

from rcalog.logbook.book import Logbook
from rcalog.logbook.history import Revision
from rcalog.logbook.index.past import changes, files
from rcalog.services.telling import Told, telling
from rcalog.services.trail import RecordFile
from rcalog.services.wanted import Wanted
from tests.helpers import git
from tests.helpers.logbooks import ID, make_logbook, record_text

FILE = f"incidents/2026/11/{ID}-mail.yaml"
RECORD = RecordFile(ID, FILE)


def told(book: Logbook, wanted: Wanted | None = None) -> list[tuple[Revision, list[tuple[bool, str]]]]:
    """Return the revisions of the record, and what is said of each."""
    return [(each.revision, [*each.lines]) for each in telling(book, RECORD, wanted or Wanted())]


@contextmanager
def database(book: Logbook) -> Iterator[sqlite3.Connection]:
    """Give the index of the past."""
    with closing(sqlite3.connect(Path(next(files(book))), isolation_level=None)) as db:
        yield db


def kept(book: Logbook) -> set[str]:
    """Return the commits of which something is kept."""
    with database(book) as db:
        return {oid for (oid,) in db.execute("SELECT oid FROM said")}


def change(book: Logbook, random: Random, number: int) -> None:
    """Change the record, take it away, spoil or mend it, and commit that."""
    title = random.choice(["Mail down", "Mail slow", "no mail\\u2028\\r at all"])
    text = record_text(ID, f'"{title}"', *(["tags: [mail]"] if random.random() < 0.5 else []))
    spoilt = "title: [\n" if (book.root / FILE).exists() else text
    given = random.choice([text, text, spoilt, None if spoilt != text else text])
    git.git_commit(book.root, {FILE: given, "note": f"{number}"}, f"c{number}", at=f"2026-11-20T10:00:{number:02}Z")


@pytest.mark.parametrize("seed", [1, 2])
def test_whoever_knows_it(seed: int, tmp_path: Path) -> None:
    """Git's walk, the index that has said nothing yet, and what was said before are one, also after a rewrite."""
    random, book = Random(seed), make_logbook(tmp_path / "log")
    git.git_commit(book.root, {FILE: record_text(ID)}, "begun", at="2026-11-20T09:00:00Z")
    for number in range(8):
        change(book, random, number)
    by_git = told(book)
    changes(book, [["mail"]])
    assert [told(book), told(book)] == [by_git, by_git]
    git.run("git", "reset", "--quiet", "--hard", "HEAD~3", cwd=book.root)
    for number in range(8, 12):
        change(book, random, number)
    after = told(book)
    Path(next(files(book))).rename(tmp_path / "away")
    assert after == told(book)
    assert len(after) > 4


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with a record that was changed twice, and the index of its past."""
    book = make_logbook(tmp_path / "log")
    for number, severity in enumerate(["sev3", "sev2", "sev1"]):
        text = record_text(ID, "Mail").replace("sev2", severity)
        git.git_commit(book.root, {FILE: text}, severity, at=f"2026-11-20T10:00:0{number}Z")
    changes(book, [["mail"]])
    return book


def test_what_is_gone_is_not_kept(book: Logbook) -> None:
    """What was said of a commit goes with it; nothing is kept of one that went while it was told."""
    first, *_ = told(book)
    assert first[0].commit in kept(book)
    git.run("git", "reset", "--quiet", "--hard", "HEAD~1", cwd=book.root)
    assert len(told(book)) == 2
    assert first[0].commit not in kept(book)


def test_another_teller_is_not_heeded(book: Logbook) -> None:
    """What this version has said is taken as it is, what another has said is said anew."""
    right = told(book)
    with database(book) as db:
        db.execute("UPDATE said SET text = '+as it was kept'")
        assert [lines for _, lines in told(book)] == [[(False, "as it was kept")]] * 3
        db.execute("UPDATE said SET teller = 'another'")
    assert [told(book), told(book)] == [right, right]


def test_of_a_part_only_that_is_kept(book: Logbook) -> None:
    """Whoever wants one revision, or those of somebody, works out no more; a field is never answered from memory."""
    with closing(telling(book, RECORD)) as found:
        newest: Told = next(found)
    assert kept(book) == {newest.revision.commit}
    assert told(book, Wanted(author="nobody")) == []
    assert next(lines for _, lines in told(book, Wanted(field="severity"))) == [
        (True, f"{ID}  Mail"),
        (False, "severity: sev2 -> sev1"),
    ]
    assert kept(book) == {newest.revision.commit}


def test_nowhere_to_keep_it(book: Logbook) -> None:
    """An index that is locked, or goes meanwhile, changes nothing of the answer."""
    right = told(book)
    with database(book) as db:
        db.execute("DELETE FROM said")
        db.execute("BEGIN IMMEDIATE")
        assert told(book) == right
        db.execute("ROLLBACK")
    found = telling(book, RECORD)
    first = next(found)
    for file in (book.repo.git_dir / "rcalog").glob("past.*"):
        file.unlink()
    assert [first.revision, *(each.revision for each in found)] == [each for each, _ in right]
