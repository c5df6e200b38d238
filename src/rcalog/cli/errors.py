"""The only place where an exception becomes text, JSON and an exit code."""

from __future__ import annotations

import errno
import sys
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeGuard

from rcalog.cli.dto import ErrorEntry
from rcalog.cli.output import Output, OutputRefused, red
from rcalog.cli.streams import discard
from rcalog.errors import RcalogError, UsageError
from rcalog.model.display import shorten

if TYPE_CHECKING:
    import typer

    from rcalog.model.findings import Finding

BUG = 3
INTERRUPTED = 130
LONGEST = 200
LOOK_THROUGH = "look through it, it may name your files"
ANEW = "the index is made anew, in case it was harmed: try once more; if that is no help, "

REFUSALS = (errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EFBIG)
"""How a full or broken disk answers a write."""


class FileRefused(RcalogError):
    """The system refuses a file that nothing can be done without."""

    code = "file-refused"

    def __init__(self, error: OSError) -> None:
        super().__init__(f"cannot use {error.filename}: {error.strerror}")


PATHS = (errno.ENAMETOOLONG, errno.ELOOP, errno.EACCES, errno.EPERM, errno.ENOTDIR)
"""How the system answers a path that it does not take."""


class PathRefused(RcalogError):
    """A file or a folder that was named, or that the logbook is in, cannot be looked at."""

    code = "path-refused"

    def __init__(self, error: OSError) -> None:
        super().__init__(f"{shorten(str(error.filename), LONGEST)} cannot be used: {error.strerror}")


class Terminated(BaseException):
    """The process was told to end by a signal."""

    def __init__(self, signal: int) -> None:
        super().__init__(signal)
        self.exit_code = 128 + signal


def handle(error: BaseException, output: Output, *, now: datetime, state: Path | None = None) -> int:
    """Show what ended the command, and return the exit code; a bug leaves a crash log below `state`."""
    try:
        return _handle(error, output, now, state)
    except BrokenPipeError:
        return _closed_pipe(output)
    except OutputRefused as refused:
        return show(output, entries(refused), refused.exit_code)


def _handle(error: BaseException, output: Output, now: datetime, state: Path | None) -> int:
    if isinstance(error, KeyboardInterrupt):
        return _stopped(output, INTERRUPTED)
    if isinstance(error, Terminated):
        return _stopped(output, error.exit_code)
    if isinstance(error, SystemExit):
        return _left(error, output)
    if isinstance(error, BrokenPipeError):
        raise error
    if isinstance(error, OSError) and error.errno in REFUSALS and error.filename is None:  # Typer printing a completion
        discard(output.stdout)
        output.json = False
        raise OutputRefused(error)
    if (
        isinstance(error, OSError)
        and error.errno in (*REFUSALS, errno.EACCES, errno.EPERM, errno.EROFS)
        and error.filename
    ):
        error = FileRefused(error)
    if isinstance(error, OSError) and error.errno in PATHS and error.filename is not None:
        error = PathRefused(error)
    if isinstance(error, RcalogError):
        return show(output, entries(error), error.exit_code)
    if _is_from_typer(error):
        return show(output, [_usage_entry(error, output)], UsageError.exit_code)
    return show(output, [_bug(error, now, state)], BUG)


def entries(error: RcalogError) -> list[ErrorEntry]:
    """Return an error, and everything else that is known at the same time, as entries of the envelope."""
    findings: Sequence[Finding] = getattr(error, "findings", ())
    others: Sequence[RcalogError] = getattr(error, "others", ())
    whole, found = entry_of(error), [entry_of(finding) for finding in findings]
    if found and whole.message.startswith((found[0].message, findings[0].message)):  # it only repeats the first one
        whole, found = found[0].with_(code=error.code, hint=found[0].hint or whole.hint), found[1:]
    return [whole, *found, *(entry for other in others for entry in entries(other))]


def show(output: Output, shown: Sequence[ErrorEntry], code: int) -> int:
    """Show errors to whoever is listening, and return the exit code."""
    if output.json:
        output.envelope(ok=False, errors=shown)
        return code
    from rcalog.cli.hints import labelled, with_hint

    page = output.error_page()
    for entry in shown:
        labelled(page, red("error: "), entry.message)
        if entry.path is not None:
            page.line("  --> ", output.where(entry.path, entry.line, entry.column))
        if entry.hint:
            with_hint(page, entry.hint)
    output.write_error(page)
    return code


def entry_of(source: object) -> ErrorEntry:
    """Return an error or a finding as an entry; a finding is known by its rule."""
    from rcalog.model.findings import with_field
    from rcalog.model.secrets import mask  # not needed as long as all goes well

    hint: str | None = getattr(source, "hint", None)
    field, message = getattr(source, "path", ""), str(getattr(source, "message", source))
    file: object = getattr(source, "file", None)
    return ErrorEntry(
        code=str(getattr(source, "rule", None) or getattr(source, "code", RcalogError.code)),
        message=mask(with_field(field if hasattr(source, "rule") else "", message)),
        hint=mask(hint) if hint else None,
        path=None if file is None else str(file),
        line=getattr(source, "line", None),
        column=getattr(source, "column", None),
    )


def _is_from_typer(error: BaseException) -> TypeGuard[typer.TyperException]:
    typer = sys.modules.get("typer")  # nothing is loaded in order to say what went wrong
    return typer is not None and isinstance(error, typer.TyperException)


def _usage_entry(error: typer.TyperException, output: Output) -> ErrorEntry:
    command = getattr(getattr(error, "ctx", None), "command_path", "rcalog")
    output.command = output.command or command.partition(" ")[2] or None
    from rcalog.model.secrets import mask

    message = mask(error.format_message()).rstrip(".")
    return ErrorEntry(UsageError.code, message[:1].lower() + message[1:], _usage_hint(error, command))


def _usage_hint(error: typer.TyperException, command: str) -> str:
    dashes = "; put -- before words that begin with a dash" if hasattr(error, "option_name") else ""
    return f"see {command} --help{dashes}"


def _stopped(output: Output, code: int) -> int:
    if output.is_kept and not output.json:
        return code
    return show(output, [ErrorEntry("interrupted", "interrupted")], code)


def _left(error: SystemExit, output: Output) -> int:
    if isinstance(error.__context__, BrokenPipeError):  # Typer turns it into an exit
        return _closed_pipe(output)
    return error.code if isinstance(error.code, int) else int(error.code is not None)


def _closed_pipe(output: Output) -> int:
    """End in silence: the reader has seen enough."""
    for stream in (output.stdout, output.stderr):
        discard(stream)
    return 0


def _bug(error: BaseException, now: datetime, state: Path | None) -> ErrorEntry:
    from rcalog.cli.crash import crash_report, write_crash_log
    from rcalog.model.secrets import mask

    message = mask(f"a bug in rcalog: {type(error).__name__}: {error}")
    log = write_crash_log(error, now, state)
    if log is None:
        return ErrorEntry("bug", f"{message}\n{crash_report(error, now)}", "please report it")
    again = ANEW if _forgot(state) else ""
    return ErrorEntry("bug", message, f"{again}please report it with this log; {LOOK_THROUGH}", str(log))


def _forgot(state: Path | None) -> bool:
    """Throw the indexes away: SQLite does not notice all harm, and nobody should meet it twice."""
    from rcalog.logbook.traces import drop_indexes

    try:
        return state is not None and drop_indexes(state)
    except OSError:
        return False
