"""`rcalog why` on a real terminal: Chinese, pastes, the editor, ways out, and the way back."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest

from rcalog.logbook.book import Logbook
from rcalog.model.incident import Incident
from rcalog.services.why import so_far
from tests.helpers.cli import PROGRAM
from tests.helpers.git import run as git
from tests.helpers.interview import NOW, PLACE, RECORD
from tests.helpers.logbooks import make_logbook
from tests.helpers.terminal import BACKSPACE, CTRL_C, CTRL_D, ENTER, Terminal

pytestmark = pytest.mark.terminal

ALT_ENTER, CTRL_J, CTRL_U, CTRL_X_CTRL_E = "\x1b\r", "\n", "\x15", "\x18\x05"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"
LEFT = "Kept, {} answers. Go on with: rcalog why 20170131-k7f3q"


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """A logbook with one incident, in a folder with a blank and Chinese in its name."""
    return make_logbook(tmp_path / "log 书", records={PLACE: RECORD})


def why(book: Logbook, *arguments: str, **env: str) -> Terminal:
    """Run the interview about one leg in a terminal."""
    return Terminal(PROGRAM, "why", "--leg", "occurrence", *arguments, cwd=book.root, env=env)


def incident(book: Logbook) -> Incident:
    """Return the incident as it is committed."""
    return book.catalog.resolve("k7f3q", now=NOW).incident


def causes_so_far(book: Logbook) -> list[str]:
    """Return the causes that a broken-off interview holds."""
    state = so_far(book, book.catalog.resolve("k7f3q", now=NOW))
    assert state is not None
    return [cause.cause for cause in state.incident.causes()]


@pytest.mark.parametrize("lang", ["C", "C.UTF-8"])
def test_chinese_a_paste_ctrl_c_and_the_way_back(book: Logbook, lang: str) -> None:
    """One interview in two sessions; a backspace takes one character, a paste of two lines is one answer."""
    with why(book, LANG=lang) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"主库目录少了三百吉{BACKSPACE}GB{ENTER}")
        terminal.wait_for("What led to «主库目录少了三百GB»?")
        terminal.type(f"{PASTE}The dump ended\nwith an error{PASTED}{ENTER}")
        terminal.wait_for("What else was needed")
        terminal.type(CTRL_C)
        assert terminal.finish() == 130
        assert LEFT.format(2) in terminal.text()
    with why(book, LANG=lang) as terminal:
        terminal.wait_for("Going on with 20170131-k7f3q: leg occurrence, after «The dump ended with an error».")
        terminal.type(ENTER)
        terminal.wait_for("Enter = leave it open · . = end here")
        terminal.type(f"。{ENTER}")
        terminal.wait_for("Who can change")
        terminal.type(f"数据库组{ENTER}")
        terminal.wait_for("Read it upwards")
        terminal.type(ENTER)
        terminal.wait_for("What is to be done")
        terminal.type(ENTER)
        assert terminal.finish() == 0
        assert "saved as" in terminal.text()
    (leg,) = incident(book).whys
    assert (leg.problem, leg.because[0].cause) == ("主库目录少了三百GB", "The dump ended\nwith an error")
    assert git("git", "log", "-1", "--format=%s", cwd=book.root) == "20170131-k7f3q: why occurrence"
    assert list(book.drafts.list()) == []


def test_new_lines_by_keys(book: Logbook) -> None:
    """Alt-Enter and Ctrl-J begin a new line within an answer."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(ENTER)
        terminal.wait_for("What led to")
        terminal.type(f"one{ALT_ENTER}two{CTRL_J}three{ENTER}")
        terminal.wait_for("What else was needed")
    assert causes_so_far(book) == ["one\ntwo\nthree"]


