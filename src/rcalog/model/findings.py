"""Findings: what check has to say about a record, each with a rule id."""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from rcalog.values import Value


class Weight(StrEnum):
    """How much a finding weighs: an error fails `check`, a warning fails `check --strict`, a hint never does."""

    ERROR = "error"
    WARNING = "warning"
    HINT = "hint"


Loc = tuple[str | int, ...]
"""A place in plain data: keys and list positions."""


class Finding(Value):
    """One result of check: the rule, what it saw, what to do, and where.

    `loc` is the place in the data; `path` the field path for people; file, line and column
    (from 1) are added where the record file is known. `item` is the id of the item that a waiver names.
    """

    rule: str
    weight: Weight
    message: str
    hint: str | None = None
    loc: Loc = ()
    path: str = ""
    item: str | None = None
    file: str | None = None
    line: int | None = None
    column: int | None = None


def errors(findings: Iterable[Finding]) -> list[Finding]:
    """Return those that fail `check`."""
    return [finding for finding in findings if finding.weight is Weight.ERROR]


def with_field(field: str, message: str) -> str:
    """Return what is wrong with a field with its name before it, unless it begins with that."""
    return f"{field}: {message}" if field and not message.startswith(f"{field} ") else message
