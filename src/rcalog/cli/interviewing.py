"""An interview held at the terminal: questions on stderr, answers from a prompter, nothing lost on the way out."""

from __future__ import annotations

import shutil
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from rcalog.cli.drawing import drawn, strokes_for
from rcalog.cli.errors import Terminated
from rcalog.cli.output import bold, cyan, dim, yellow
from rcalog.cli.wording import enter, on_one_line, shown
from rcalog.errors import RcalogError, UsageError
from rcalog.interview.drawing import NARROWEST
from rcalog.interview.keys import EVERYWHERE, Key, key_of
from rcalog.model.display import shorten, width, wrap

if TYPE_CHECKING:
    from collections.abc import Callable

    from rcalog.cli.context import Context
    from rcalog.cli.prompter import Prompter
    from rcalog.interview.state import Question, Remark
    from rcalog.interview.texts import Texts
    from rcalog.logbook.intents import Saved
    from rcalog.logbook.records import Record
    from rcalog.model.causes import LegName
    from rcalog.services.why import Finished, Interview

TREE = "remark.tree"
OPEN = "  "
"""Before what is still open."""

REMEMBERED = 60
"""Cells of the cause at which an interview goes on."""
PICKED = {"refuse.number", "refuse.yes-no"}
"""What is said of a text where only a number or a word is taken: it is not offered again."""

WORTH_KEEPING = 10
"""From how many cells on an answer that was refused is offered again to be changed."""


class AnswersUnreadable(UsageError):
    """The answers file cannot be read."""

    code = "answers-unreadable"

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(f"{name} cannot be read: {reason}", hint="--answers - reads stdin")


class Conversation:
    """Puts the questions of one interview and hands the answers over, until it is over or broken off."""

    def __init__(self, c: Context, interview: Interview, prompter: Prompter, command: str) -> None:
        self._c = c
        self._interview = interview
        self._prompter = prompter
        self._command = command
        self._leg: LegName | None = None

    def hold(self) -> None:
        """Ask until nothing is left to ask.

        Raises:
            KeyboardInterrupt: when it was broken off; everything is kept then.
        """
        try:
            with self._prompter.listening():
                self._greet()
                save_settled(self._c, self._interview)
                self._ask_all()
        except (KeyboardInterrupt, EOFError):
            self._leave()
            raise KeyboardInterrupt from None
        except Terminated:
            with suppress(OSError):  # after a hang-up nobody may be there to be told
                self._leave()
            raise
        except BaseException:
            self._interview.leave(self._prompter.unsent)
            raise

    def _ask_all(self) -> None:
        prefill = self._interview.unsent
        while asked := self._interview.question:
            self._put(asked)
            if prefill:
                self._offer(prefill)
            prefill = self._take(asked, self._prompter.ask(prefill), prefill)
            self._prompter.unsent = ""

    def _offer(self, prefill: str) -> None:
        """Say that a text stands there to be changed; where it cannot stand there, show it."""
        key = "face.clear" if self._prompter.prefills else "face.prefill"
        self._say(f"  {self._texts(key, {'text': on_one_line(prefill)})}", dim, indent="  ")

    def _take(self, asked: Question, text: str, offered: str) -> str:
        """Hand an answer over; return what to offer again: a sentence that was refused, or was taken back.

        What was offered, and only typed on, is not offered once more: then the line is empty, and Enter is Enter. A key
        that works everywhere works behind what was offered too, so that `<` can be typed again and again.
        """
        behind = key_of(text.removeprefix(offered), ()) if offered and text.startswith(offered) else None
        if behind in EVERYWHERE:
            text = behind
        key = key_of(text, asked.keys)
        if key is Key.HELP:
            self._help(asked)
            return offered
        if key is Key.TREE:
            self._tree(asked)
            return offered
        return self._answer(key, text, offered)

    def _answer(self, key: Key | None, text: str, offered: str) -> str:
        before = self._interview.state.given
        refusal = self._interview.answer(text, self._c.clock.now())
        if refusal:
            self._say(self._texts(refusal.key, shown(refusal.values)), yellow)
            is_same = bool(offered) and text.startswith(offered)
            return "" if is_same or refusal.key in PICKED or width(text.strip()) < WORTH_KEEPING else text
        save_settled(self._c, self._interview)
        if key is Key.BACK and width(before[-1].text) >= WORTH_KEEPING:
            return before[-1].text
        return ""

    def _greet(self) -> None:
        texts, interview = self._texts, self._interview
        incident = interview.record.incident
        self._say(texts("face.begun", {"ref": incident.id, "title": incident.title}), bold)
        if interview.resumed:
            self._say(self._where())
        for key in ("intro.purpose", "intro.keys"):
            self._say(texts(key), dim)
        tell_lost(self._c, interview)

    def _where(self) -> str:
        """Return the line that says where a broken-off interview was."""
        interview, texts = self._interview, self._texts
        asked, at = interview.question, interview.at
        values = {"ref": interview.record.incident.id, "count": str(len(interview.state.given))}
        if asked is None or asked.leg is None or at is None:
            return texts("face.resumed-start", values)
        last = shorten(on_one_line(at), REMEMBERED)
        return texts("face.resumed", {**values, "leg": texts(f"leg.{asked.leg}.name"), "last": last})

    def _put(self, asked: Question) -> None:
        output, texts = self._c.output, self._texts
        output.note()
        if asked.leg and asked.leg is not self._leg:
            output.note(bold(f"{texts(f'leg.{asked.leg}.name')}"), dim(f"  {texts(f'leg.{asked.leg}.asks')}"))
        self._leg = asked.leg
        for remark in asked.remarks:
            self._remark(asked, remark)
        for number, choice in enumerate(asked.choices, 1):
            self._say(f"{number:3}  {on_one_line(choice)}", indent="     ")
        self._say(texts(asked.line, shown(asked.values)), bold)
        self._say(f"  {self._enter(asked)}", dim, indent="  ")

    def _enter(self, asked: Question) -> str:
        return on_one_line(enter(asked, self._texts))

    def _remark(self, asked: Question, remark: Remark) -> None:
        self._say(f"  {self._texts(remark.key, shown(remark.values))}", dim, indent="  ")
        if remark.key == TREE:
            self._tree(asked, asked.leg)

    def _help(self, asked: Question) -> None:
        for key in (f"help.{asked.ask}", "intro.keys"):
            self._say(f"  {self._texts(key)}", dim, indent="  ")

    def _tree(self, asked: Question, leg: LegName | None = None) -> None:
        here = asked.id.partition(":")[2]
        incident, strokes = self._interview.state.incident, strokes_for(self._c.output.stderr)
        for line in drawn(incident, self._texts, strokes, self._cells, here=here, only=leg):
            self._c.output.note(line)

    def _say(self, text: str, style: Callable[[str], str] = str, *, indent: str = "") -> None:
        """Write a paragraph within the width of the terminal; `indent` goes before its further lines."""
        body = text.lstrip(" ")
        first = text[: len(text) - len(body)]
        for place, line in enumerate(wrap(body, max(self._cells - len(indent or first), NARROWEST))):
            self._c.output.note(style(f"{indent if place else first}{line}"))

    @property
    def _cells(self) -> int:
        return shutil.get_terminal_size().columns

    def _leave(self) -> None:
        self._interview.leave(self._prompter.unsent)
        values = {"count": str(len(self._interview.state.given)), "command": self._command}
        self._c.output.note()
        self._c.output.note(self._texts("face.left", values))
        self._c.output.is_kept = True

    @property
    def _texts(self) -> Texts:
        return self._interview.texts


