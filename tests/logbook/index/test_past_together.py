"""Several words in the past: when a record had all of them, and when it did not any more."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path
from random import Random

import pytest

from rcalog.logbook.book import Logbook
from rcalog.logbook.history import revisions
from rcalog.logbook.index.past import changes
from rcalog.model.highlight import count
from rcalog.model.tokens import phrase
from tests.helpers import git
from tests.helpers.logbooks import make_logbook
from tests.logbook.index.test_past import FOLDER, WORDS, Somebody

PATH = f"{FOLDER}/a.yaml"
Told = set[tuple[str, str, int, int]]


def commit(book: Logbook, *lines: str, second: int = 0) -> None:
    """Commit the one record with these lines, none of them removing it; the last of them is the subject."""
    text = "".join(f"{line}\n" for line in lines) if lines else None
    at = f"2026-11-20T10:00:{second:02}Z"
    git.git_commit(book.root, {PATH: text}, lines[-1] if lines else "gone", at=at)


def story(book: Logbook, *words: str) -> list[tuple[str, tuple[int, int] | None]]:
    """Return subjects, the oldest first, and how often all of the words stood there before and afterwards."""
    found = changes(book, [phrase(word) for word in words]).found
    return [(each.patch.commit.subject, each.times) for each in reversed(found)]


class Git:
    """What git says of how often words stood together."""

    def __init__(self, book: Logbook) -> None:
        self.book = book
        self.revisions = list(revisions(book.repo, [FOLDER], suffix=".yaml"))
        oids = {oid for each in self.revisions for oid in (each.blob, *each.before) if oid}
        self.texts = {oid: book.repo.read_blob(oid).decode() for oid in oids}

    def times(self, oid: str | None, words: tuple[str, ...]) -> int:
        """Return how often all of these words stand in a blob."""
        lines = self.texts[oid].split("\n") if oid else []
        return min(sum(count(line, phrase(word)) for line in lines) for word in words)

    def has(self, commit: str, path: str, word: str) -> tuple[bool, bool]:
        """Return whether a word stood in a file, in any parent of a commit, and whether it stands in the commit."""
        [each] = [each for each in self.revisions if (each.commit, each.path) == (commit, path)]
        counts = [self.times(oid, (word,)) for oid in each.before]
        return any(counts), self.times(each.blob, (word,)) > 0

    def told(self, *words: str) -> Told:
        """Return the commits and paths with which words came together or went apart."""
        found: Told = set()
        for each in self.revisions:
            after, sides = self.times(each.blob, words), [self.times(oid, words) for oid in each.before]
            before = max(sides) if after > max(sides) else max(after, min(sides))
            if before != after:
                found.add((each.commit, each.path, before, after))
        return found


@pytest.mark.parametrize("seed", [11, 12])
def test_as_the_files_say(tmp_path: Path, seed: int) -> None:
    """Over random edits, moves, removals, branches and merges it is what counting in all revisions gives."""
    book = make_logbook(tmp_path / "log")
    somebody = Somebody(book.root, Random(seed))
    for _ in range(40):
        somebody.wander()
    git.run("git", "switch", "--quiet", "-C", "last", cwd=book.root)
    git_says = Git(book)
    for words in combinations(WORDS[:5], 2):
        assert git_says.told(*words)
        found = changes(book, [phrase(word) for word in words])
        here = [each for each in found.found if each.patch.commit.oid not in found.elsewhere]
        told = {(each.patch.commit.oid, each.patch.path, *(each.times or ())) for each in here}
        assert {each for each in told if each[2] != each[3]} == git_says.told(*words)
    for word in WORDS[:5]:
        found = changes(book, [phrase(word)])
        here = [each for each in found.found if each.patch.commit.oid not in found.elsewhere]
        had = {(each.patch.commit.oid, each.patch.path): tuple(map(bool, each.times)) for each in here}
        assert had == {place: git_says.has(*place, word) for place in had}


def test_one_by_one(tmp_path: Path) -> None:
    """The words come together with the last of them and part with the first that goes, wherever they stand."""
    book = make_logbook(tmp_path)
    commit(book, "summary: alpha beta")
    commit(book, "summary: alpha", second=1)
    commit(book, "summary: alpha", "x_note: beta", second=2)
    commit(book, "summary: alpha, too", "x_note: beta", "x_other: 1", second=3)
    commit(book, "summary: nothing", "x_note: beta", "x_other: 1", "x_last: alp", second=4)
    assert story(book, "alpha", "beta") == [
        ("summary: alpha beta", (0, 1)),
        ("summary: alpha", (1, 0)),
        ("x_note: beta", (0, 1)),
        ("x_other: 1", (1, 1)),
        ("x_last: alp", (1, 0)),
    ]
    assert story(book, "alpha", "gamma") == []


def test_under_two_names(tmp_path: Path) -> None:
    """A record that was moved in between is one, and two records that have one word each are none."""
    book = make_logbook(tmp_path)
    lines = [f"line: {number}" for number in range(9)]
    commit(book, *lines, "one: alpha")
    git.git_commit(book.root, {f"{FOLDER}/b.yaml": "beta\n"}, "another")
    git.run("git", "mv", PATH, f"{FOLDER}/c.yaml", cwd=book.root)
    git.run("git", "commit", "--quiet", "-m", "moved", cwd=book.root)
    assert story(book, "alpha", "beta") == []
    text = "".join(f"{line}\n" for line in (*lines, "one: alpha", "two: beta"))
    git.git_commit(book.root, {f"{FOLDER}/c.yaml": text}, "both")
    assert story(book, "alpha", "beta") == [("both", (0, 1))]


def test_limit(tmp_path: Path) -> None:
    """The newest are told, and that there are more; how many is not counted."""
    book = make_logbook(tmp_path)
    for number in range(4):
        commit(book, f"one: alpha {number}", "two: beta" if number % 2 else "two: b", second=number)
    wanted = [["alpha"], ["beta"]]
    found = [changes(book, wanted, limit=limit) for limit in (2, 3, None)]
    assert [(len(each.found), each.total) for each in found] == [(2, None), (3, 3), (3, 3)]


def test_a_large_change(tmp_path: Path) -> None:
    """One that is kept in parts is told once."""
    book = make_logbook(tmp_path)
    lines = [f"line: alpha {number} {'x' * 900} beta" for number in range(1300)]
    commit(book, *lines, "last: 1")
    commit(book, second=1)
    assert story(book, "alpha", "beta") == [("last: 1", (0, 1300)), ("gone", (1300, 0))]
