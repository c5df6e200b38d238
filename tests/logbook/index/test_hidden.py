"""Records that git does not look at: the index sees them all the same."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from tests.helpers.git import run, write_file
from tests.helpers.indexes import FIRST, A, again, titles, two_records
from tests.helpers.logbooks import record_text


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """A logbook with two records, in a folder of a repository."""
    return two_records(tmp_path / "repo")


@pytest.mark.parametrize("hidden", ["--skip-worktree", "--assume-unchanged"])
def test_what_git_was_told_not_to_look_at(book: Logbook, hidden: str) -> None:
    """Edits that git hides are seen all the same, and so is the end of hiding."""
    assert titles(book) == ["Second", "First"]
    path = f"docs/log/incidents/{FIRST}"
    run("git", "update-index", hidden, path, cwd=book.repo.top)
    write_file(book.repo.top, path, record_text(A, "Edited"))
    assert titles(book) == ["Second", "Edited"]
    write_file(book.repo.top, path, record_text(A, "Edited again"))
    assert titles(book) == ["Second", "Edited again"]
    run("git", "update-index", hidden.replace("--", "--no-"), path, cwd=book.repo.top)
    run("git", "checkout", "--quiet", "--", ".", cwd=book.repo.top)
    assert titles(book) == ["Second", "First"]


def test_a_file_that_is_there_though_it_is_left_out(book: Logbook) -> None:
    """In a sparse checkout git looks at such a file, and not any more once it has gone."""
    titles(book)
    run("git", "update-index", "--skip-worktree", f"docs/log/incidents/{FIRST}", cwd=book.repo.top)
    run("git", "config", "core.sparseCheckout", "true", cwd=book.repo.top)
    assert titles(again(book)) == ["Second", "First"]
    write_file(book.root, f"incidents/{FIRST}", None)
    assert titles(again(book)) == ["Second"]


def test_a_sparse_checkout(book: Logbook) -> None:
    """What is not checked out is neither listed nor called deleted."""
    run("git", "status", cwd=book.repo.top)  # else git takes the files for edited, and leaves them
    run("git", "sparse-checkout", "set", "--no-cone", "docs/log/.rcalog", "docs/log/incidents/2026", cwd=book.repo.top)
    assert titles(book) == ["Second"]
    assert book.catalog.gone() == []
    run("git", "sparse-checkout", "disable", cwd=book.repo.top)
    assert titles(book) == ["Second", "First"]


def test_a_logbook_that_git_ignores(book: Logbook) -> None:
    """Its records are records."""
    write_file(book.repo.top, ".gitignore", "2027/\n*-new.yaml\n")
    name = "20270101-aaaaa"
    write_file(book.root, f"incidents/2027/01/{name}.yaml", record_text(name, "Ignored folder"))
    write_file(book.root, "incidents/2026/11/20261121-bbbbb-new.yaml", record_text("20261121-bbbbb", "Ignored file"))
    assert titles(book) == ["Ignored folder", "Ignored file", "Second", "First"]
