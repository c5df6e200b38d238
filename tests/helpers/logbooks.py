"""Real logbooks in a few words."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from rcalog.logbook.book import Logbook
from tests.helpers.git import git_commit, make_repo

NOW = datetime(2026, 11, 20, 14, 5, tzinfo=UTC)


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
    git_commit(make_repo(repo), files)
    return Logbook.open(repo / below, clock=StillClock())
