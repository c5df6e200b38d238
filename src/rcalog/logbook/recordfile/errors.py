"""What can go wrong between the bytes of a record and its data."""

from __future__ import annotations

from rcalog.errors import RcalogError


class RecordError(RcalogError):
    """A record cannot be read: where, why, and every other place that is already known."""

    code = "unreadable-record"

    def __init__(self, file: str, line: int, column: int, message: str, hint: str) -> None:
        super().__init__(message, hint=hint)
        self.file = file
        self.line = line
        self.column = column
        self.others: tuple[RecordError, ...] = ()


class UnwritableRecord(RcalogError):
    """What is to be written is something that a record cannot hold."""

    code = "unwritable-record"

    def __init__(self, reason: str, hint: str | None = None) -> None:
        super().__init__(f"this cannot be written into a record: {reason}", hint=hint)


class SpliceFailed(RcalogError):
    """A change could not be put into the file without touching the rest of it."""

    code = "splice-failed"

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(
            f"{file}: the change does not fit into the file as it is written: {reason}",
            hint="make the change by hand: rcalog edit REF",
        )
