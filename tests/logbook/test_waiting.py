"""While git is in the middle of something: nothing is committed, nothing is lost, the next command catches up."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from rcalog.logbook import transaction
from rcalog.logbook.book import Logbook
from rcalog.logbook.intents import Intent, Operation
from rcalog.logbook.records import Record
from rcalog.logbook.references import NoSuchIncident
from tests.helpers.git import git_commit, make_repo, run, write_file
from tests.helpers.logbooks import ID, NOW, StillClock, change, incident, make_logbook, new, read, resume
from tests.helpers.stock import stocked

OTHER = "20261121-xther"
NAME = f"incidents/2026/11/{ID}-payments-down.yaml"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with one record, and a file that two branches changed differently."""
    return Logbook.open(stocked(tmp_path / "log", "two branches", fork), clock=StillClock())


def fork(folder: Path) -> None:
    """Make a logbook with one record, and a file that two branches changed differently."""
    book = make_logbook(folder)
    git_commit(book.root, {"code": "1\n"})
    new(book)
    run("git", "switch", "--quiet", "-c", "other", cwd=book.root)
    git_commit(book.root, {"code": "2\n"}, "theirs")
    run("git", "switch", "--quiet", "main", cwd=book.root)
    git_commit(book.root, {"code": "3\n"}, "ours")


def git_stops(book: Logbook, *args: str) -> None:
    """Run a git command that stops in the middle."""
    done = subprocess.run(["git", *args], cwd=book.root, capture_output=True, check=False)
    assert done.returncode != 0, done


def resolved(book: Logbook, *then: str) -> str:
    """Settle the file that is in conflict, and go on."""
    write_file(book.root, "code", "4\n")
    run("git", "add", "code", cwd=book.root)
    return run("git", "-c", "core.editor=true", *then, cwd=book.root)


def merging(book: Logbook) -> Callable[[], object]:
    """Begin a merge that stops; return how to finish it."""
    git_stops(book, "merge", "other")
    return lambda: resolved(book, "commit", "--quiet", "-m", "merged")


def aborting(book: Logbook) -> Callable[[], object]:
    """Begin a merge that stops; return how to give it up."""
    git_stops(book, "merge", "other")
    return lambda: run("git", "merge", "--abort", cwd=book.root)


def rebasing(book: Logbook) -> Callable[[], object]:
    """Begin a rebase that stops; return how to finish it."""
    git_stops(book, "rebase", "other")
    return lambda: resolved(book, "rebase", "--continue")


def picking(book: Logbook) -> Callable[[], object]:
    """Begin to pick a commit, which stops; return how to finish it."""
    git_stops(book, "cherry-pick", "other")
    return lambda: resolved(book, "cherry-pick", "--continue")


def reverting(book: Logbook) -> Callable[[], object]:
    """Begin to revert a commit, which stops; return how to give it up."""
    git_commit(book.root, {"code": "5\n"})
    git_stops(book, "revert", "HEAD~1")
    return lambda: run("git", "revert", "--abort", cwd=book.root)


def bisecting(book: Logbook) -> Callable[[], object]:
    """Begin a bisection; return how to end it."""
    run("git", "bisect", "start", "HEAD", "HEAD~1", cwd=book.root)
    return lambda: run("git", "bisect", "reset", cwd=book.root)


BUSY = [merging, aborting, rebasing, picking, reverting, bisecting]


def subjects(book: Logbook, count: int) -> list[str]:
    """Return the subjects of the last commits, the oldest first."""
    return run("git", "log", f"-{count}", "--reverse", "--format=%s", cwd=book.root).split("\n")


@pytest.mark.parametrize("begin", BUSY)
def test_writes_wait_and_are_caught_up_with(book: Logbook, begin: Callable[[Logbook], Callable[[], object]]) -> None:
    """Three writes that build on each other wait as drafts; after git is done the next write commits all, in order."""
    finish = begin(book)
    head, status = book.repo.head(), run("git", "status", "--porcelain", cwd=book.root)
    made = new(book, incident(OTHER, "Mail down"))
    assert made.draft
    assert (made.commit, made.undo, made.draft.id in made.warnings[0]) == (None, None, True)
    change(book, read(book, OTHER), severity="sev1")
    change(book, read(book, "mail-down"), tags=["smtp"])
    change(book, status="mitigated")
    assert (book.repo.head(), run("git", "status", "--porcelain", cwd=book.root)) == (head, status)
    assert read(book, OTHER).incident == incident(OTHER, "Mail down", severity="sev1", tags=["smtp"])
    assert [len(read(book, ref).drafts) for ref in (OTHER, ID)] == [3, 1]
    finish()
    last = change(book, severity="sev3")
    assert subjects(book, 5) == [f"{OTHER}: new", f"{OTHER}: set", f"{OTHER}: set", f"{ID}: set", f"{ID}: set"]
    assert (book.drafts.list(), read(book, OTHER).drafts, run("git", "status", "--porcelain", cwd=book.root)) == (
        [],
        (),
        "",
    )
    assert (read(book).incident.severity, read(book).incident.status) == ("sev3", "mitigated")
    assert [" had waited and is committed now (" in note for note in last.warnings] == [True] * 4


