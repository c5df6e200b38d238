"""Run rcalog: as the installed command in a process of its own, or in this process for speed."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unittest import mock

import typer

from rcalog.cli.command import app
from rcalog.cli.main import main
from rcalog.clock import SystemClock

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.clock import Clock

_make = typer.main.get_command
PROGRAM = str(Path(sys.executable).with_name("rcalog"))


@dataclass(frozen=True)
class Ran:
    """How a run ended, and what it said where."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The envelope that it printed."""
        return json.loads(self.out)


class Streams(io.TextIOWrapper):
    """A captured stream in UTF-8 that is no terminal."""

    def __init__(self) -> None:
        super().__init__(io.BytesIO(), encoding="utf-8", newline="", write_through=True)

    def text(self) -> str:
        """Return what was written."""
        raw = self.buffer
        assert isinstance(raw, io.BytesIO)
        return raw.getvalue().decode()


def spawn(
    *arguments: str, cwd: Path, env: Mapping[str, str] | None = None, stdin: str | None = "", program: str = PROGRAM
) -> Ran:
    """Run the installed command; `env` adds to the environment."""
    ran = subprocess.run(
        [program, *arguments],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        input=None if stdin is None else stdin.encode(),
        capture_output=True,
        check=False,
        timeout=60,
    )
    return Ran(ran.returncode, ran.stdout.decode(errors="replace"), ran.stderr.decode(errors="replace"))


def at_once(times: int, *arguments: str, cwd: Path) -> list[str]:
    """Run the installed command in several processes at once, and return what they printed; none may fail."""
    pipe = subprocess.PIPE
    with contextlib.ExitStack() as stack:
        command = [PROGRAM, *arguments]
        begun = [subprocess.Popen(command, cwd=cwd, stdout=pipe, stderr=pipe, text=True) for _ in range(times)]
        said = [stack.enter_context(each).communicate() for each in begun]
    assert [err for _, err in said] == [""] * times
    return [out for out, _ in said]


def run(
    *arguments: str, cwd: Path, env: Mapping[str, str] | None = None, stdin: str = "", clock: Clock | None = None
) -> Ran:
    """Run a command line in this process: no terminal, its own environment and folder, a clock that may be fixed."""
    out, err, typed = Streams(), Streams(), io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
    with (
        contextlib.chdir(cwd),
        mock.patch.dict(os.environ, env or {}),
        mock.patch.multiple(sys, stdin=typed, stdout=out, stderr=err),
        mock.patch.object(typer.main, "get_command", _tool),
    ):
        code = main(list(arguments), clock=clock or SystemClock())
    return Ran(code, out.text(), err.text())


def _tool(wanted: typer.Typer) -> object:
    """Let Typer make the commands once for all runs in this process: each asks for the same ones."""
    return _made(len(app.registered_commands) + len(app.registered_groups)) if wanted is app else _make(wanted)


@cache
def _made(_known: int) -> object:
    return _make(app)
