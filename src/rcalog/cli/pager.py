"""A pager for long pages on a terminal, the one that git would use."""

from __future__ import annotations

import os
import shutil
import subprocess
from contextlib import suppress
from itertools import chain
from typing import IO, TYPE_CHECKING, cast

from rcalog.cli.streams import is_terminal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rcalog.cli.output import Output

PLAIN = ("", "cat")
"""Pagers that stand for none."""

DEFAULTS = {"LESS": "FRX", "LV": "-c"}
"""What git sets for its own pager: quit where one screen is enough, let colours through."""


def through_pager(output: Output, parts: Iterable[str], *, command: str) -> None:
    """Show the parts of a page as they come: through a pager where stdout is a terminal and they do not fit on it."""
    coming = iter(parts)
    if command in PLAIN or not is_terminal(output.stdout):
        _print(output, coming)
        return
    screen, room = "", shutil.get_terminal_size().lines
    while screen.count("\n") < room and (part := next(coming, None)) is not None:
        screen += part
    shown: list[str] = []
    is_long = screen.count("\n") >= room
    if not is_long or not _page_through(command, _noting(chain([screen], coming), shown)):
        _print(output, chain(shown or [screen], coming))


def _noting(parts: Iterable[str], shown: list[str]) -> Iterator[str]:
    """Yield the parts, noting each, for the case that the pager turns out not to be there."""
    for part in parts:
        shown.append(part)
        yield part


def _print(output: Output, parts: Iterable[str]) -> None:
    for part in parts:
        output.write(part)


def default_pager(env: Mapping[str, str]) -> str:
    """Return the pager of somebody who is in no repository."""
    return env.get("GIT_PAGER") or env.get("PAGER") or "less"


def _page_through(command: str, parts: Iterator[str]) -> bool:
    """Run the pager, which is a shell command as it is for git; return whether it could be started."""
    env = {**DEFAULTS, **os.environ}
    try:
        pager = subprocess.Popen(["/bin/sh", "-c", command], env=env, stdin=subprocess.PIPE)
    except OSError:
        return False
    try:
        with suppress(BrokenPipeError, KeyboardInterrupt):  # an interrupt reaches the pager too, and that decides
            _feed(cast("IO[bytes]", pager.stdin), parts)
    finally:
        pager.wait()
    return pager.returncode != 127  # the shell's word for: not found


def _feed(stdin: IO[bytes], parts: Iterable[str]) -> None:
    with stdin:
        for part in parts:
            stdin.write(part.encode("utf-8", errors="replace"))
            stdin.flush()
