"""What looks like a credential: refused, masked, or let through with a waiver in the record."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from rcalog.model.review import Waiver
from tests.helpers.cli import run
from tests.helpers.logbooks import ID, StillClock, incident, logbook_of, read

KEY = "AKIAIOSFODNN7EXAMPLE"
NOT_ALLOWED = [
    "error: this looks like a secret, and git never forgets: aws-key",
    "hint: take it out; if it is none: --allow-secret aws-key; what you typed is kept: rcalog drafts resume {draft}",
]


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with one record."""
    return logbook_of(tmp_path / "log", incident())


def test_refused_where_nobody_is(book: Logbook) -> None:
    """The kind is named, never the secret; what was typed is a draft, which the flag lets through."""
    ran = run("note", f"leaked {KEY}", cwd=book.root, clock=StillClock())
    [draft] = book.drafts.list()
    assert (ran.code, ran.out) == (1, "")
    assert ran.err.splitlines() == [line.format(draft=draft.id) for line in NOT_ALLOWED]
    resumed = run("drafts", "resume", draft.id, "--allow-secret", "aws-key", cwd=book.root, clock=StillClock())
    assert (resumed.code, book.drafts.list()) == (0, [])
    assert read(book).incident.timeline[0].event == f"leaked {KEY}"


def test_what_was_refused_is_never_shown(book: Logbook) -> None:
    """The draft holds what was typed; whatever shows it masks what looks like a credential."""
    run("note", f"leaked {KEY}", cwd=book.root, clock=StillClock())
    [draft] = book.drafts.list()
    for line in ("drafts", f"drafts show {draft.id}", "doctor", "", f"drafts discard {draft.id} --dry-run"):
        for ran in (run(*line.split(), cwd=book.root), run(*line.split(), "--json", cwd=book.root)):
            assert (KEY in ran.out + ran.err, ran.code) == (False, 0)
    assert "leaked [masked: aws-key]" in run("drafts", cwd=book.root).out


def test_a_dry_run_refuses_too(book: Logbook) -> None:
    """It exits as the real run would, and keeps no draft."""
    ran = run("note", f"leaked {KEY}", "--dry-run", cwd=book.root, clock=StillClock())
    assert (ran.code, ran.err.splitlines()[0], book.drafts.list()) == (1, NOT_ALLOWED[0], [])


def test_let_through_by_name(book: Logbook) -> None:
    """The record says who let it through and where; check has nothing to say about it then."""
    ran = run("note", f"sample {KEY}", "--allow-secret", "aws-key", cwd=book.root, clock=StillClock())
    incident = read(book).incident
    because = "no secret: --allow-secret aws-key"
    assert ran.code == 0
    assert incident.waivers == (Waiver(rule="X101", at=incident.timeline[0].id, because=because, by="ana"),)
    assert run("check", cwd=book.root).code == 0
    assert run("note", "all quiet", cwd=book.root).code == 0


def test_a_flag_that_was_not_needed(book: Logbook) -> None:
    """Without a secret there is no waiver."""
    run("set", "severity=sev1", "--allow-secret", "aws-key", cwd=book.root, clock=StillClock())
    assert (read(book).incident.severity, read(book).incident.waivers) == ("sev1", ())


def test_a_place_without_an_item(book: Logbook) -> None:
    """In a text of the record itself the waiver is for the record."""
    run("set", f"summary={KEY}", "--allow-secret", "aws-key", cwd=book.root, clock=StillClock())
    assert [(waiver.rule, waiver.at) for waiver in read(book, ID).incident.waivers] == [("X101", None)]
