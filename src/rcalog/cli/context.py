"""What a command is given: the logbook, the clock, the output, and somebody to ask."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn, TypeVar

import typer

from rcalog.cli.ask import Asker, NotAChoice
from rcalog.cli.output import Output, Page, is_terminal
from rcalog.cli.pager import default_pager, through_pager
from rcalog.cli.progress import working

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from contextlib import AbstractContextManager
    from datetime import datetime
    from pathlib import Path

    from rcalog.clock import Clock

T = TypeVar("T")
Choice = TypeVar("Choice", bound=StrEnum)


@dataclass
class Session:
    """What one run of the program has, whatever the command."""

    output: Output
    clock: Clock
    state: Path | None = None
    """Where a crash log goes: the state folder of the clone, once a logbook is open."""


@dataclass
class Context:
    """What one command is given.

    `logbook` is what `-C` named. Options that a command does not have are False.
    """

    session: Session
    command: str
    logbook: Path | None = None
    no_input: bool = False
    dry_run: bool = False
    no_pager: bool = False
    env: Mapping[str, str] = field(default_factory=lambda: os.environ)

    @property
    def output(self) -> Output:
        """Where the result goes."""
        return self.session.output

    @property
    def clock(self) -> Clock:
        """The clock of this run."""
        return self.session.clock

    @property
    def json(self) -> bool:
        """Whether a program is listening."""
        return self.output.json

    @cached_property
    def now(self) -> datetime:
        """The moment at which the command first looked at the clock, with an offset."""
        return self.clock.now()

    @cached_property
    def interactive(self) -> bool:
        """Whether somebody can be asked: stdin and stderr are terminals, and nothing forbids it."""
        forbidden = self.no_input or is_on(self.env, "RCALOG_NO_INPUT") or is_on(self.env, "CI")
        return not forbidden and is_terminal(sys.stdin) and is_terminal(sys.stderr)

    def ask(self, question: str, *, flag: str, default: str | None = None) -> str:
        """Return the answer to a question, the default for an empty one; without a default it is asked again.

        Raises:
            InputNeeded: where nobody can be asked and there is no default; `flag` is what to give instead.
        """
        return self._asker.text(question, flag=flag, default=default)

    def ask_for(
        self, question: str, read: Callable[[str], T], *, flag: str, default: T | None = None, shown: str | None = None
    ) -> T:
        """Return the answer as `read` understands it; what it refuses is explained and asked again.

        `shown` stands for the default in the prompt.

        Raises:
            InputNeeded: where nobody can be asked and there is no default.
        """
        return self._asker.value(question, read, flag=flag, default=default, shown=shown)

    def confirm(self, question: str, *, flag: str, default: bool | None = None) -> bool:
        """Return whether the answer is yes."""
        return self._asker.confirm(question, flag=flag, default=default)

    def pick(self, question: str, choices: Sequence[str], *, flag: str) -> int:
        """Return the position of the choice that was picked by its number."""
        return self._asker.pick(question, choices, flag=flag)

    def one_of(self, kind: type[Choice], text: str) -> Choice:
        """Return the member of an enumeration that a person named.

        Raises:
            NotAChoice: for anything else, with what was probably meant.
        """
        known = {member.value: member for member in kind}
        found = known.get(text.strip().casefold())
        if found is None:
            raise NotAChoice(text, list(known))
        return found

    def paged(self, data: object, show: Callable[[Page], None]) -> None:
        """Give a result that may be long: through the pager, where somebody reads along."""
        pager = "" if self.no_pager else default_pager(self.env)
        self.output.result(data, show, through=lambda output, page: through_pager(output, page, command=pager))

    def working(self, text: str) -> AbstractContextManager[None]:
        """Show a sign of life while a block runs that may take long."""
        return working(self.output, text)

    def exit(self, code: int) -> NoReturn:
        """End the command with an exit code, after its result was given."""
        raise typer.Exit(code)

    @cached_property
    def _asker(self) -> Asker:
        return Asker(self.output, self.interactive)


def is_on(env: Mapping[str, str], name: str) -> bool:
    """Return whether a switch in the environment is on."""
    return env.get(name, "").lower() not in ("", "0", "false", "no")
