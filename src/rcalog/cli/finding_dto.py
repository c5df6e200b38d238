"""A finding as programs get it."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rcalog.model.findings import Finding


@dataclass(frozen=True)
class FindingEntry:
    """One result of check: the rule, its weight, words for people, the field, and the place in the file."""

    rule: str
    weight: str
    message: str
    hint: str | None
    field: str
    path: str | None
    line: int | None
    column: int | None


def finding_data(found: Finding) -> dict[str, object]:
    """Return the object of a finding."""
    entry = FindingEntry(
        found.rule, found.weight.value, found.message, found.hint, found.path, found.file, found.line, found.column
    )
    return asdict(entry)
