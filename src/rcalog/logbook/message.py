"""The message of a commit: what was done, what changed, and trailers for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook.intents import Operation
from rcalog.model.changes import Change, describe
from rcalog.model.display import safe, shorten

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rcalog.model.incident import Incident
    from rcalog.model.policy import CommitForm

SUBJECT_COLUMNS = 72
LINES = 40


def commit_message(
    form: CommitForm,
    incident: Incident | None,
    *,
    operation: Operation,
    summary: str,
    changes: Sequence[Change],
    trailers: Iterable[tuple[str, str]] = (),
) -> str:
    """Return the message: subject, the semantic changes, then (where the team wants them) the trailers."""
    named = incident.id if incident else "record"
    subject = form.subject.replace("{id}", named).replace("{summary}", " ".join(summary.split()))
    is_secret = operation is Operation.REDACT
    told = [f"{change.path}: redacted" if is_secret else safe(describe(change)) for change in changes[:LINES]]
    if len(changes) > LINES:
        told.append(f"and {len(changes) - LINES} more")
    about = {"Incident": named, "Operation": operation.value, "Severity": incident.severity.value} if incident else {}
    lines = [f"{key}: {safe(value)}" for key, value in (*about.items(), *trailers)] if form.trailers else []
    paragraphs = [[shorten(subject, SUBJECT_COLUMNS)], told, lines]
    return "\n\n".join("\n".join(paragraph) for paragraph in paragraphs if paragraph) + "\n"
