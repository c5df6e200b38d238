"""A terminal to run a program in: what it draws is read off a screen, what is typed goes through a real pty."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Self

import pexpect
import pyte

PATIENCE_S = 20
IMPATIENCE_S = 2

ENTER, BACKSPACE, CTRL_C, CTRL_D = "\r", "\x7f", "\x03", "\x04"
PASTE, PASTED = "\x1b[200~", "\x1b[201~"
"""What a terminal sends before and after what is pasted."""

STYLE = re.compile(r"\x1b\[[0-9;?]*[a-zA-Z]")


class Terminal:
    """A program in a terminal of 100 columns and 40 lines. Use as a context manager."""

    def __init__(
        self, *command: str, cwd: Path, env: Mapping[str, str] | None = None, columns: int = 100, lines: int = 40
    ) -> None:
        self._screen = pyte.Screen(columns, lines)
        self._stream = pyte.ByteStream(self._screen)
        self.raw = b""
        self._sent = 0
        environment = {**os.environ, "TERM": "xterm-256color", **(env or {})}
        environment |= {"COLUMNS": str(columns), "LINES": str(lines)}
        self._child = pexpect.spawn(
            command[0],
            list(command[1:]),
            cwd=str(cwd),
            env=environment,
            dimensions=(lines, columns),
            timeout=PATIENCE_S,
        )
        self._child.delaybeforesend = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._child.close(force=True)

    @property
    def pid(self) -> int:
        """The process in the terminal."""
        assert self._child.pid is not None
        return self._child.pid

    def type(self, text: str) -> None:
        """Type text as it is, with ENTER, BACKSPACE, CTRL_C and CTRL_D among it."""
        self._sent = len(self.raw)
        self._child.send(text.encode())

    def wait_for(self, text: str) -> None:
        """Wait until the screen shows this text."""
        self._wait(text, lambda: text in self.text())

    def leave(self, key: str) -> int:
        """Press a key until the program ends, and return its exit code.

        Python does not see a Ctrl-C that comes after readline has drawn its prompt and before it listens.
        """
        while True:
            self.type(key)
            try:
                while True:
                    self._read(IMPATIENCE_S)
            except pexpect.TIMEOUT:
                continue
            except pexpect.EOF:
                return self.finish()

    def wait_for_prompt(self, question: str, typed: str = "") -> None:
        """Wait until this question is put, anew after what was typed last, with `typed` standing at its prompt."""
        prompt = f"\n> {typed}".rstrip()
        self._wait(question, lambda: flat(question) in self._news() and self.text().endswith(prompt))

    def says(self, text: str) -> bool:
        """Return whether the screen shows this text, however it is wrapped."""
        return flat(text) in flat(self.text())

    def finish(self) -> int:
        """Wait for the end of the program and return its exit code, 128 + n where signal n ended it."""
        try:
            while True:
                self._read()
        except pexpect.EOF:
            self._child.close()
        signal = self._child.signalstatus
        return int(self._child.exitstatus or 0) if signal is None else 128 + int(signal)

    def lines(self) -> list[str]:
        """Return the lines on the screen, without blanks at their ends and empty lines at the bottom."""
        return self.text().split("\n")

    def text(self) -> str:
        """Return what the screen shows."""
        # pyte's own `display` measures every character, which takes most of the time of a long conversation
        rows = (self._screen.buffer[row] for row in range(self._screen.lines))
        cells = range(self._screen.columns)
        return "\n".join("".join(row[cell].data for cell in cells).rstrip() for row in rows).rstrip("\n")

    def _wait(self, what: str, is_there: Callable[[], bool]) -> None:
        while not is_there():
            try:
                self._read()
            except (pexpect.TIMEOUT, pexpect.EOF) as end:
                msg = f"waited for {what!r} ({type(end).__name__}), and the screen shows:\n{self.text()}"
                raise AssertionError(msg) from None

    def _news(self) -> str:
        return flat(STYLE.sub("", self.raw[self._sent :].decode(errors="replace")))

    def _read(self, patience_s: float = PATIENCE_S) -> None:
        chunk: str | bytes = self._child.read_nonblocking(65536, timeout=patience_s)
        assert isinstance(chunk, bytes)
        self.raw += chunk
        self._stream.feed(chunk)


def flat(text: str) -> str:
    """Return text without blanks and ends of lines, to be found however it is wrapped."""
    return "".join(text.split())
