"""`rcalog note` on a terminal: the loop, and what becomes of it when it is broken off."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from tests.helpers.cli import PROGRAM, run
from tests.helpers.git import hook
from tests.helpers.git import run as git
from tests.helpers.logbooks import ID, incident, logbook_of, read
from tests.helpers.terminal import BACKSPACE, CTRL_C, CTRL_D, ENTER, Terminal

pytestmark = pytest.mark.terminal

ONE, TWO = "2026-01-05 14:05 rolled back", "2026-01-05 14:10 数据库恢恢复"
AT_ONE, AT_TWO = "2026-01-05 14:05 +00:00", "2026-01-05 14:10 +00:00"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return a logbook with an incident that is not over."""
    return logbook_of(tmp_path / "log", incident())


def note(book: Logbook, *words: str) -> Terminal:
    """Run it in a terminal."""
    return Terminal(PROGRAM, "note", *words, cwd=book.root)


def type_lines(terminal: Terminal) -> None:
    """Type two events, one of them in Chinese and corrected, and wait until both are understood."""
    terminal.wait_for("empty line: done\n>")
    terminal.type(ONE + ENTER)
    terminal.wait_for(f"{AT_ONE}  rolled back\n>")
    terminal.type(f"{TWO}{BACKSPACE * 2}复{ENTER}")
    terminal.wait_for(f"{AT_TWO}  数据库恢复\n>")


def timeline(book: Logbook) -> list[tuple[str, str]]:
    """Return the times and texts of all events."""
    return [(event.at.text[:16], event.event) for event in read(book).incident.timeline]


NOTED = [("2026-01-05T14:05", "rolled back"), ("2026-01-05T14:10", "数据库恢复")]


@pytest.mark.parametrize("end", [ENTER, CTRL_D])
def test_several_events_are_one_commit(end: str, book: Logbook) -> None:
    """An empty line or the end of the input ends the loop; no draft stays behind."""
    with note(book, "--by", "on-call") as terminal:
        type_lines(terminal)
        terminal.type(end)
        assert terminal.finish() == 0
    assert (timeline(book), book.drafts.list()) == (NOTED, [])
    assert {event.by for event in read(book).incident.timeline} == {"on-call"}
    assert git("git", "log", "-1", "--format=%s", cwd=book.root) == f"{ID}: note 2 events"


def test_broken_off_and_gone_on_with(book: Logbook) -> None:
    """Ctrl-C keeps a draft and says how to go on; that commits it."""
    with note(book, "--by", "on-call") as terminal:
        type_lines(terminal)
        assert terminal.leave(CTRL_C) == 130
    [draft] = book.drafts.list()
    assert f"what you typed is kept: rcalog drafts resume {draft.id}" in terminal.text()
    shown = run("drafts", "show", draft.id, cwd=book.root).out.splitlines()
    assert shown == ["2026-01-05T14:05:00+00:00  rolled back", "2026-01-05T14:10:00+00:00  数据库恢复"]
    assert (timeline(book), run("drafts", "resume", draft.id, cwd=book.root).code) == ([], 0)
    assert (timeline(book), book.drafts.list()) == (NOTED, [])
    assert {event.by for event in read(book).incident.timeline} == {"on-call"}


def test_a_line_that_is_not_understood_stands_there_again(book: Logbook) -> None:
    """With the reason and the accepted forms; it can be changed, and is not lost."""
    with note(book) as terminal:
        terminal.wait_for("empty line: done\n>")
        terminal.type(f"2026-01-05 14:05{ENTER}")
        terminal.wait_for("what happened then?\nhint: 2026-01-05 14:05 rolled back\n> 2026-01-05 14:05")
        terminal.type(f" rolled back{ENTER}")
        terminal.wait_for(f"{AT_ONE}  rolled back\n>")
        terminal.type(f"25:99 x{ENTER}")
        terminal.wait_for("now\n> 25:99 x")
        terminal.type(f"{BACKSPACE * 7}{TWO}{BACKSPACE * 2}复{ENTER}{ENTER}")
        assert terminal.finish() == 0
    assert timeline(book) == NOTED


def test_a_line_that_only_looks_like_a_time(book: Logbook) -> None:
    """Entered once more it is noted as it stands, now: nobody is caught in the loop."""
    with note(book) as terminal:
        terminal.wait_for("empty line: done\n>")
        terminal.type(f"99:99 is what the clock showed{ENTER}")
        terminal.wait_for("Enter once more: note it as it stands, now\n> 99:99 is what the clock showed")
        terminal.type(ENTER)
        terminal.wait_for("+00:00  99:99 is what the clock showed\n>")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    assert [text for _, text in timeline(book)] == ["99:99 is what the clock showed"]


def test_killed_before_the_first_line(book: Logbook) -> None:
    """Nothing was typed, so nothing is kept; after the first line the draft is named by it."""
    with note(book) as terminal:
        terminal.wait_for("empty line: done\n>")
        os.kill(terminal.pid, signal.SIGKILL)
    assert book.drafts.list() == []
    with note(book) as terminal:
        type_lines(terminal)
        os.kill(terminal.pid, signal.SIGKILL)
    assert [draft.summary for draft in book.drafts.list()] == ["note rolled back"]


def test_nothing_was_typed(book: Logbook) -> None:
    """No commit and no draft."""
    before = book.repo.head()
    with note(book) as terminal:
        terminal.wait_for("empty line: done\n>")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    assert (book.repo.head(), book.drafts.list()) == (before, [])


def test_a_hook_that_refuses(book: Logbook) -> None:
    """What was typed is one draft, which goes through when the hook is mended."""
    hook(book.repo.top, "pre-commit", "echo 'not now' >&2; exit 1")
    with note(book) as terminal:
        type_lines(terminal)
        terminal.type(ENTER)
        assert terminal.finish() == 1
        assert "not now" in terminal.text()
    [draft] = book.drafts.list()
    hook(book.repo.top, "pre-commit", "exit 0")
    assert run("drafts", "resume", draft.id, cwd=book.root).code == 0
    assert (timeline(book), book.drafts.list()) == (NOTED, [])


def test_a_dry_run(book: Logbook) -> None:
    """What would be written is shown; what was typed is kept."""
    with note(book, "--dry-run") as terminal:
        type_lines(terminal)
        terminal.type(ENTER)
        assert terminal.finish() == 0
        assert "+  - event: 数据库恢复" in terminal.text()
    assert (timeline(book), len(book.drafts.list())) == ([], 1)


def test_a_log_pasted_into_the_terminal(book: Logbook) -> None:
    """How to end it is said."""
    with note(book, "-") as terminal:
        terminal.wait_for("Ctrl-D on a line of its own ends it")
        terminal.type(f"2026-01-05 14:05 rolled back{ENTER}2026-01-05 14:10 数据库恢复{ENTER}{CTRL_D}")
        assert terminal.finish() == 0
    assert timeline(book) == NOTED


def test_a_secret_is_masked(book: Logbook) -> None:
    """Asked once for all of them; neither the record nor the message nor a draft has it."""
    with note(book) as terminal:
        terminal.wait_for("empty line: done\n>")
        terminal.type(f"2026-01-05 14:05 key AKIAIOSFODNN7EXAMPLE{ENTER}{ENTER}")
        terminal.wait_for("n: stop [m]")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    assert (timeline(book), book.drafts.list()) == ([("2026-01-05T14:05", "key [masked: aws-key]")], [])
    assert "AKIA" not in git("git", "log", "-p", cwd=book.root)
