"""The records of a logbook: found, referred to, remembered."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook import atomic, layout, references
from rcalog.logbook.records import Broken, Record, id_inside, read_record
from rcalog.logbook.waiting import overlaid

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index.disk import Disk
    from rcalog.logbook.journal import Draft

REMEMBERED = timedelta(hours=24)


class Catalog:
    """Finds records in the work tree. One that cannot be read never hides the others."""

    def __init__(self, book: Logbook) -> None:
        self._book = book
        self._folder = book.root / layout.RECORDS

    def paths(self) -> list[PurePosixPath]:
        """Return the paths of all records, relative to the top of the repository, in order.

        Those that only a draft has so far are among them.
        """
        return self.in_order({*self._files(), *self.waiting()})

    @staticmethod
    def in_order(paths: Iterable[PurePosixPath]) -> list[PurePosixPath]:
        """Return paths folder by folder, each once."""
        return sorted(set(paths), key=lambda path: path.parts)

    def has(self, path: str) -> bool:
        """Return whether there is a record file at a path relative to the top of the repository."""
        return self._disk.is_record(path) and self._disk.mark(path) is not None

    def beginnings(self, day: date) -> set[str]:
        """Return what the names of the records of a month begin with: their ids, but for files that somebody renamed.

        One that was moved elsewhere by hand is no likelier to have the id of a new one than those of other clones.
        """
        folder = self._folder / f"{day:%Y}" / f"{day:%m}"
        there = folder.iterdir() if folder.is_dir() else ()
        return {path.name[:14] for path in (*there, *self.waiting())}

    def scan(self) -> Iterator[Record | Broken]:
        """Yield every record, and every file that cannot be read as one."""
        waiting = self.waiting()
        for path in self.in_order({*self._files(), *waiting}):
            found = self._read(path, waiting.get(path, []))
            if found is not None:
                yield found

    def read(self, path: PurePosixPath) -> Record | Broken | None:
        """Return the record at a path as it will be when the drafts that wait are committed; None for no record."""
        return self._read(path, self.waiting().get(path, []))

    def read_file(self, path: PurePosixPath) -> Record | Broken | None:
        """Return the record at a path as it stands in the file; None when there is no file."""
        return read_record(path, self._book.repo)

    def ids(self, wanted: Collection[str] | None = None) -> list[tuple[str | None, PurePosixPath]]:
        """Return the id inside each record file with its path, of all or of those that have a wanted one."""
        index = self._book.index
        found = index.names() if wanted is None else index.ask(lambda asker: asker.having(wanted))
        return [(each.id, each.path) for each in found]

    def resolve(self, ref: str, *, now: datetime) -> Record:
        """Return the record that a reference names.

        Raises:
            NoSuchIncident, AmbiguousReference, BrokenRecord.
        """
        return references.resolve(self._book, ref, last=self.last(now=now))

    def default_for(self, purpose: references.Purpose, *, now: datetime) -> Record:
        """Return the incident that is meant when none is named: for an `event`, or for its `analysis`.

        Raises:
            NoDefaultIncident, BrokenRecord.
        """
        drafted = [draft.incident or "" for draft in self._book.drafts.list() if draft.kind == "interview"]
        return references.default_for(self._book, purpose, last=self.last(now=now), drafted=drafted)

    def gone(self) -> list[PurePosixPath]:
        """Return the paths of the records that HEAD has and the work tree has not, in order."""
        return self._book.index.ask(lambda asker: asker.gone())

    def refuse_deleted(self, ref: str, wanted: str) -> None:
        """Make sure that no record that HEAD has, and the work tree has not, is called so.

        Raises:
            IncidentDeleted.
        """
        repo = self._book.repo
        for path in self.gone():
            if wanted in path.stem.casefold() or wanted in (self._id_at_head(path) or ""):
                raise references.IncidentDeleted(ref, path, repo.restoring(path.as_posix()))

    def touch(self, incident: str, *, now: datetime) -> None:
        """Remember the incident as the last one that was worked on in this clone."""
        known = self._remembered() | {self._book.prefix.as_posix(): {"id": incident, "at": now.isoformat()}}
        atomic.clear_torn(self._memory)
        atomic.replace(self._memory, json.dumps(known).encode())

    def last(self, *, now: datetime) -> str | None:
        """Return the id of the incident last worked on in this clone, within a day."""
        found = self._remembered().get(self._book.prefix.as_posix())
        is_fresh = found and timedelta() <= now - datetime.fromisoformat(found["at"]) <= REMEMBERED
        return found["id"] if found and is_fresh else None

    def _files(self) -> list[PurePosixPath]:
        return [*map(PurePosixPath, self._disk.look().files)]

    @cached_property
    def _disk(self) -> Disk:
        from rcalog.logbook.index.disk import Disk

        return Disk(self._book.repo.top, self._book.records_folder)

    def waiting(self) -> dict[PurePosixPath, list[Draft]]:
        """Return the drafts that wait to be committed, by the path of their record."""
        found: dict[PurePosixPath, list[Draft]] = {}
        for draft in self._book.drafts.pending():
            found.setdefault(PurePosixPath(str(draft.payload["path"])), []).append(draft)
        return found

    def _read(self, path: PurePosixPath, waiting: list[Draft]) -> Record | Broken | None:
        found = self.read_file(path)
        for draft in waiting:
            found = overlaid(self._book, found, draft)
        return found

    @property
    def _memory(self) -> Path:
        return self._book.state / "last.json"

    def _remembered(self) -> dict[str, dict[str, str]]:
        try:
            found = json.loads(self._memory.read_bytes())
        except (OSError, ValueError):
            return {}
        return found if isinstance(found, dict) else {}

    def _id_at_head(self, path: PurePosixPath) -> str | None:
        oid = self._book.repo.blob_at("HEAD", path.as_posix())
        return id_inside(path, self._book.repo.read_blob(oid)) if oid else None
