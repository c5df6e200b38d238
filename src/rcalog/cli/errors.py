"""The only place where an exception becomes text, JSON and an exit code."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from rcalog.cli.output import Output, Page, dim, red
from rcalog.errors import RcalogError, UsageError
from rcalog.version import __version__

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

BUG = 3
INTERRUPTED = 130

Item = dict[str, object]
"""One entry of the envelope's `errors`: code, message, hint, path, line, column."""


class Terminated(BaseException):
    """The process was told to end by a signal."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.exit_code = 128 + signal


def handle(error: BaseException, output: Output, *, now: datetime) -> int:
    """Show what ended the command, and return the exit code."""
    if isinstance(error, KeyboardInterrupt):
        return _stopped(output, INTERRUPTED)
    if isinstance(error, Terminated):
        return _stopped(output, error.exit_code)
    if isinstance(error, SystemExit):
        return _left(error, output)
    if isinstance(error, BrokenPipeError):
        return _closed_pipe(output)
    if isinstance(error, RcalogError):
        return _show(output, items(error), error.exit_code)
    if isinstance(error, typer.TyperException):
        return _show(output, [_usage_item(error, output)], UsageError.exit_code)
    return _bug(error, output, now)


def items(error: RcalogError) -> list[Item]:
    """Return an error as entries of the envelope: one for each finding where it has some."""
    findings: Sequence[object] = getattr(error, "findings", ())
    if findings:
        return [_item(error.code, found) for found in findings]
    others: Sequence[RcalogError] = getattr(error, "others", ())
    return [_item(error.code, error), *(entry for other in others for entry in items(other))]


def _item(code: str, source: object) -> Item:
    place = {"path": "file", "line": "line", "column": "column"}
    entry: Item = {"code": getattr(source, "rule", code)}
    entry |= {key: getattr(source, key, None) for key in ("message", "hint")}
    return entry | {key: _plain(getattr(source, name, None)) for key, name in place.items()}


def _plain(value: object) -> object:
    return value if value is None or isinstance(value, int) else str(value)


def _usage_item(error: typer.TyperException, output: Output) -> Item:
    output.command = output.command or _command_path(error).partition(" ")[2] or None
    message = error.format_message().rstrip(".")
    return _item("usage", UsageError(message[:1].lower() + message[1:], hint=_usage_hint(error)))


def _command_path(error: typer.TyperException) -> str:
    return getattr(getattr(error, "ctx", None), "command_path", "rcalog")


def _usage_hint(error: typer.TyperException) -> str:
    known: Sequence[str] = getattr(error, "possibilities", None) or ()
    command = _command_path(error)
    if known:
        return f"did you mean {' or '.join(sorted(known))}?"
    if hasattr(error, "option_name"):
        return f"see {command} --help; put -- before words that begin with a dash"
    return f"see {command} --help"


def _show(output: Output, entries: Sequence[Item], code: int) -> int:
    if output.json:
        output.envelope(ok=False, errors=entries)
        return code
    page = output.error_page()
    for entry in entries:
        _write(page, red("error: "), str(entry["message"]))
        if entry["path"] is not None:
            page.line("  --> ", ":".join(str(entry[key]) for key in ("path", "line", "column") if entry[key]))
        if entry["hint"]:
            _write(page, dim("hint: "), str(entry["hint"]))
    output.write_error(page)
    return code


def _write(page: Page, label: str, text: str) -> None:
    first, *more = text.splitlines() or [""]
    page.line(label, first)
    for line in more:
        page.line("  ", line)


def _stopped(output: Output, code: int) -> int:
    return _show(output, [_item("interrupted", RcalogError("interrupted"))], code)


def _left(error: SystemExit, output: Output) -> int:
    if isinstance(error.__context__, BrokenPipeError):
        return _closed_pipe(output)
    return error.code if isinstance(error.code, int) else int(error.code is not None)


def _closed_pipe(output: Output) -> int:
    """Let the interpreter flush its streams into nowhere: the reader has seen enough."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (output.stdout, output.stderr):
        try:
            os.dup2(nowhere, stream.fileno())
        except (OSError, ValueError):
            continue
    return 0


def _bug(error: BaseException, output: Output, now: datetime) -> int:
    log = _write_crash_log(error, now)
    where = f"crash log: {log}" if log else "no folder for a crash log could be written"
    hint = f"{where}; look through it before you send it on, it may name your files"
    message = f"a bug in rcalog {__version__}: {type(error).__name__}: {error}"
    return _show(output, [_item("bug", RcalogError(message, hint=hint))], BUG)


def crash_report(error: BaseException, now: datetime) -> str:
    """Return what somebody needs in order to find the bug: versions and the traceback."""
    python = f"python {platform.python_version()} on {platform.platform()}"
    trace = "".join(traceback.format_exception(error))
    return f"rcalog {__version__}\n{python}\n{now.isoformat()}\nencoding {sys.getfilesystemencoding()}\n\n{trace}"


def _write_crash_log(error: BaseException, now: datetime) -> Path | None:
    folder = _state_folder() / "crash"
    log = folder / f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.log"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        log.touch(mode=0o600)
        log.write_text(crash_report(error, now), encoding="utf-8", errors="replace")
    except OSError:
        return None
    return log


def _state_folder() -> Path:
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "rcalog"
