"""The streams of this process: whether somebody sits at them, and what they can take."""

from __future__ import annotations

import os

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO


def wants_colour(stream: TextIO, env: Mapping[str, str]) -> bool:
    """Return whether to colour: NO_COLOR, then FORCE_COLOR, then a terminal that is not dumb."""
    if env.get("NO_COLOR"):
        return False
    if env.get("FORCE_COLOR", "0") not in ("", "0"):
        return True
    return is_terminal(stream) and env.get("TERM") != "dumb"


def is_terminal(stream: TextIO | None) -> bool:
    """Return whether somebody sits at the other end of a stream."""
    return stream is not None and not stream.closed and stream.isatty()


def cells_of(stream: TextIO) -> int | None:
    """Return how wide the terminal is at the other end of a stream, as COLUMNS or it says; None where there is none."""
    if not is_terminal(stream):
        return None
    from shutil import get_terminal_size

    try:
        here = os.get_terminal_size(stream.fileno())
    except (OSError, ValueError):  # a stream that is a terminal by its own word only
        here = os.terminal_size((80, 24))
    said = get_terminal_size(here).columns if os.environ.get("COLUMNS") else here.columns
    return said or 80


def is_text(text: str) -> bool:
    """Return whether text came through decoding whole."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def discard(stream: TextIO) -> None:
    """Let what a stream still holds, and all that follows, go nowhere: the interpreter flushes it at the end."""
    from contextlib import suppress

    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def open_stream(stream: TextIO | None, *, for_programs: bool = False) -> TextIO:
    """Return a stream that takes every character: what its encoding lacks is shown as a question mark."""
    if stream is None:  # closed by the caller
        return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 (lives as long as the process)
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
    if for_programs:
        speak_utf8(stream)
    return stream


def speak_utf8(stream: TextIO) -> None:
    """Let a stream that nobody reads on a terminal be UTF-8, which files for programs are, whatever people here use."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None and not is_terminal(stream):
        reconfigure(encoding="utf-8")
