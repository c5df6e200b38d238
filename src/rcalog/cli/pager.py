"""A pager for long pages on a terminal, the one that git would use."""

from __future__ import annotations

import os
import shutil
import subprocess
from typing import TYPE_CHECKING

from rcalog.cli.streams import is_terminal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.cli.output import Output, Page

PLAIN = ("", "cat")
"""Pagers that stand for none."""

DEFAULTS = {"LESS": "FRX", "LV": "-c"}
"""What git sets for its own pager: quit where one screen is enough, let colours through."""


def through_pager(output: Output, page: Page, *, command: str) -> None:
    """Show a page through a pager where stdout is a terminal and the page is longer than it; else just print it."""
    is_long = len(page.lines) >= shutil.get_terminal_size().lines
    if command in PLAIN or not is_long or not is_terminal(output.stdout) or not _page_through(command, str(page)):
        output.write(str(page))


def default_pager(env: Mapping[str, str]) -> str:
    """Return the pager of somebody who is in no repository."""
    return env.get("GIT_PAGER") or env.get("PAGER") or "less"


def _page_through(command: str, text: str) -> bool:
    """Run the pager, which is a shell command as it is for git; return whether it could be started."""
    env = {**DEFAULTS, **os.environ}
    try:
        pager = subprocess.Popen(["/bin/sh", "-c", command], env=env, stdin=subprocess.PIPE)
    except OSError:
        return False
    try:
        pager.communicate(text.encode("utf-8", errors="replace"))
    except BrokenPipeError:
        pager.wait()
    except KeyboardInterrupt:  # the pager has seen it too, and decides for itself
        pager.wait()
    return pager.returncode != 127  # the shell's word for: not found
