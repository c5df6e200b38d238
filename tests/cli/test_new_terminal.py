"""`rcalog new` on a terminal: four questions, all but the title may be Enter."""

from __future__ import annotations

from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from rcalog.model.incident import Incident
from tests.helpers.cli import PROGRAM, run
from tests.helpers.logbooks import make_logbook
from tests.helpers.terminal import BACKSPACE, CTRL_C, CTRL_D, ENTER, Terminal

pytestmark = pytest.mark.terminal

HURTING, SINCE = "Still hurting users? (y/n; Enter: not sure)", "Since when?"
OVER, HOW = "Over since when?", "How do you know?"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """Return an empty logbook."""
    return make_logbook(tmp_path / "log")


def new(book: Logbook, *words: str) -> Terminal:
    """Run it in a terminal."""
    return Terminal(PROGRAM, "new", *words, cwd=book.root)


def answer(terminal: Terminal, *answers: tuple[str, str]) -> None:
    """Wait for each question and answer it."""
    for question, typed in answers:
        terminal.wait_for(question)
        terminal.type(typed + ENTER)


def only(book: Logbook) -> Incident:
    """Return the only incident."""
    [found] = [book.catalog.read(path) for path in book.catalog.paths()]
    incident = getattr(found, "incident", None)
    assert isinstance(incident, Incident)
    return incident


def times(incident: Incident) -> dict[str, str]:
    """Return the times that are known."""
    return {name: when.text for name, when in incident.times if when}


def test_an_outage_that_is_over(book: Logbook) -> None:
    """The title, that it is over, since when, until when, and how that is known."""
    with new(book) as terminal:
        answer(terminal, ("What happens, in one line?", f"数据库被删除了了{BACKSPACE}"), (HURTING, "n"))
        answer(terminal, (SINCE, "2026-01-05 14:05"), (OVER, "2026-01-05 14:40"), (HOW, "error rate at 0"))
        assert terminal.finish() == 0
    incident = only(book)
    assert (incident.title, incident.status) == ("数据库被删除了", "resolved")
    assert times(incident) == {
        "started": "2026-01-05T14:05:00+00:00",
        "mitigated": "2026-01-05T14:40:00+00:00",
        "resolved": "2026-01-05T14:40:00+00:00",
    }
    assert [step.how for step in incident.ladder] == ["error rate at 0", "error rate at 0"]


def test_all_but_the_title_may_be_enter(book: Logbook) -> None:
    """What is not known is left out."""
    with new(book, "checkout", "returns", "502") as terminal:
        answer(terminal, (HURTING, ""), (SINCE, ""))
        assert terminal.finish() == 0
    assert (only(book).title, only(book).status, times(only(book))) == ("checkout returns 502", "ongoing", {})


def test_over_and_nobody_knows_since_when(book: Logbook) -> None:
    """It is not called ongoing."""
    with new(book, "x") as terminal:
        answer(terminal, (HURTING, "No"), (SINCE, ""), (OVER, ""), (HOW, ""))
        assert terminal.finish() == 0
    assert (only(book).status, times(only(book))) == ("mitigated", {"mitigated": "unknown"})


def test_only_what_no_flag_has_said_is_asked(book: Logbook) -> None:
    """An end by flag leaves two questions, an ongoing one with its start none."""
    with new(book, "x", "--resolved", "2026-01-05 14:40") as terminal:
        answer(terminal, (SINCE, "2026-01-05 14:05"), (HOW, "quiet"))
        assert terminal.finish() == 0
        assert (HURTING in terminal.text(), OVER in terminal.text()) == (False, False)
    with new(book, "y", "--ongoing", "--started", "2026-01-05 14:05") as terminal:
        assert terminal.finish() == 0
        assert HURTING not in terminal.text()


def test_an_answer_that_is_not_understood_is_asked_again(book: Logbook) -> None:
    """With the reason, the accepted forms, and the other answers kept."""
    with new(book, "x") as terminal:
        answer(terminal, (HURTING, "maybe"))
        terminal.wait_for("'maybe' is none of the choices")
        terminal.type(f"是{ENTER}")
        answer(terminal, (SINCE, "03/04/2026"))
        terminal.wait_for("accepted: 14:05")
        terminal.type(f"2026-01-05 14:05{ENTER}")
        assert terminal.finish() == 0
    assert (only(book).status, times(only(book))) == ("ongoing", {"started": "2026-01-05T14:05:00+00:00"})


def test_in_chinese(book: Logbook) -> None:
    """The questions, by flag; the answers in either language."""
    with new(book, "--lang", "zh") as terminal:
        answer(terminal, ("发生了什么？", "支付失败"), ("用户还在受影响吗？", "否"))
        answer(
            terminal,
            ("从什么时候开始？", "2026年1月5日 14:05"),
            ("什么时候结束的？", "不知道"),
            ("怎么知道已经结束？", ""),
        )
        assert terminal.finish() == 0
    assert (only(book).status, times(only(book))) == (
        "resolved",
        {"started": "2026-01-05T14:05:00+00:00", "mitigated": "unknown", "resolved": "unknown"},
    )


@pytest.mark.parametrize(("key", "code"), [(CTRL_C, 130), (CTRL_D, 2)])
def test_broken_off(key: str, code: int, book: Logbook) -> None:
    """What was typed is a draft; what to type is said, and makes the record."""
    with new(book, "数据库 down") as terminal:
        answer(terminal, (HURTING, "n"), (SINCE, "2026-01-05 14:05"))
        terminal.wait_for(OVER)
        assert terminal.leave(key) == code
    [draft] = book.drafts.list()
    assert f"what you typed is kept: rcalog drafts resume {draft.id}" in terminal.text()
    assert book.catalog.paths() == []
    assert run("drafts", "resume", draft.id, cwd=book.root).code == 0
    assert (only(book).title, only(book).status, book.drafts.list()) == ("数据库 down", "mitigated", [])
    assert times(only(book)) == {"started": "2026-01-05T14:05:00+00:00", "mitigated": "unknown"}


def test_nothing_is_kept_of_nothing(book: Logbook) -> None:
    """Ctrl-C at the first question leaves no trace."""
    with new(book) as terminal:
        terminal.wait_for("What happens, in one line?")
        assert terminal.leave(CTRL_C) == 130
    assert (book.drafts.list(), book.catalog.paths()) == ([], [])
