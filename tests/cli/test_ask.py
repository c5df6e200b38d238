"""Questions: on a terminal, and where there is none."""

from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest

from rcalog.cli.ask import Asker, InputNeeded, NotAChoice, NotText, go_on_with, read_all
from rcalog.cli.output import Output
from tests.helpers.cli import Streams
from tests.helpers.terminal import BACKSPACE, CTRL_C, CTRL_D, ENTER, Terminal

STORY = """
import sys
from datetime import UTC, datetime
from rcalog.cli.ask import Asker
from rcalog.cli.errors import handle
from rcalog.cli.output import Output

output = Output.standard(json=False)
asker = Asker(output, interactive=True)
try:
    {body}
except BaseException as error:
    sys.exit(handle(error, output, now=datetime.now(UTC)))
"""


def asking(body: str, cwd: Path, *redirect: str) -> Terminal:
    """Start a program in a terminal that runs `body` with an `asker`."""
    story = cwd / "story.py"
    story.write_text(STORY.format(body=body))
    return Terminal("sh", "-c", f"exec {sys.executable} {story} {' '.join(redirect)}", cwd=cwd)


def nobody() -> Asker:
    """Return an asker where nobody is."""
    return Asker(Output(io.StringIO(), io.StringIO(), json=False, colour=False, error_colour=False), interactive=False)


def test_without_a_terminal_the_flag_is_named() -> None:
    """A missing answer is an error that says what to give."""
    with pytest.raises(InputNeeded) as needed:
        nobody().text("Title:", flag="TITLE")
    assert (needed.value.code, needed.value.exit_code) == ("input-needed", 2)
    assert needed.value.message == "TITLE is missing, and there is no terminal to ask on"


def test_without_a_terminal_a_default_is_taken() -> None:
    """A question that may be passed over is passed over."""
    asker = nobody()
    assert asker.text("Since when?", flag="--started", default="") == ""
    assert asker.value("How many?", int, flag="--count", default=3) == 3
    assert asker.confirm("Sure?", flag="--yes", default=False) is False


def test_without_a_terminal_nothing_is_picked() -> None:
    """A choice is never guessed."""
    with pytest.raises(InputNeeded):
        nobody().pick("Which?", ["a", "b"], flag="-i")
    with pytest.raises(InputNeeded):
        nobody().confirm("Sure?", flag="--yes")


def test_an_answer_in_chinese_with_a_correction(tmp_path: Path) -> None:
    """A character typed wrongly is taken back whole, however wide it is."""
    with asking("print('got', asker.text('标题：', flag='TITLE'))", tmp_path) as terminal:
        terminal.wait_for("标题：")
        terminal.type(f"数据裤{BACKSPACE}库被删{ENTER}")
        assert terminal.finish() == 0
        assert terminal.lines()[-1] == "got 数据库被删"


def test_an_empty_answer_is_asked_again_or_takes_the_default(tmp_path: Path) -> None:
    """Without a default Enter is no answer."""
    body = "print(asker.text('Title:', flag='T'), asker.text('Severity:', flag='S', default='sev3'))"
    with asking(body, tmp_path) as terminal:
        terminal.wait_for("Title:")
        terminal.type(ENTER)
        terminal.wait_for("Title:\nTitle:")
        terminal.type(f"disk full{ENTER}")
        terminal.wait_for("Severity: [sev3]")
        terminal.type(ENTER)
        assert terminal.finish() == 0
        assert terminal.lines()[-1] == "disk full sev3"


def test_an_answer_that_is_refused_is_explained(tmp_path: Path) -> None:
    """The reason and the hint are shown, then the question comes again."""
    with asking("print('chose', asker.pick('Which?', ['first', 'second'], flag='-i'))", tmp_path) as terminal:
        terminal.wait_for("Which?")
        assert terminal.lines()[:2] == ["  1  first", "  2  second"]
        terminal.type(f"？{ENTER}")
        terminal.wait_for("a number from 1 to 2; Ctrl-C leaves")
        terminal.type(f"２{ENTER}")  # as a Chinese keyboard has it
        assert terminal.finish() == 0
        assert terminal.lines()[-1] == "chose 1"