def test_enter_may_be_typed_ahead(book: Logbook) -> None:
    """Whoever knows the questions does not wait for them."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"{ENTER}The disk was full{ENTER}{ENTER}.{ENTER}ops{ENTER}")
        terminal.wait_for("Read it upwards")
    assert causes_so_far(book) == ["The disk was full"]


def test_the_editor_opens_on_what_was_typed(book: Logbook, tmp_path: Path) -> None:
    """What it leaves in the file is the answer."""
    editor = tmp_path / "editor"
    editor.write_text('#!/bin/sh\nprintf \'%s, and nobody looked\' "$(cat "$1")" > "$1"\n')
    editor.chmod(0o755)
    with why(book, GIT_EDITOR=str(editor)) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(ENTER)
        terminal.wait_for("What led to")
        terminal.type(f"The disk was full{CTRL_X_CTRL_E}")
        terminal.wait_for("> The disk was full, and nobody looked")
        terminal.type(ENTER)
        terminal.wait_for("What else was needed")
    assert causes_so_far(book) == ["The disk was full, and nobody looked"]


def test_an_editor_that_fails_takes_nothing_away(book: Logbook) -> None:
    """What was typed is still there."""
    with why(book, GIT_EDITOR="false") as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"300 GB went missing{CTRL_X_CTRL_E}")
        terminal.wait_for("ended with code 1\n> 300 GB went missing")
        terminal.wait_for_prompt("", "300 GB went missing")
        terminal.type(ENTER)
        terminal.wait_for("What led to «300 GB went missing»?")


@pytest.mark.parametrize("way_out", [CTRL_C, f"{BACKSPACE * 12}{CTRL_D}"])
def test_ways_out_keep_everything(book: Logbook, way_out: str) -> None:
    """Ctrl-C keeps even what was typed and not sent; Ctrl-D leaves from an empty line."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"{ENTER}")
        terminal.wait_for("What led to")
        terminal.type(f"The disk was{way_out}")
        assert terminal.finish() == 130
        assert LEFT.format(1) in terminal.text()
    with why(book) as terminal:
        terminal.wait_for("> The disk was" if way_out == CTRL_C else "What led to")
        terminal.type(f" full{ENTER}" if way_out == CTRL_C else f"The disk was full{ENTER}")
        terminal.wait_for("What else was needed")
    assert causes_so_far(book) == ["The disk was full"]


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_signals_keep_everything(book: Logbook, number: signal.Signals, code: int) -> None:
    """Also what was typed and not sent; the terminal is left as it was."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(ENTER)
        terminal.wait_for("What led to")
        terminal.type("The disk was")
        terminal.wait_for("> The disk was")
        os.kill(terminal.pid, number)
        assert terminal.finish() == code
        assert LEFT.format(1) in terminal.text()
    with why(book) as terminal:
        terminal.wait_for("> The disk was")


def test_a_kill_loses_no_answer(book: Logbook) -> None:
    """Nothing can be done on SIGKILL, and nothing has to be."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(ENTER)
        terminal.wait_for("What led to")
        terminal.type(f"The disk was full{ENTER}")
        terminal.wait_for("What else was needed")
        os.kill(terminal.pid, signal.SIGKILL)
        terminal.finish()
    assert causes_so_far(book) == ["The disk was full"]


def test_help_the_tree_and_a_step_back(book: Logbook) -> None:
    """Keys of an input method work, and show where we are."""
    with why(book, "--lang", "zh") as terminal:
        terminal.wait_for("从外面看，出了什么问题？")
        terminal.type(f"？{ENTER}")
        terminal.wait_for("能观察到的事，带数字和单位或时间")
        terminal.type(ENTER)
        terminal.wait_for("是怎么发生的？")
        terminal.type(f"磁盘写满{ENTER}")
        terminal.wait_for("还需要哪些条件？")
        terminal.type(f"＝{ENTER}")
        terminal.wait_for("└─ 磁盘写满 （未完成）")
        terminal.type(f"《{ENTER}日志写满{ENTER}")
        terminal.wait_for("> 日志写满")
        terminal.type(f"{ENTER}")
        terminal.wait_for("「日志写满」是怎么发生的？")
    assert causes_so_far(book) == ["日志写满"]


def test_a_long_answer_that_is_refused_is_offered_again(book: Logbook) -> None:
    """It is changed, not typed again."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"{ENTER}The disk was full{ENTER}{ENTER}.{ENTER}database team since then{ENTER}")
        terminal.wait_for("> database team since then")
        terminal.type(f"{BACKSPACE * 4}2016-04{ENTER}")
        terminal.wait_for("File it as a record of its own")
        terminal.type(ENTER)
        terminal.wait_for("Read it upwards")
        terminal.type(f"It is not true at all{ENTER}")  # only a number is taken here: the line is empty again
        terminal.wait_for("A number from 1 to 1")
        terminal.type(ENTER)
        terminal.wait_for("What is to be done about")
    state = so_far(book, book.catalog.resolve("k7f3q", now=NOW))
    assert state is not None
    assert next(state.incident.causes()).since is not None


def test_the_gate_says_what_it_misses(book: Logbook) -> None:
    """With an example; Enter keeps the sentence."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"Slow because of the disk{ENTER}")
        terminal.wait_for("It holds a cause")
        assert "There is no number with a unit" in terminal.text()
        terminal.type(ENTER)
        terminal.wait_for("What led to «Slow because of the disk»?")