def tell_lost(c: Context, interview: Interview) -> None:
    """Say which answers no longer fit, and where they are kept."""
    if interview.lost:
        values = {"count": str(len(interview.lost)), "draft": interview.old or ""}
        c.output.warn(interview.texts("face.lost", values))


def save_settled(c: Context, interview: Interview) -> list[Saved]:
    """Commit the causes that an interview is done with, where that is wanted, and say so; a refusal ends nothing."""
    from rcalog.cli.acting import writer

    try:
        saves = interview.save_settled(writer(c))
    except RcalogError as error:
        c.output.warn(interview.texts("face.not-saved", {"why": error.message}))
        return []
    for one in saves:
        c.output.note(*_told(one))
    return saves


def _told(saved: Saved) -> tuple[str, str]:
    """Return what a commit on the way says, without the id that all of them begin with."""
    subject = saved.message.partition("\n")[0].partition(": ")[2]
    return f"  {subject}", dim(f"  saved as {saved.short}" if saved.short else "")


def conclude(c: Context, interview: Interview, *, yields: bool) -> Finished:
    """Commit what an interview came to; `yields` leaves as it is what somebody else changed at the same place.

    Raises:
        What a commit raises, with all answers kept.
    """
    from rcalog.cli.acting import carry_out

    try:
        return carry_out(c, lambda write: interview.finish(write, yields=yields))
    except RcalogError as error:
        interview.refused(error)
        raise


def who_answers(c: Context) -> str | None:
    """Return the handle of the person at the terminal, where git knows who it is."""
    from rcalog.logbook.repository import IdentityMissing
    from rcalog.services.people import me

    try:
        return me(c.book)
    except IdentityMissing:
        return None


def read_answers(name: str) -> tuple[bytes, str]:
    """Return an answers file and what to call it; `-` is stdin.

    Raises:
        AnswersUnreadable: when it cannot be read.
    """
    if name == "-":
        return sys.stdin.buffer.read(), "stdin"
    try:
        return Path(name).read_bytes(), name
    except OSError as err:
        raise AnswersUnreadable(name, err.strerror or str(err)) from err


def report_finished(c: Context, record: Record, finished: Finished, *, told: int = 0) -> None:
    """Tell what an interview came to: the commits but for those that were told already, and what is still open."""
    from rcalog.cli.acting import show_saved
    from rcalog.cli.incident_dto import record_object
    from rcalog.services.overview import next_step

    texts = finished.texts
    for one in finished.saves[told:-1]:
        c.output.note(*_told(one))
    if finished.saved:
        each = [one.commit for one in finished.saves]
        show_saved(c, finished.saved, more={"commits": each} if len(each) > 1 else None)
    else:
        data = {"incident": record_object(record, today=c.today), "changes": []}
        nothing = "face.nothing-new" if record.incident.whys else "face.nothing-said"
        c.output.result(data, lambda page: page.line(texts(nothing)))
    if finished.theirs:
        c.output.warn(texts("face.theirs", {"fields": ", ".join(finished.theirs)}))
    for other in finished.apart:
        c.output.note(texts("face.apart", {"ref": other}))
    if finished.open:
        c.output.note(texts("face.saved-open"))
    for point in finished.open:
        for line in wrap(texts(point.key, shown(point.values)), shutil.get_terminal_size().columns - len(OPEN)):
            c.output.note(OPEN, line)
    incident = (finished.saved.incident if finished.saved else None) or record.incident
    c.output.note("next: ", cyan(next_step(incident.id, incident.status, has_why=bool(incident.whys))))
