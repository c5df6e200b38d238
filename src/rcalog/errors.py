"""The base of every error that rcalog expects; text and JSON are made in cli/errors.py."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import ClassVar


class RcalogError(Exception):
    """An expected failure: what happened, and the next command to type.

    Subclasses stand in the module that raises them, one per situation, and build
    their message from typed arguments. `code` is stable and part of the JSON output.
    """

    code: ClassVar[str] = "error"
    exit_code: int = 1

    def __init__(self, message: str, *, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.draft: str | None = None
        """The id of the draft that keeps what was typed, where that is so."""


class UsageError(RcalogError):
    """The command line, or an answer, is not what the command takes."""

    code = "usage"
    exit_code = 2
