"""The redo record: what a commit is about to do, on the disk before it does it, so that the next one can finish it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, cast

from rcalog.logbook.atomic import append_line
from rcalog.logbook.owner import Owner
from rcalog.values import Value

if TYPE_CHECKING:
    from rcalog.logbook.git.place import Place

SCHEMA = "rcalog.operation/v1"


class Redo(Value):
    """A commit that was begun: by whom, in which work tree, on what; by path the blob before and after (None: no file).

    At the paths `standing` the new text was in the file before: somebody's own edit. `label` belongs to who
    wanted the commit.
    """

    owner: Owner
    git_dir: str
    ref: str | None
    head: str | None
    files: Mapping[str, tuple[str | None, str | None]]
    message: str
    author: Mapping[str, str]
    standing: Sequence[str] = ()
    label: Mapping[str, object] = {}


class RedoFile:
    """The file that a redo record stands in."""

    def __init__(self, path: Path, redo: Redo) -> None:
        self.path, self.redo = path, redo

    @classmethod
    def write(cls, place: Place, redo: Redo) -> RedoFile:
        """Have the record on the disk before anything that it tells of is done.

        Raises: DiskRefused.
        """
        path = folder(place) / f"{redo.owner.pid}-{secrets.token_hex(4)}.json"
        file = cls(path, redo)
        try:
            append_line(path, json.dumps({"schema": SCHEMA, **redo.as_dict()}))
        except BaseException:
            file.drop()
            raise
        return file

    def now_becomes(self, place: Place, blobs: Mapping[str, str | None]) -> RedoFile:
        """Note that a hook has made other blobs of the files.

        Raises: DiskRefused.
        """
        files = {path: (old, blobs[path]) for path, (old, _) in self.redo.files.items()}
        other = RedoFile.write(place, self.redo.with_(files=files))
        self.drop()
        return other

    def drop(self) -> None:
        """Forget the record: what it tells of is done, or undone; the next commit finds that out of one that stays."""
        with suppress(OSError):
            self.path.unlink(missing_ok=True)


def folder(place: Place) -> Path:
    """Return where the redo records of all work trees of a repository are."""
    return place.common_dir / "rcalog" / "ops"


def has_unfinished(place: Place) -> bool:
    """Return whether a commit may have been begun and not ended."""
    return any(True for _ in folder(place).glob("*.json"))


def unfinished(place: Place) -> list[RedoFile]:
    """Return the commits that were begun and neither ended nor undone. The caller holds the lock.

    One that is torn was never acted upon.
    """
    found = []
    for path in sorted(folder(place).glob("*.json")):
        try:
            found.append(RedoFile(path, _read(path)))
        except (ValueError, LookupError, TypeError):
            path.unlink(missing_ok=True)
    return found


def _read(path: Path) -> Redo:
    data = cast("dict[str, object]", json.loads(path.read_text(encoding="utf-8")))
    if data.pop("schema") != SCHEMA:
        raise ValueError(path)
    owner = Owner(**cast("dict[str, str]", data.pop("owner")))  # type: ignore[arg-type]
    pairs = cast("dict[str, list[str | None]]", data.pop("files"))
    files = {path: (old, new) for path, (old, new) in pairs.items()}
    return Redo(owner=owner, files=files, **data)  # type: ignore[arg-type]
