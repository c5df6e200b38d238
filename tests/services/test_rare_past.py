"""Rare answers about the past of all records: those that git's walk gives, from the index that knows where they are."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest

from rcalog.logbook.book import Logbook
from rcalog.logbook.index import pastpicked
from rcalog.logbook.index.past import changes, files
from rcalog.services.past import Past, past
from rcalog.services.wanted import Wanted
from tests.helpers import git
from tests.helpers.logbooks import make_logbook, record_text

IDS = ("20261120-paydn", "20261120-hv4et", "20261120-abcde")
LINES = ("tags: [mail]", "services: [till]", "impact: nobody could pay", "summary: tags and services were lost")
WANTED = [
    Wanted(author="li"),
    Wanted(author="NOBODY"),
    Wanted(field="tags"),
    Wanted(field="services"),
    Wanted(field="impact", author="ana"),
    Wanted(field="waivers"),
]


def step(book: Logbook, random: Random, number: int) -> None:
    """Change, move or remove a record, or merge a branch that did, as one of two people."""
    who = random.choice(["Li Wei", "Ana Silva"])
    git.run("git", "config", "user.name", who, cwd=book.root)
    git.run("git", "config", "user.email", f"{who.split()[0].lower()}@example.org", cwd=book.root)
    name = random.choice(IDS)
    there = next((book.root / "incidents").glob(f"**/{name}*"), None)
    text = record_text(name, f"Title {number}", *random.sample(LINES, random.randrange(3)))
    folder = random.choice(["incidents/2026/11", "incidents/moved"])
    files: dict[str, str | bytes | None] = {there.relative_to(book.root).as_posix(): None} if there else {}
    files |= {f"{folder}/{name}.yaml": text} if not there or random.random() < 0.9 else {}
    if number % 5 == 1:
        git.run("git", "branch", "--force", "side", "HEAD~1", cwd=book.root)
    at = f"2026-11-20T10:00:{number:02}Z"
    if number % 5 == 4:
        git.run("git", "switch", "--quiet", "side", cwd=book.root)
        git.git_commit(book.root, {f"incidents/2026/11/{IDS[0]}-side{number}.yaml": text}, f"side {number}", at=at)
        git.run("git", "switch", "--quiet", "main", cwd=book.root)
        dates = ["env", f"GIT_AUTHOR_DATE={at}", f"GIT_COMMITTER_DATE={at}"]
        git.run(*dates, "git", "merge", "--quiet", "-s", random.choice(["ours", "ort"]), "side", cwd=book.root)
    else:
        git.git_commit(book.root, files, f"c{number}", at=at)


def told(book: Logbook) -> list[list[Past]]:
    """Return what is told of each that is wanted."""
    return [list(past(book, None, wanted)) for wanted in WANTED]


@pytest.mark.parametrize("seed", [1, 2])
def test_as_git_walks(seed: int, tmp_path: Path) -> None:
    """The index gives what git's walk through everything gives, in its order, also after commits that it has not read."""
    random, book = Random(seed), make_logbook(tmp_path / "log")
    git.git_commit(book.root, {"note": "begun"}, "begun", at="2026-11-20T09:00:00Z")
    for number in range(16):
        step(book, random, number)
        if number == 12:
            changes(book, [["mail"]])
    known = told(book)
    index = Path(next(files(book)))
    assert pastpicked.picked(book, None, "tags") is not None
    index.rename(tmp_path / "away")
    assert known == told(book)
    assert [bool(each) for each in known[:4]] == [True, False, True, True]


def test_what_is_not_rare(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of more than a few git soon comes upon some: it is asked, and so it is where the order is its own."""
    book = make_logbook(tmp_path / "log")
    for number in range(3):
        text = record_text(IDS[0], "Mail", f"tags: [t{number}]")
        git.git_commit(book.root, {f"incidents/{IDS[0]}.yaml": text}, "c", at=f"2026-11-20T10:00:0{number}Z")
    changes(book, [["mail"]])
    assert [each.subject for each in pastpicked.picked(book, None, "tags") or ()] == ["c"] * 3
    monkeypatch.setattr(pastpicked, "FEW", 2)
    assert pastpicked.picked(book, None, "tags") is None
    assert pastpicked.picked(book, lambda *_: True, "tags") is None
    git.git_commit(book.root, {f"incidents/{IDS[0]}.yaml": None}, "c", at="2026-11-19T10:00:00Z")
    monkeypatch.undo()
    assert pastpicked.picked(book, None, "tags") is None
