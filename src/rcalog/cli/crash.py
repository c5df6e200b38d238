"""Crash logs: what somebody needs in order to find a bug."""

from __future__ import annotations

import os
import platform
import sys
import traceback
from datetime import datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from rcalog.model.secrets import mask
from rcalog.version import __version__

LIBRARIES = ("typer", "pydantic", "ruamel.yaml", "GitPython", "prompt_toolkit", "rich", "jinja2")


def write_crash_log(error: BaseException, now: datetime, folder: Path | None) -> Path | None:
    """Write a private crash log below `folder`, or the user's state folder; return its path, None where it failed."""
    log = (folder or _state_folder()) / "crash" / f"{now:%Y%m%dT%H%M%S}-{os.getpid()}.log"
    try:
        log.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        log.touch(mode=0o600)
        log.write_text(crash_report(error, now), encoding="utf-8", errors="replace")
    except OSError:
        return None
    return log


def crash_report(error: BaseException, now: datetime) -> str:
    """Return the versions of everything, and the traceback; not the command line, and nothing that looks secret."""
    lines = [
        f"rcalog {__version__}",
        f"python {platform.python_version()} on {platform.platform()}",
        *(f"{name} {_version(name)}" for name in LIBRARIES),
        f"encoding {sys.getfilesystemencoding()}",
        f"at {now.isoformat()}",
    ]
    return mask("\n".join([*lines, "", *traceback.format_exception(error)]))


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "missing"


def _state_folder() -> Path:
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "rcalog"
