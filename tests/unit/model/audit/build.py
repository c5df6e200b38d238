"""Commits and records for the judging of trails, in a few words."""

from __future__ import annotations

from rcalog.model.audit import Around, CommitFacts, RecordFile, Stamp, Step
from rcalog.model.base import record_data
from rcalog.model.reading import read_incident, with_item_ids

NOON = 1_795_176_000
"""2026-11-20 12:00 UTC."""

ID = "20261120-paydn"
PATH = f"incidents/2026/11/{ID}-payments-down.yaml"
RECORD: dict[str, object] = {
    "schema": "rcalog/v1",
    "id": ID,
    "title": "Payments down",
    "kind": "incident",
    "status": "ongoing",
    "severity": "sev2",
    "timeline": [{"event": "alert", "id": "e1", "at": "2026-11-20T10:00:00+00:00", "verbatim": True}],
    "actions": [{"action": "Renew", "id": "a1", "proofs": [{"proof": "pass", "id": "p1", "at": "2026-11-20T10:00Z"}]}],
    "ladder": [{"status": "mitigated", "at": "2026-11-20T11:00:00+00:00"}],
    "reviews": [{"by": "li", "at": "2026-11-20T11:30:00+00:00", "verdict": "changes"}],
}
"""What `file` changes."""


def file(*, path: str = PATH, mode: str = "100644", **changes: object) -> RecordFile:
    """Return a record file; keywords change keys of it (None removes one)."""
    data = {key: value for key, value in (RECORD | changes).items() if value is not None}
    incident = with_item_ids(read_incident(data))
    return RecordFile(path, mode, str(sorted(map(str, data.items()))), incident, record_data(incident))


def broken(path: str = PATH) -> RecordFile:
    """Return a file that is no valid record."""
    return RecordFile(path, "100644", "broken", None, None)


def commit(message: str = "a change", *, at: int = NOON, written: int | None = None, **more: object) -> CommitFacts:
    """Return a commit by Ana; keywords are further fields of it."""
    ana = Stamp("Ana", "ana@example.org", at)
    facts = {"author": Stamp("Ana", "ana@example.org", at if written is None else written), "committer": ana, **more}
    return CommitFacts("c" * 40, message=message, **facts)  # type: ignore[arg-type]


def done(operation: str, *lines: str, severity: str = "sev2", incident: str = ID, why: str = "") -> CommitFacts:
    """Return a commit as rcalog makes one, which tells these changes; `why` is a trailer of its own."""
    told = "\n".join(lines)
    trailers = f"Incident: {incident}\nOperation: {operation}\nSeverity: {severity}\n{why}".rstrip()
    return commit("\n\n".join(part for part in (f"{ID}: {operation}", told, trailers) if part))


def step(before: RecordFile | None = None, after: RecordFile | None = None) -> Step:
    """Return what became of a record."""
    return Step(before, after)


AROUND = Around([commit(at=NOON - 60)])
