"""Drafts: input that is not committed yet, one private file each, in the clone's state folder."""

from __future__ import annotations

import hashlib
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rcalog.errors import RcalogError, UsageError
from rcalog.logbook import atomic
from rcalog.logbook.journal import Draft, DraftKind, Journal, Place, header, read_draft, read_entries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


class NoSuchDraft(RcalogError):
    """No draft has this id."""

    code = "no-such-draft"

    def __init__(self, wanted: str | None = None) -> None:
        super().__init__(
            "there is no draft" if wanted is None else f"there is no draft {wanted!r}", hint="rcalog drafts"
        )


class AmbiguousDraft(UsageError):
    """Several drafts have an id that begins so."""

    code = "ambiguous-draft"

    def __init__(self, wanted: str, known: Sequence[str]) -> None:
        super().__init__(f"{wanted!r} may be any of {', '.join(known)}", hint="type more of the id")


class Drafts:
    """The drafts of a clone, as one logbook in one work tree sees them.

    They are kept in the first of the `folders` that takes them: where the disk of the repository is full or
    read-only, another one may not be.
    """

    def __init__(self, folders: Sequence[Path], place: Place) -> None:
        self.folders = folders
        self.place = place

    def keep(
        self,
        kind: DraftKind,
        payload: Mapping[str, object],
        *,
        incident: str | None,
        summary: str,
        created: datetime,
        base: str | None = None,
        pending: bool = False,
    ) -> Draft:
        """Store input and return its draft; the same input again is the same draft.

        Raises:
            DiskRefused: when even this cannot be stored.
        """
        seed = [self.place.logbook, self.place.worktree, kind, incident, summary, payload]
        ordinal = 0
        while known := self._path(name := _name([*seed, ordinal])):
            stored = read_draft(known)
            if stored.payload == json.loads(json.dumps(payload)):
                return stored
            ordinal += 1
        draft = Draft(name, kind, incident, created, summary, self.place, base, pending, self._next(), payload)
        self._store(draft)
        return draft

    def journal(
        self, kind: DraftKind, *, incident: str | None, summary: str, created: datetime, base: str | None = None
    ) -> Journal:
        """Begin a draft that grows, answer by answer, locked until it is closed.

        Raises:
            DiskRefused: when it cannot be stored.
        """
        number = self._next()
        name = _name([kind, incident, created, number, os.getpid()])
        draft = Draft(name, kind, incident, created, summary, self.place, base, number=number)
        return Journal(draft, self._store(draft))

    def reopen(self, wanted: str) -> Journal:
        """Go on with a draft that grows.

        Raises:
            NoSuchDraft, AmbiguousDraft, DraftInUse.
        """
        draft = self.load(wanted)
        return Journal(draft, cast("Path", self._path(draft.id)))

    def entries(self, wanted: str) -> list[dict[str, object]]:
        """Return what was added to a draft so far, in order.

        Raises:
            NoSuchDraft, AmbiguousDraft.
        """
        return read_entries(cast("Path", self._path(self.load(wanted).id)))

    def list(self) -> Sequence[Draft]:
        """Return the drafts of this logbook, the oldest first; those of other work trees too."""
        return [draft for draft in self._all() if draft.place.logbook == self.place.logbook]

    def unreadable(self) -> Sequence[Path]:
        """Return the files of drafts that cannot be read: torn, or spoilt since."""
        return [path for path in self._files() if _read(path) is None]

    def pending(self) -> Sequence[Draft]:
        """Return the drafts that this work tree has yet to commit, in the order in which they were made."""
        return [draft for draft in self._all() if draft.pending and draft.place == self.place]

    def load(self, wanted: str) -> Draft:
        """Return the draft with this id, or with the only id that begins so.

        Raises:
            NoSuchDraft, AmbiguousDraft.
        """
        begin_so = [draft for draft in self.list() if wanted and draft.id.startswith(wanted)]
        found = [draft for draft in begin_so if draft.id == wanted] or begin_so
        if not found:
            raise NoSuchDraft(wanted)
        if len(found) > 1:
            raise AmbiguousDraft(wanted, [draft.id for draft in found])
        return found[0]

    def set_aside(self, draft: Draft) -> None:
        """Let a draft wait for a person, and no longer for git.

        Raises:
            DiskRefused: when that cannot be stored.
        """
        if known := self._path(draft.id):
            atomic.replace(known, header(draft.with_(pending=False)).encode() + b"\n")

    def discard_same(self, payload: Mapping[str, object]) -> None:
        """Remove what was kept of an input that has been committed after all."""
        for draft in self.list():
            if draft.payload and draft.payload == payload:
                self.discard(draft.id)

    def discard(self, name: str) -> None:
        """Remove a draft, if it is there."""
        if known := self._path(name):
            known.unlink(missing_ok=True)

    def _store(self, draft: Draft) -> Path:
        refusals: list[atomic.DiskRefused] = []
        for folder in self.folders:
            path = folder / f"{draft.number:06d}-{draft.id}.jsonl"
            try:
                atomic.append_line(path, header(draft))
            except atomic.DiskRefused as err:
                refusals.append(err)
                with suppress(OSError):  # a torn beginning, which would stand in for the whole one elsewhere
                    path.unlink(missing_ok=True)
            else:
                return path
        raise refusals[0]

    def _all(self) -> Sequence[Draft]:
        drafts = [draft for path in self._files() if (draft := _read(path))]
        return sorted(drafts, key=lambda draft: (draft.number, draft.created, draft.id))

    def _files(self) -> Sequence[Path]:
        found = [path for folder in self.folders for path in folder.glob("*.jsonl") if path.stem[:6].isdecimal()]
        return sorted(found, key=lambda path: path.name)

    def _path(self, name: str) -> Path | None:
        return next((path for path in self._files() if path.stem.partition("-")[2] == name), None)

    def _next(self) -> int:
        return max((int(path.stem.partition("-")[0]) for path in self._files()), default=0) + 1


def _read(path: Path) -> Draft | None:
    """Return the draft that a file holds, None for one that is no whole draft or has just gone."""
    with suppress(ValueError, LookupError, TypeError, AttributeError, FileNotFoundError):
        draft = read_draft(path)
        is_orphan = draft.pending and not Path(draft.place.worktree).is_dir()
        return draft.with_(pending=False) if is_orphan else draft
    return None


def _name(seed: Sequence[object]) -> str:
    from rcalog.model.base import CROCKFORD

    number = int.from_bytes(hashlib.blake2b(json.dumps(seed, default=str).encode(), digest_size=4).digest())
    return "d" + "".join(CROCKFORD[number >> shift & 31] for shift in (15, 10, 5, 0))
