"""Where the answers of an interview come from: a terminal with an editor of its own, or plain lines."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING, Protocol

from rcalog.cli.ask import read_line
from rcalog.cli.errors import Terminated
from rcalog.cli.streams import is_text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import FrameType

    from prompt_toolkit import PromptSession
    from prompt_toolkit.buffer import Buffer
    from prompt_toolkit.data_structures import Size
    from prompt_toolkit.key_binding import KeyBindings, KeyPressEvent

    from rcalog.cli.context import Context

PROMPT = "> "
CONTINUED = "  "


class Prompter(Protocol):
    """Somebody who answers. `unsent` is what was typed last, until whoever asked has taken it.

    `prefills` tells whether a line can begin with a text that is to be changed.
    """

    unsent: str
    prefills: bool

    def listening(self) -> AbstractContextManager[None]:
        """Hold the terminal while questions are asked, so that what is typed ahead arrives as it was typed."""
        ...

    def ask(self, prefill: str) -> str:
        """Return an answer; `prefill` is what stands there to begin with.

        Raises:
            KeyboardInterrupt, EOFError: when no answer is coming.
        """
        ...


class PlainPrompter:
    """One line, one answer: for screen readers, serial consoles and dumb terminals."""

    prefills = False

    def __init__(self) -> None:
        self.unsent = ""

    def listening(self) -> AbstractContextManager[None]:
        """Leave the terminal as it is."""
        return nullcontext()

    def ask(self, prefill: str) -> str:  # noqa: ARG002 (a plain line begins empty; the conversation shows it)
        """Return the next line."""
        while not is_text(line := read_line(PROMPT)):
            continue
        self.unsent = line
        return line


class TerminalPrompter:
    """Enter sends, Alt-Enter or Ctrl-J begins a new line, a paste stays one answer, Ctrl-X Ctrl-E opens the editor."""

    prefills = True

    def __init__(self, term: str, edit: Callable[[str], str]) -> None:
        self.unsent = ""
        self._term = term
        self._edit = edit
        self._ended: int | None = None

    def listening(self) -> AbstractContextManager[None]:
        """Keep the terminal raw between the questions: cooked, an Enter typed ahead would arrive as a new line."""
        from prompt_toolkit.input.vt100 import raw_mode

        return raw_mode(sys.stdin.fileno())

    def ask(self, prefill: str) -> str:
        """Return what was typed.

        Raises:
            Terminated: when the process was told to end meanwhile.
        """
        self.unsent, self._ended = "", None
        try:
            with self._signals():
                self.unsent = self._session.prompt(default=prefill)
        except BaseException:
            self.unsent = self._session.default_buffer.text
            self._raise_if_ended()
            raise
        self._raise_if_ended()
        return self.unsent

    @contextmanager
    def _signals(self) -> Iterator[None]:
        """Let signals end the question: an exception that is raised in a callback of the event loop would be lost."""
        before = {number: signal.signal(number, self._on_signal) for number in (signal.SIGTERM, signal.SIGHUP)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    def _on_signal(self, number: int, _frame: FrameType | None) -> None:
        self._ended = number
        app = self._session.app
        if app.is_running and app.loop:
            app.loop.call_soon_threadsafe(self._end_question)
        else:
            self._raise_if_ended()

    def _end_question(self) -> None:
        app = self._session.app
        if app.is_running and not app.is_done:
            app.exit(exception=EOFError)

    def _raise_if_ended(self) -> None:
        if self._ended is not None:
            raise Terminated(self._ended)

    @cached_property
    def _session(self) -> PromptSession[str]:
        from prompt_toolkit import PromptSession
        from prompt_toolkit.history import DummyHistory
        from prompt_toolkit.output.vt100 import Vt100_Output

        return PromptSession(
            PROMPT,
            multiline=True,
            prompt_continuation=CONTINUED,
            key_bindings=self._keys(),
            history=DummyHistory(),
            output=Vt100_Output(sys.stderr, _size, term=self._term, enable_cpr=False),
        )

    def _keys(self) -> KeyBindings:
        from prompt_toolkit.key_binding import KeyBindings

        keys = KeyBindings()
        keys.add("enter")(lambda event: event.current_buffer.validate_and_handle())
        keys.add("escape", "enter")(lambda event: event.current_buffer.newline(copy_margin=False))
        keys.add("c-j")(lambda event: event.current_buffer.newline(copy_margin=False))
        keys.add("c-x", "c-e")(self._open_editor)
        return keys

    def _open_editor(self, event: KeyPressEvent) -> None:
        _ = event.app.create_background_task(self._edited(event.current_buffer))

    async def _edited(self, buffer: Buffer) -> None:
        from prompt_toolkit.application import run_in_terminal
        from prompt_toolkit.document import Document

        text = await run_in_terminal(lambda: self._edit(buffer.text))
        buffer.document = Document(text)


def prompter(c: Context, *, plain: bool) -> Prompter:
    """Return the prompter for this terminal."""
    term = c.env.get("TERM", "dumb")
    return PlainPrompter() if plain or term == "dumb" else TerminalPrompter(term, lambda text: _edited(c, text))


def _size() -> Size:
    from prompt_toolkit.data_structures import Size

    columns, rows = os.get_terminal_size(sys.stderr.fileno())
    return Size(rows=rows or 24, columns=columns or 80)


def _edited(c: Context, text: str) -> str:
    """Return a text after the user's editor; as it was, where the editor fails."""
    from rcalog.cli.editor import EditorFailed, edit_text

    try:
        file = c.book.state / "edit" / "answer.txt"
        return edit_text(c.book.repo.editor(), file, text.encode()).decode(errors="replace").rstrip("\n")
    except EditorFailed as err:
        c.output.warn(err.message)
        return text