@pytest.mark.parametrize("plain", [("--plain",), ()])
def test_plain_lines(book: Logbook, plain: tuple[str, ...]) -> None:
    """One line, one answer, no cursor tricks: asked for, or on a dumb terminal."""
    with why(book, *plain, TERM="dumb" if not plain else "xterm") as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"{ENTER}磁盘写满了{ENTER}")
        terminal.wait_for("What else was needed")
        terminal.type(CTRL_C)
        assert terminal.finish() == 130
        assert LEFT.format(2) in terminal.text()
    assert causes_so_far(book) == ["磁盘写满了"]


def test_a_terminal_without_unicode_gets_a_tree_in_ascii(book: Logbook) -> None:
    """Strokes that cannot be shown are typed."""
    with why(book, PYTHONIOENCODING="ascii:replace") as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"{ENTER}The disk was full{ENTER}={ENTER}")
        terminal.wait_for("`- The disk was full (open)")


def test_masking_a_secret_ends_the_interview(book: Logbook) -> None:
    """It is committed without the secret, and no draft is left."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"{ENTER}The key AKIAIOSFODNN7ABCDEFG was used{ENTER}{ENTER}.{ENTER}ops{ENTER}{ENTER}{ENTER}")
        terminal.wait_for("write [masked")
        terminal.type(ENTER)
        assert terminal.finish() == 0
    assert (next(incident(book).causes()).cause, list(book.drafts.list())) == (
        "The key [masked: aws-key] was used",
        [],
    )


def test_every_four_causes_the_leg_at_hand_is_drawn(tmp_path: Path) -> None:
    """It alone; `=` draws all of them."""
    other = "whys:\n  - {leg: defence, problem: 0 of 4 copies, because: [The bucket was empty]}\n"
    book = make_logbook(tmp_path / "log", records={PLACE: RECORD + other})
    with why(book, "--plain") as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"{ENTER}one fact{ENTER}two facts{ENTER}three facts{ENTER}four facts{ENTER}")
        terminal.wait_for("└─ four facts")
        assert "defence: 0 of 4 copies" not in terminal.text()
        terminal.type(f"={ENTER}")
        terminal.wait_for("defence: 0 of 4 copies")


def test_back_and_back_again(book: Logbook) -> None:
    """The key goes back though a sentence that was taken back stands before it."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"31 % of checkouts failed{ENTER}")
        terminal.wait_for("What led to")
        terminal.type(f"The new host is in no list{ENTER}")
        terminal.wait_for("What else was needed")
        terminal.type(f"<{ENTER}")
        terminal.wait_for("> The new host is in no list")
        terminal.type(f"＝{ENTER}")
        terminal.wait_for_prompt("What led to", "The new host is in no list")
        terminal.type(f"<{ENTER}")
        terminal.wait_for("> 31 % of checkouts failed")
        terminal.leave(CTRL_C)
    assert causes_so_far(book) == []


def test_a_sentence_that_is_taken_back_can_be_changed(book: Logbook) -> None:
    """It stands in the line again, and how to clear the line is said."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"{ENTER}Somebody forgot the new host{ENTER}")
        terminal.wait_for("What else was needed")
        terminal.type(f"<{ENTER}")
        terminal.wait_for("Ctrl-U clears the line.")
        terminal.wait_for("> Somebody forgot the new host")
        terminal.type(f"{CTRL_U}The new host is in no list{ENTER}")
        terminal.wait_for("> The new host is in no list")
        terminal.leave(CTRL_C)
    assert causes_so_far(book) == ["The new host is in no list"]


def test_plain_lines_show_what_they_cannot_offer(book: Logbook) -> None:
    """A plain line begins empty, so that the sentence stands above it."""
    with why(book, "--plain") as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"{ENTER}Somebody forgot the new host{ENTER}")
        terminal.wait_for("What else was needed")
        terminal.type(f"<{ENTER}")
        terminal.wait_for("Typed before: Somebody forgot the new host")


def test_a_sentence_that_is_refused_twice_makes_room(book: Logbook) -> None:
    """The line is empty then, and Enter leaves the question open."""
    with why(book) as terminal:
        terminal.wait_for("What went wrong")
        terminal.type(f"{ENTER}The disk was full{ENTER}{ENTER}.{ENTER}")
        terminal.wait_for("Who can change")
        terminal.type(f"nobody reads these mails{ENTER}")
        terminal.wait_for("Ctrl-U clears the line.")
        terminal.type(ENTER + ENTER)
        terminal.wait_for("Read it upwards")
