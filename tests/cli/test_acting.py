"""What writing commands share: times as typed, questions about a name or a secret, what is shown of a write."""

from __future__ import annotations

import io
import json
import sys
from datetime import date
from pathlib import Path

import pytest

from rcalog.cli.acting import carry_out, fitted, read_day, read_when, show_saved
from rcalog.cli.context import Context, Session
from rcalog.cli.output import Output
from rcalog.logbook.book import Logbook
from rcalog.logbook.intents import Intent, Operation, Saved
from rcalog.logbook.repository import HookRejected, IdentityMissing
from rcalog.logbook.transaction import SecretFound
from rcalog.model.base import record_data
from rcalog.model.reading import read_incident
from rcalog.model.timegrammar.errors import TimeInFuture, TimeNotUnderstood
from tests.helpers.git import run, snapshot, write_file
from tests.helpers.logbooks import ID, StillClock, incident, logbook_of, read
from tests.helpers.terminal import ENTER, Terminal

SECRET = "AKIAIOSFODNN7EXAMPLE"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with one record."""
    return logbook_of(tmp_path / "log", incident())


class Command:
    """A command that nobody watches, and what it said."""

    def __init__(self, book: Logbook, *, json: bool = False, dry_run: bool = False) -> None:
        self.out, self.err = io.StringIO(), io.StringIO()
        output = Output(self.out, self.err, json=json, colour=False, error_colour=False, command="set")
        self.c = Context(Session(output, StillClock()), "set", logbook=book.root, dry_run=dry_run)

    def set(self, **update: object) -> Saved:
        """Set keys of the record and show what was saved."""
        record = read(self.c.book)
        wanted = read_incident(record_data(record.incident) | update)
        saved = carry_out(self.c, lambda write: write(Intent(Operation.SET, record, wanted, "set")))
        show_saved(self.c, saved)
        return saved


def on_terminal(title: str, folder: Path) -> Terminal:
    """Set the title by the real command in a terminal."""
    return Terminal(sys.executable, "-m", "rcalog", "-C", "log", "set", "-i", ID, f"title={title}", cwd=folder)


def test_what_an_interrupted_commit_kept(book: Logbook) -> None:
    """It is said before the end, and the end needs no more words."""
    here = Command(book)

    def interrupted(_: object) -> None:
        stop = KeyboardInterrupt()
        stop.add_note("what you typed is kept: rcalog drafts resume d1a2b")
        raise stop

    with pytest.raises(KeyboardInterrupt):
        carry_out(here.c, interrupted)
    assert here.err.getvalue() == "\nhint: what you typed is kept: rcalog drafts resume d1a2b\n"
    assert here.c.output.is_kept


def test_things_that_are_told_are_never_parted() -> None:
    """A date stands on one line, however narrow the terminal is."""
    told = "resolved, unrated, started 2026-11-20 10:00 +00:00, resolved 2026-11-20 10:40 +00:00"
    assert [fitted(told, room) for room in (200, None)] == [[told]] * 2
    assert fitted(told, 50) == [
        "resolved, unrated,",
        "started 2026-11-20 10:00 +00:00,",
        "resolved 2026-11-20 10:40 +00:00",
    ]


def test_what_was_saved(book: Logbook) -> None:
    """The incident, the changes, the short hash and the command that undoes it."""
    command = Command(book)
    saved = command.set(status="mitigated", title="支付 down")
    assert command.out.getvalue().splitlines() == [
        f"{ID}  支付 down",
        "  title: Payments down -> 支付 down",
        "  status: ongoing -> mitigated",
        f"  saved as {saved.short}; to take it back: rcalog undo {saved.short}",
    ]
    assert command.err.getvalue() == ""


def test_what_was_saved_for_programs(book: Logbook) -> None:
    """The incident, the changes, the commit and the undo command."""
    command = Command(book, json=True)
    saved = command.set(status="mitigated")
    command.c.output.envelope(ok=True)
    body = json.loads(command.out.getvalue())
    assert (body["commit"], body["data"]["undo"]) == (book.repo.head(), f"rcalog undo {saved.short}")
    changes = [change["text"] for change in body["data"]["changes"]]
    assert (body["data"]["incident"]["id"], changes) == (ID, ["status: ongoing -> mitigated"])


def test_nothing_to_change(book: Logbook) -> None:
    """A write that means nothing is no commit, and says so."""
    before = book.repo.head()
    command = Command(book)
    command.set(status="ongoing")
    assert (command.out.getvalue().splitlines()[-1], book.repo.head()) == ("  nothing to change", before)


def test_a_dry_run(book: Logbook) -> None:
    """The difference and the message are shown, and nothing is changed."""
    before = snapshot(book.root)
    command = Command(book, dry_run=True)
    command.set(status="mitigated")
    lines = command.out.getvalue().splitlines()
    assert {"-status: ongoing", "+status: mitigated", f"{ID}: set", "Operation: set"} <= set(lines)
    assert snapshot(book.root) == before


def test_a_merge_in_progress(book: Logbook) -> None:
    """What cannot be committed yet is a draft, and that is no failure."""
    write_file(book.root, ".git/MERGE_HEAD", f"{book.repo.head()}\n")
    command = Command(book)
    saved = command.set(status="mitigated")
    assert saved.draft
    last = command.out.getvalue().splitlines()[-1]
    assert last == f"  kept as draft {saved.draft.id}; the next command that writes commits it"


def test_warnings_are_passed_on(book: Logbook) -> None:
    """What the write has to say stands on stderr."""
    run("git", "checkout", "--quiet", "--detach", cwd=book.root)
    command = Command(book)
    command.set(status="mitigated")
    assert command.err.getvalue().startswith("warning: ")


def test_a_secret_is_refused_where_nobody_is(book: Logbook) -> None:
    """The flag is named."""
    with pytest.raises(SecretFound) as refused:
        Command(book).set(title=f"key {SECRET} leaked")
    assert "--allow-secret" in str(refused.value.hint)


@pytest.mark.parametrize(
    ("answer", "code", "title"),
    [
        ("", 0, "key [masked: aws-key] leaked"),
        ("M", 0, "key [masked: aws-key] leaked"),
        ("a", 0, f"key {SECRET} leaked"),
        ("n", 1, "Payments down"),
    ],
)
def test_a_secret_on_a_terminal(answer: str, code: int, title: str, book: Logbook, tmp_path: Path) -> None:
    """Enter masks it, a lets it through; otherwise the write is refused, and what was typed is a draft."""
    with on_terminal(f"key {SECRET} leaked", tmp_path) as terminal:
        terminal.wait_for("n: stop [m]")
        terminal.type(answer + ENTER)
        assert terminal.finish() == code
    assert (read(book).incident.title, len(book.drafts.list())) == (title, code)


def test_a_name_is_asked_and_the_write_goes_on(book: Logbook, own_world: Path, tmp_path: Path) -> None:
    """The name is kept for this logbook, the commit is made, and no draft is left."""
    (own_world / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    with on_terminal("Renamed", tmp_path) as terminal:
        terminal.wait_for("Your name:")
        terminal.type(f"Li Wei{ENTER}")
        terminal.wait_for("Your e-mail:")
        terminal.type(f"li@example.org{ENTER}")
        assert terminal.finish() == 0
    assert run("git", "log", "-1", "--format=%an", cwd=book.root) == "Li Wei"
    assert (read(book).incident.title, book.drafts.list()) == ("Renamed", [])


def test_without_a_name_the_write_is_a_draft(book: Logbook, own_world: Path) -> None:
    """Where nobody can be asked the commands to type are named, and nothing typed is lost."""
    (own_world / ".gitconfig").write_text("[user]\n\tuseConfigOnly = true\n")
    with pytest.raises(IdentityMissing) as refused:
        Command(book).set(title="Renamed")
    [draft] = book.drafts.list()
    assert str(refused.value.hint).endswith(f"what you typed is kept: rcalog drafts resume {draft.id}")


def test_a_hook_that_refuses(book: Logbook) -> None:
    """The refusal passes through, and the record is as it was."""
    hook = write_file(book.root, ".git/hooks/pre-commit", "#!/bin/sh\necho 'no \x1b[2J commits today' >&2\nexit 1\n")
    hook.chmod(0o755)
    with pytest.raises(HookRejected):
        Command(book).set(title="Renamed")
    assert read(book).incident.title == "Payments down"


@pytest.mark.parametrize(
    ("typed", "stored", "said"),
    [
        ("21:05", "2026-11-20T21:05:00+08:00", "2026-11-20 21:05 +08:00 (on this machine 2026-11-20 13:05 +00:00)"),
        (
            "昨天 14:05",
            "2026-11-19T14:05:00+08:00",
            "2026-11-19 14:05 +08:00 (on this machine 2026-11-19 06:05 +00:00)",
        ),
    ],
)
def test_a_time_in_another_zone(typed: str, stored: str, said: str, book: Logbook) -> None:
    """Where the team's zone is not the machine's, what was understood is said in both."""
    (book.root / ".rcalog/config.toml").write_text('timezone = "Asia/Shanghai"\n')
    command = Command(book)
    assert read_when(command.c, typed).text == stored
    assert command.err.getvalue() == f"understood: {said}\n"


@pytest.mark.parametrize("typed", ["13:05", "unknown", "2026-11-19"])
def test_a_time_in_the_machine_s_own_zone(typed: str, book: Logbook) -> None:
    """One zone, nothing to add."""
    command = Command(book)
    read_when(command.c, typed)
    assert command.err.getvalue() == ""


def test_times_that_are_refused(book: Logbook) -> None:
    """What is not understood, or not past, is refused."""
    with pytest.raises(TimeNotUnderstood):
        read_when(Command(book).c, "whenever")
    with pytest.raises(TimeInFuture):
        read_when(Command(book).c, "tomorrow 10:00")


def test_due_dates(book: Logbook) -> None:
    """A date to come."""
    assert read_day(Command(book).c, "2w").date == date(2026, 12, 4)
