"""The types of the JSON output, version 1: own types, so that no change of the inside reaches a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

SCHEMA = "rcalog.json/v1"


@dataclass(frozen=True)
class ErrorEntry:
    """One entry of `errors`: a stable code, words for people, and the place in a file, where there is one."""

    code: str
    message: str
    hint: str | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None


@dataclass(frozen=True)
class Envelope:
    """What every command prints with `--json`, once, whatever happens."""

    schema: str
    command: str | None
    ok: bool
    data: object
    warnings: list[str]
    errors: list[ErrorEntry]
    commit: str | None


def listing(items: Sequence[object], *, total: int | None = None) -> dict[str, object]:
    """Return the data of a command that lists; `total` counts also what was left out."""
    total = len(items) if total is None else total
    return {"items": list(items), "total": total, "truncated": total > len(items)}
