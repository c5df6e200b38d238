"""The interview of the golden case, typed by somebody who knows the record that must come out of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import pytest

from rcalog.interview import engine
from rcalog.interview.state import Ask, State
from rcalog.logbook.book import Logbook
from rcalog.model.causes import LegName
from rcalog.model.incident import Incident
from tests.examples.case import CASE, REF, before, case_book, committed, outcome, transcript
from tests.helpers import cli, git
from tests.helpers.interview import question, sentence, setup, tell
from tests.helpers.oracle import Oracle, actions_for, sayable
from tests.helpers.terminal import BACKSPACE, CTRL_C, ENTER, PASTE, PASTED, Terminal

SOURCE = "https://about.gitlab.com/blog/2017/02/10/postmortem-of-database-outage-of-january-31/"
BUCKET = "The S3 bucket of the nightly dump was empty"
CHINESE = {"WAL archiving was switched off on the primary": "主库上的 WAL 归档一直关着", "database team": "数据库组"}
FINGERS = {
    "数据库组": f"数据库祖{BACKSPACE}组",
    f"{BUCKET} #technical @@ {SOURCE}": f"{PASTE}{BUCKET} #technical\n@@ {SOURCE}{PASTED}",
}
"""A wrong character taken back, and a paste of two lines."""

LAST = "Azure disk snapshots covered the NFS servers only"
HALF = "The routine LVM snapshot"
WHOLE = f"{HALF} was taken once in 24 h and was nearly 24 h old #process"
"""Where the first session is broken off: in the middle of the defence leg, and of an answer."""


@pytest.fixture
def book(tmp_path: Path) -> Logbook:
    """A logbook with the case, not yet asked about."""
    return case_book(tmp_path / "logbook")


@dataclass
class Sitting:
    """Somebody at an interview in a terminal, the engine beside it: what the screen asks is what the engine asks.

    `fingers` are the keys by which an answer is typed, where they are not its own characters.
    """

    terminal: Terminal
    oracle: Oracle
    state: State
    fingers: Mapping[str, str] = field(default_factory=dict)

    def answer(self, already: str = "") -> None:
        """Wait for the question and answer it; the beginning of the answer may stand there already."""
        text = self.oracle(self.state)
        self.terminal.wait_for_prompt(sentence(self.state), already)
        self.terminal.type(self.fingers.get(text, text).removeprefix(already) + ENTER)
        self.state = tell(self.state, text)

    def answer_up_to(self, text: str) -> None:
        """Answer until this would be the answer."""
        while self.oracle(self.state) != text:
            self.answer()

    def answer_all(self) -> None:
        """Answer until nothing is asked any more."""
        while engine.question(self.state):
            self.answer()


def sitting(terminal: Terminal, after: Incident, fingers: Mapping[str, str] | None = None) -> Sitting:
    """Return somebody who is about to answer so that `after` comes out."""
    return Sitting(terminal, Oracle(after), engine.begin(before(after), setup()), fingers or {})


def why(book: Logbook, *arguments: str) -> Terminal:
    """Run the interview in a terminal."""
    return Terminal(cli.PROGRAM, "why", REF, *arguments, cwd=book.root)


def test_the_engine_gives_the_record() -> None:
    """The answers of somebody who knows the record give its legs and its actions, ids included, and leave nothing open."""
    *_, last = transcript(outcome())
    assert (engine.record(last).incident, engine.record(last).open) == (outcome(), ())


def test_the_answers_file_gives_the_record(book: Logbook) -> None:
    """An answers file says the same."""
    ran = cli.run("why", REF, "--answers", str(CASE / "answers.yaml"), cwd=book.root)
    assert (ran.code, sayable(committed(book))) == (0, outcome()), ran.err


@pytest.mark.terminal
def test_plain_lines_give_the_record(book: Logbook) -> None:
    """What is asked line by line is what the engine asks, and the same comes out."""
    with why(book, "--plain") as terminal:
        sitting(terminal, outcome()).answer_all()
        assert terminal.finish() == 0
    assert committed(book) == outcome()


@pytest.mark.terminal
def test_the_interview_in_two_sessions(book: Logbook) -> None:
    """Chinese, a character taken back, a paste of two lines, Ctrl-C within an answer; then on from there to one commit."""
    after = outcome(CHINESE)
    with why(book) as terminal:
        first = sitting(terminal, after, FINGERS)
        first.answer_up_to(WHOLE)
        terminal.wait_for_prompt(sentence(first.state))
        terminal.type(f"{HALF}{CTRL_C}")
        assert terminal.finish() == 130
        left = f"Kept, {len(first.state.given)} answers. Go on with: rcalog why {REF}"
        assert left in terminal.lines()
    assert (committed(book), len(list(book.drafts.list()))) == (before(after), 1)
    with why(book) as terminal:
        second = Sitting(terminal, first.oracle, first.state, FINGERS)
        terminal.wait_for_prompt(sentence(second.state), HALF)
        assert terminal.says(f"Going on with {REF}: leg defence, after «{LAST}».")
        second.answer(already=HALF)
        second.answer_all()
        assert terminal.finish() == 0
    assert (committed(book), list(book.drafts.list())) == (after, [])
    assert git.run("git", "log", "--format=%s", cwd=book.root).splitlines()[:-1] == [
        f"{REF}: why occurrence, defence, detection, recovery, systemic"
    ]


def test_how_much_is_typed() -> None:
    """A leg takes four answers a cause at most, however many its branches, half of them Enter or one key; an action three."""
    whys: dict[LegName, list[str]] = {}
    plans: dict[LegName, list[str]] = {}
    for state, after in pairwise(transcript(outcome())):
        asked = question(state)
        if asked.leg:
            kind = plans if asked.ask in (Ask.ACTION, Ask.CONFIRM, Ask.ANOTHER, Ask.ELSEWHERE) else whys
            kind.setdefault(asked.leg, []).append(after.given[-1].text)
    for leg in outcome().whys:
        assert len(whys[leg.leg]) <= 4 * max(5, len(list(leg.walk())))
        acted = [action for cause in leg.walk() for action in actions_for(outcome(), cause)]
        assert len(plans.get(leg.leg, [])) <= 3 * len(acted) + 1
    answers = [text for leg in whys.values() for text in leg]
    assert sum(len(text) < 2 for text in answers) >= 0.5 * len(answers)