def test_scan_shows_what_waits(book: Logbook) -> None:
    """Lists and searches see a record that only a draft has so far."""
    merging(book)
    new(book, incident(OTHER, "Mail down"))
    assert [found.incident.id for found in book.catalog.scan() if isinstance(found, Record)] == [ID, OTHER]


def test_removal_waits_too(book: Logbook) -> None:
    """A record whose removal waits is not shown any more; it goes when git is done."""
    finish = merging(book)
    transaction.commit(book, Intent(Operation.MOVE, read(book), None, "move"))
    with pytest.raises(NoSuchIncident):
        read(book)
    assert (book.root / NAME).exists()
    finish()
    assert [" had waited " in note for note in transaction.replay(book)] == [True]
    assert (book.root / NAME).exists() is False


def test_draft_meets_what_the_merge_brought(book: Logbook) -> None:
    """A change that waited is made on top of what the other branch changed in the same record."""
    run("git", "switch", "--quiet", "other", cwd=book.root)
    change(book, tags=["theirs"])
    run("git", "switch", "--quiet", "main", cwd=book.root)
    finish = merging(book)
    run("git", "checkout", "--quiet", "HEAD", "--", NAME, cwd=book.root)
    change(book, severity="sev1")
    run("git", "checkout", "--quiet", "other", "--", NAME, cwd=book.root)
    finish()
    change(book, status="mitigated")
    assert read(book).incident == incident(severity="sev1", status="mitigated", tags=["theirs"])


def test_draft_that_no_longer_fits_waits_for_a_person(book: Logbook) -> None:
    """Where the same value came out otherwise, the command goes on, says so, and the draft stays; the later one fits."""
    finish = merging(book)
    change(book, severity="sev1")
    change(book, tags=["x"])
    finish()
    text = (book.root / NAME).read_text()
    git_commit(book.root, {NAME: text.replace("sev2", "sev4")})
    saved = change(book, status="mitigated")
    (left,) = book.drafts.list()
    assert (left.pending, read(book).incident.severity, read(book).incident.tags) == (False, "sev4", ("x",))
    assert [f"still kept as draft {left.id}" in note for note in saved.warnings] == [True, False]


def test_draft_that_is_refused_for_another_reason_waits_on(book: Logbook) -> None:
    """A hook that fails does not cost the place in the queue."""
    finish = merging(book)
    change(book, severity="sev1")
    change(book, tags=["x"])
    finish()
    hook = write_file(book.repo.common_dir, "hooks/pre-commit", "#!/bin/sh\nexit 1\n")
    hook.chmod(0o755)
    (note,) = transaction.replay(book)
    assert "the pre-commit hook refused the commit" in note
    assert [draft.pending for draft in book.drafts.list()] == [True, True]
    hook.unlink()
    assert len(transaction.replay(book)) == 2
    assert read(book).incident == incident(severity="sev1", tags=["x"])


def test_dry_run_keeps_nothing(book: Logbook) -> None:
    """A dry run during a merge shows what would be, and keeps no draft."""
    merging(book)
    saved = change(book, dry_run=True, severity="sev1")
    assert ("+severity: sev1" in saved.diff, saved.draft, book.drafts.list()) == (True, None, [])


def test_other_work_tree_does_not_commit_what_waits_here(book: Logbook) -> None:
    """A draft belongs to the branch it was typed on."""
    finish = merging(book)
    change(book, severity="sev1")
    run("git", "worktree", "add", "--quiet", "-b", "third", "../tree", cwd=book.root)
    tree = Logbook.open(book.root.parent / "tree", clock=book.clock)
    change(tree, tags=["elsewhere"])
    assert ([draft.pending for draft in tree.drafts.list()], read(tree).incident.severity) == ([True], "sev2")
    finish()
    transaction.replay(book)
    assert (read(book).incident.severity, book.drafts.list()) == ("sev1", [])


def test_draft_survives_its_work_tree(book: Logbook) -> None:
    """What waited in a work tree that was removed can be committed from another one."""
    run("git", "worktree", "add", "--quiet", "-b", "third", "../tree", cwd=book.root)
    tree = Logbook.open(book.root.parent / "tree", clock=book.clock)
    git_stops(tree, "merge", "other")
    draft = change(tree, severity="sev1").draft
    run("git", "worktree", "remove", "--force", "../tree", cwd=book.root)
    assert draft
    assert [each.pending for each in book.drafts.list()] == [False]
    resume(book, draft.id)
    assert (read(book).incident.severity, book.drafts.list()) == ("sev1", [])


def test_resume_while_git_is_still_busy(book: Logbook) -> None:
    """A draft that is resumed too early stays where it is."""
    merging(book)
    draft = change(book, severity="sev1").draft
    assert draft
    assert resume(book, draft.id).draft == draft
    assert book.drafts.list() == [draft]


def test_submodule_keeps_drafts(book: Logbook, tmp_path: Path) -> None:
    """In a submodule nothing is committed; what was typed is kept."""
    outer = make_repo(tmp_path / "outer")
    allow = ("-c", "protocol.file.allow=always")
    run("git", *allow, "submodule", "--quiet", "add", str(book.root), "log", cwd=outer)
    inner = Logbook.open(outer / "log", clock=book.clock)
    saved = change(inner, severity="sev1")
    assert saved.draft
    assert (saved.commit, "submodule" in saved.warnings[0]) == (None, True)
    assert inner.catalog.resolve(ID, now=NOW).incident.severity == "sev1"
