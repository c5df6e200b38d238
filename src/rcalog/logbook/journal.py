"""A draft's file: one JSON object a line, the draft itself in the first, what it grew by in the others."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal, Self, cast

from rcalog.errors import RcalogError
from rcalog.logbook import atomic
from rcalog.logbook.owner import Owner
from rcalog.model.secrets import mask
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Mapping

DraftKind = Literal["write", "edit", "interview", "note", "text"]
SCHEMA = "rcalog.draft/v1"
SESSION = "rcalog.session"


class DraftInUse(RcalogError):
    """Another process is at work on this draft."""

    code = "draft-in-use"

    def __init__(self, name: str, holder: str) -> None:
        super().__init__(
            f"draft {name} is open in {holder}", hint="end that session first; nothing typed there is lost"
        )


class Place(Value):
    """Where a draft belongs: a logbook's folder in its repository, and the git folder of one work tree."""

    logbook: str
    worktree: str


class Draft(Value):
    """Input that is kept.

    `base` is the blob that it began from. One that is `pending` waits for git to finish something, and is
    committed by the next command that can; any other waits for a person.
    """

    id: str
    kind: DraftKind
    incident: str | None
    created: datetime
    summary: str
    place: Place
    base: str | None = None
    pending: bool = False
    number: int = 0
    payload: Mapping[str, object] = {}

    @property
    def told(self) -> str:
        """What it is about, with what looks like a credential masked: for everything that is shown."""
        return mask(self.summary)


class Journal:
    """A draft that grows: each entry is on the disk when `append` returns. Locked until it is closed."""

    def __init__(self, draft: Draft, path: Path) -> None:
        self.draft = draft
        self._path = path
        self._lock = os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as err:
            os.close(self._lock)
            raise DraftInUse(draft.id, _holder(path)) from err
        self._end_torn_line()
        self.append({SESSION: Owner.here().as_dict()})

    def append(self, entry: Mapping[str, object]) -> None:
        """Add an entry, and wait until it is on the disk.

        Raises:
            DiskRefused: when it cannot be stored.
        """
        atomic.append_line(self._path, json.dumps(entry))

    def read(self) -> list[dict[str, object]]:
        """Return all entries in order, those of earlier sessions first."""
        return read_entries(self._path)

    def close(self, *, purge: bool) -> None:
        """Let go of the draft; `purge` removes it, once what it holds is committed."""
        if purge:
            self._path.unlink(missing_ok=True)
        os.close(self._lock)

    def _end_torn_line(self) -> None:
        """Keep what a crash left of a line from spoiling the next one."""
        size = os.fstat(self._lock).st_size
        if os.pread(self._lock, 1, max(size - 1, 0)) != b"\n":
            os.pwrite(self._lock, b"\n", size)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with suppress(OSError):  # closed already
            self.close(purge=False)


def header(draft: Draft) -> str:
    """Return the first line of a draft's file."""
    return json.dumps({"schema": SCHEMA, **draft.as_dict(), "created": draft.created.isoformat()})


def read_draft(path: Path) -> Draft:
    """Return the draft that a file holds.

    Raises:
        ValueError, LookupError, TypeError: when it is no whole draft.
    """
    with path.open(encoding="utf-8") as file:
        data = cast("dict[str, object]", json.loads(file.readline()))
    if data.pop("schema") != SCHEMA:
        raise ValueError(path)
    created = datetime.fromisoformat(str(data["created"]))
    place = Place(**cast("dict[str, str]", data["place"]))
    return Draft(**{**data, "created": created, "place": place})  # type: ignore[arg-type]


def read_entries(path: Path) -> list[dict[str, object]]:
    """Return what was added to a draft, in order; a last line that a crash tore is left out."""
    entries = []
    for line in path.read_text(encoding="utf-8").splitlines()[1:]:
        with suppress(ValueError):
            entries.append(cast("dict[str, object]", json.loads(line)))
    return [entry for entry in entries if SESSION not in entry]


def _holder(path: Path) -> str:
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if f'"{SESSION}"' in line]
    session = json.loads(lines[-1])[SESSION] if lines else {}
    return f"process {session.get('pid', '?')} on {session.get('host', '?')}"
