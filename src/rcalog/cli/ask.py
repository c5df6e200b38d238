"""Questions on a terminal, one line each; without a terminal a missing answer is an error that names its flag."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import signal
import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING, TypeVar

from rcalog.cli.output import Output, bold, dim
from rcalog.cli.streams import is_terminal, is_text
from rcalog.errors import RcalogError, UsageError
from rcalog.model.display import safe, shorten
from rcalog.model.numerals import digits
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

T = TypeVar("T")

A_FLAG = pattern("--[a-z-]+|[A-Z]+")
"""An option with a value, or an argument: what stands for an answer on a command line."""

NUMBERED = 5
"""Cells before a choice that has a number."""


class InputNeeded(UsageError):
    """A value is missing, and nobody is there to ask."""

    code = "input-needed"

    def __init__(self, flag: str, hint: str | None = None) -> None:
        super().__init__(f"{flag} is missing, and there is no terminal to ask on", hint=hint or f"give {flag}")
        self.flag, self.is_argument = flag, flag.isupper()


class InputEnded(UsageError):
    """The terminal's input ended (Ctrl-D) at a question that needs an answer."""

    code = "input-ended"

    def __init__(self, flag: str) -> None:
        super().__init__(f"the input ended before {flag} was answered", hint=f"give {flag}")


class NotText(UsageError):
    """A word of the command line (by its number, from 1), or stdin, is not text in the encoding in use."""

    code = "not-text"

    def __init__(self, word: int | None = None) -> None:
        what = f"word {word} of the command line" if word else "standard input"
        super().__init__(f"{what} is not UTF-8 text", hint="convert it first, for example with iconv -t UTF-8")


class NotANumber(UsageError):
    """The answer is no number of the list."""

    code = "not-a-number"

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)


class NotAChoice(UsageError):
    """The answer is none of the choices."""

    code = "not-a-choice"

    def __init__(self, text: str, known: Sequence[str]) -> None:
        near = get_close_matches(text.casefold(), known, n=1)
        hint = f"did you mean {near[0]}?" if near else f"choose one of {', '.join(known)}"
        super().__init__(f"{text!r} is none of the choices", hint=hint)


class Asker(Value):
    """Puts questions to whoever sits at the terminal; `interactive` says whether somebody does."""

    output: Output
    interactive: bool

    def text(self, question: str, *, flag: str, default: str | None = None) -> str:
        """Return the answer to a question, the default for an empty one; without a default it is asked again.

        Raises:
            InputNeeded: where nobody can be asked and there is no default.
        """
        return self.value(question, str, flag=flag, default=default)

    def value(
        self,
        question: str,
        read: Callable[[str], T],
        *,
        flag: str,
        default: T | None = None,
        shown: str | None = None,
        again: bool = False,
        remember: bool = True,
    ) -> T:
        """Return the answer as `read` understands it; what it refuses is explained and asked again.

        `shown` stands for the default in the prompt. With `again` the refused text stands there to be changed. What is
        remembered can be given by `flag` on the command line that goes on after Ctrl-C.

        Raises:
            InputNeeded: where nobody can be asked and there is no default.
        """
        if not self.interactive:
            return self._unasked(flag, default)
        typed = ""
        while True:
            typed = self._line(_prompt(question, shown if shown is not None else default), flag, typed if again else "")
            if not typed and default is not None:
                return default
            if typed:
                try:
                    answer = read(typed)
                except RcalogError as error:
                    self.output.note(error.message)
                    if error.hint:
                        self.output.hint(error.hint)
                else:
                    self.output.answers += [(flag, typed)] if remember else []
                    return answer

    def confirm(self, question: str, *, flag: str, default: bool | None = None) -> bool:
        """Return whether the answer is yes."""
        shown = {True: "Y/n", False: "y/N", None: "y/n"}[default]
        return self.value(question, _yes_or_no, flag=flag, default=default, shown=shown, remember=False)

    def hidden(self, question: str, *, flag: str) -> str:
        """Return an answer that is neither shown nor kept.

        Raises:
            InputNeeded, InputEnded.
        """
        from getpass import getpass

        if not self.interactive:
            raise InputNeeded(flag)
        try:
            return getpass(_prompt(question, None), stream=sys.stderr)
        except EOFError:
            self.output.note()
            raise InputEnded(flag) from None

    def pick(self, question: str, choices: Sequence[str], *, flag: str, wanted: str | None = None) -> int:
        """Return the position of the choice that was picked by its number; `wanted` is said of any other answer."""
        if not self.interactive:
            raise InputNeeded(flag)
        room = shutil.get_terminal_size().columns - NUMBERED
        for number, choice in enumerate(choices, 1):
            self.output.note(bold(f"{number:3}"), "  ", shorten(choice, room))
        wanted = wanted or f"a number from 1 to {len(choices)}; Ctrl-C leaves"
        return self.value(question, lambda typed: _position(typed, len(choices), wanted), flag=flag, remember=False)

    def _unasked(self, flag: str, default: T | None) -> T:
        if default is None:
            raise InputNeeded(flag)
        return default

    def _line(self, prompt: str, flag: str, prefill: str) -> str:
        while True:
            try:
                typed = read_line(prompt, prefill)
            except EOFError:
                self.output.note()
                raise InputEnded(flag) from None
            except KeyboardInterrupt:
                self.output.note()  # what is said next does not stand behind the question
                raise
            if is_text(typed):
                return typed.strip()
            self.output.note(dim("that was not readable text; once more, please"))


def read_line(prompt: str, prefill: str = "") -> str:
    """Return one line from the terminal, without its end; the prompt goes to stderr, `prefill` can be changed.

    Raises:
        EOFError: at the end of the input.
    """
    if is_terminal(sys.stdout):  # then the line can be edited: readline draws on stdout, the same terminal
        with contextlib.suppress(ImportError):
            import readline

            readline.set_auto_history(False)
            readline.set_startup_hook(lambda: readline.insert_text(prefill))
        return input(prompt)
    sys.stderr.write(prompt)
    sys.stderr.flush()
    typed = sys.stdin.readline()
    if not typed:
        raise EOFError
    return typed.removesuffix("\n")


def read_all() -> str:
    """Return everything on stdin as text.

    Raises:
        NotText: when it is not UTF-8.
    """
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise NotText from error


def ignore_interrupts() -> None:
    """Let a second Ctrl-C not lose what the first one makes us keep; the program is on its way out."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def go_on_with(args: Sequence[str], answers: Sequence[tuple[str, str]]) -> str | None:
    """Return the command line that says at once what was typed and answered; None where no answer can be said so."""
    said = [_as_words(flag, typed) for flag, typed in answers if A_FLAG.fullmatch(flag)]
    return shlex.join(["rcalog", *args, *(word for words in said for word in words)]) if said else None


def _as_words(flag: str, typed: str) -> list[str]:
    """Return what was answered as words of a command line; what looks like an option is tied to its own."""
    if not flag.startswith("-"):
        return [typed]
    return [f"{flag}={typed}"] if typed.startswith("-") else [flag, typed]


def _prompt(question: str, default: object) -> str:
    return safe(question if default in (None, "") else f"{question} [{default}]") + " "


def _yes_or_no(typed: str) -> bool:
    answers = {"y": True, "yes": True, "是": True, "n": False, "no": False, "否": False}
    answer = answers.get(typed.casefold())
    if answer is None:
        raise NotAChoice(typed, ("y", "n"))
    return answer


def _position(typed: str, count: int, wanted: str) -> int:
    number = digits(typed)
    if number not in map(str, range(1, count + 1)):
        raise NotANumber(wanted)
    return int(number) - 1