@pytest.mark.parametrize(("typed", "answer"), [("y", "True"), ("no", "False"), ("是", "True"), ("", "True")])
def test_yes_or_no(typed: str, answer: str, tmp_path: Path) -> None:
    """In English and in Chinese; Enter takes the default, which is the capital letter."""
    with asking("print('said', asker.confirm('Go on?', flag='--yes', default=True))", tmp_path) as terminal:
        terminal.wait_for("Go on? [Y/n]")
        terminal.type(typed + ENTER)
        assert terminal.finish() == 0
        assert terminal.lines()[-1] == f"said {answer}"


def test_data_in_a_pipe_is_not_mixed_with_questions(tmp_path: Path) -> None:
    """With stdout in a file the question still reaches the terminal, and only the data the file."""
    with asking("print(asker.text('Title:', flag='TITLE'))", tmp_path, "> data") as terminal:
        terminal.wait_for("Title:")
        terminal.type(f"数据库{ENTER}")
        assert terminal.finish() == 0
    assert (tmp_path / "data").read_text() == "数据库\n"


@pytest.mark.parametrize(
    ("key", "code", "said"), [(CTRL_C, 130, "error: interrupted"), (CTRL_D, 2, "the input ended before TITLE")]
)
@pytest.mark.parametrize("redirect", ["", "> data"])
def test_leaving_at_a_question(key: str, code: int, said: str, redirect: str, tmp_path: Path) -> None:
    """Ctrl-C interrupts, Ctrl-D is the end of the input; neither leaves a traceback."""
    with asking("asker.text('Title:', flag='TITLE')", tmp_path, redirect) as terminal:
        terminal.wait_for("Title:")
        assert terminal.leave(key) == code
        assert [line for line in terminal.lines() if line.endswith(said) or line.startswith(f"error: {said}")] != []
        assert terminal.lines()[0].rstrip() in ("Title:", "Title: ^C")
        assert "Traceback" not in terminal.text()


@pytest.mark.parametrize(
    ("answers", "line"),
    [
        ([], None),
        ([("-i REF", "2"), ("user.name", "Ana")], None),
        ([("HOW", "queues empty"), ("--mitigated", "14:20")], "rcalog mark resolved 'queues empty' --mitigated 14:20"),
        ([("--evidence", "--json")], "rcalog mark resolved --evidence=--json"),
    ],
)
def test_the_command_line_that_says_it_all(answers: list[tuple[str, str]], line: str | None) -> None:
    """What was answered stands behind what was typed, as far as an option or an argument can say it."""
    assert go_on_with(["mark", "resolved"], answers) == line


def test_a_hostile_question_is_harmless(tmp_path: Path) -> None:
    """A title in a question cannot move the cursor."""
    with asking(r"asker.text('Title of \x1b[2J:', flag='T')", tmp_path) as terminal:
        terminal.wait_for("Title of ␛[2J:")


def test_all_of_stdin_is_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """A byte order mark is dropped; what is not UTF-8 is refused instead of garbled."""
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("\ufeff14:05 回滚\n".encode())))
    assert read_all() == "14:05 回滚\n"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO("回滚".encode("gbk"))))
    with pytest.raises(NotText):
        read_all()


def test_a_near_choice_is_offered() -> None:
    """A slip is answered with what was meant."""
    assert NotAChoice("mitigatd", ["ongoing", "mitigated"]).hint == "did you mean mitigated?"
    assert NotAChoice("x", ["ongoing", "mitigated"]).hint == "choose one of ongoing, mitigated"


def test_streams_of_the_harness_are_no_terminal() -> None:
    """What the tests capture is never taken for somebody who could be asked."""
    assert Streams().isatty() is False
