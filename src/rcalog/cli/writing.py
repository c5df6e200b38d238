"""Writing a file that the user named."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.errors import RcalogError

if TYPE_CHECKING:
    from pathlib import Path


class FileNotWritten(RcalogError):
    """The file cannot be written."""

    code = "file-not-written"

    def __init__(self, path: Path, reason: str) -> None:
        super().__init__(f"{path} cannot be written: {reason}", hint="name another file with -o")


def write_file(path: Path, text: str) -> None:
    """Write text to a file.

    Raises:
        FileNotWritten.
    """
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise FileNotWritten(path, error.strerror or str(error)) from error
