"""Real logbooks in a few words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rcalog.logbook import transaction
from rcalog.logbook.book import Logbook
from rcalog.logbook.intents import Intent, Operation, Saved
from rcalog.logbook.records import Record
from rcalog.model.base import record_data
from rcalog.model.incident import Incident
from rcalog.model.reading import read_incident
from rcalog.services import drafts
from tests.helpers.git import git_commit, make_repo
from tests.helpers.stock import stocked

NOW = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


ID = "20261120-paydn"


class StillClock:
    """A clock that stands at one moment."""

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now

    def now(self) -> datetime:
        """Return that moment."""
        return self._now


def record_text(name: str, title: str = "Database deleted", *more: str, status: str = "resolved") -> str:
    """Return a small record; `more` are further lines."""
    head = (
        "schema: rcalog/v1",
        f"id: {name}",
        f"title: {title}",
        "kind: incident",
        f"status: {status}",
        "severity: sev2",
    )
    return "".join(f"{line}\n" for line in (*head, *more))


def make_logbook(repo: Path, below: str = ".", records: dict[str, str] | None = None) -> Logbook:
    """Make a repository with a logbook in it; `records` are paths below `incidents/` and texts."""
    files: dict[str, str | bytes | None] = {f"{below}/.rcalog/config.toml": ""}
    files |= {f"{below}/incidents/{path}": text for path, text in (records or {}).items()}
    if (repo / ".git").exists():
        git_commit(repo, files)
    else:
        stocked(repo, ("logbook", *files.items()), lambda folder: git_commit(make_repo(folder), files))
    return Logbook.open(repo / below, clock=StillClock())


def logbook_of(repo: Path, *incidents: Incident) -> Logbook:
    """Make a repository with a logbook, into which rcalog has committed these incidents."""

    def make(folder: Path) -> None:
        made = make_logbook(folder)
        for each in incidents:
            new(made, each)

    stocked(repo, ("incidents", *incidents), make)
    return Logbook.open(repo, clock=StillClock())


def incident(name: str = ID, title: str = "Payments down", **more: object) -> Incident:
    """Return a small incident; keywords are further keys of the record."""
    least = {
        "schema": "rcalog/v1",
        "id": name,
        "title": title,
        "kind": "incident",
        "status": "ongoing",
        "severity": "sev2",
    }
    return read_incident(least | more)


def new(book: Logbook, made: Incident | None = None) -> Saved:
    """Commit a new record."""
    return transaction.commit(book, Intent(Operation.NEW, None, made or incident(), "new"))


def read(book: Logbook, ref: str = ID) -> Record:
    """Return a record as it is now."""
    return book.catalog.resolve(ref, now=NOW)


def change(book: Logbook, record: Record | None = None, *, dry_run: bool = False, **update: object) -> Saved:
    """Commit a change of a record; keywords are keys of the record and their new values."""
    record = record or read(book)
    wanted = read_incident(record_data(record.incident) | update)
    return transaction.commit(book, Intent(Operation.SET, record, wanted, "set"), dry_run=dry_run)


def resume(book: Logbook, draft: str) -> Saved:
    """Commit what a draft holds."""
    return drafts.resume(book, draft, write=lambda intent: transaction.commit(book, intent))


def edit(book: Logbook, record: Record, text: str, operation: Operation = Operation.EDIT) -> Saved:
    """Commit the text of a record as a person wrote it."""
    return transaction.commit(book, Intent(operation, record, None, operation.value, text.encode()))
