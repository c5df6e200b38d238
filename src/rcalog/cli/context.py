"""What a command is given: the logbook, the clock, the output, and somebody to ask."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NoReturn

import typer

from rcalog.cli.output import Output, is_terminal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from pathlib import Path

    from rcalog.clock import Clock


@dataclass
class Session:
    """What one run of the program has, whatever the command."""

    output: Output
    clock: Clock


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
        """The moment at which the command began to look at the clock, with an offset."""
        return self.clock.now()

    @cached_property
    def interactive(self) -> bool:
        """Whether somebody can be asked: stdin and stderr are terminals, and nothing forbids it."""
        forbidden = self.no_input or is_set(self.env, "RCALOG_NO_INPUT") or is_set(self.env, "CI")
        return not forbidden and is_terminal(sys.stdin) and is_terminal(sys.stderr)

    def exit(self, code: int) -> NoReturn:
        """End the command with an exit code, after its result was given."""
        raise typer.Exit(code)


def is_set(env: Mapping[str, str], name: str) -> bool:
    """Return whether a switch in the environment is on."""
    return env.get(name, "").lower() not in ("", "0", "false", "no")
