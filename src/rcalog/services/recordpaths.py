"""Which record files of a logbook are meant: by name, by folder, or by what has changed."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook.layout import RECORDS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rcalog.logbook.book import Logbook


class NotARecordFile(UsageError):
    """The path names no record of this logbook."""

    code = "not-a-record-file"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is no record file of this logbook", hint="rcalog check without a path checks them all"
        )


def wanted_paths(book: Logbook, paths: Sequence[Path], since: str | None) -> list[PurePosixPath]:
    """Return the paths of all records, of those in the files and folders that are named, or of those that changed.

    Raises:
        NotARecordFile: for a path outside of the records.
        UnknownRevision: where `since` names no commit.
    """
    if paths and since is None:
        here = Path.cwd()
        files = [_file(book, str(here / path)) for path in paths]
        if all(files):
            return book.catalog.in_order(filter(None, files))
    known = book.catalog.paths()
    if since is not None:
        changed = book.repo.changed_since(since, book.path_in_repo(RECORDS).as_posix())
        known = [path for path in known if path.as_posix() in changed]
    if not paths:
        return known
    by_text = {each.as_posix(): each for each in known}
    wanted: set[PurePosixPath] = set()
    for path in paths:
        inside = _below(path, by_text, book.repo.top)
        if not inside and not path.is_dir() and since is None:
            raise NotARecordFile(path)
        wanted.update(inside)
    return book.catalog.in_order(wanted)


def misnamed(book: Logbook) -> list[PurePosixPath]:
    """Return files among the records that nobody reads, because of how their names end."""
    found = (
        Path(folder, name)  # made of few names: as paths, all of them take twice as long to look through
        for folder, _, names in os.walk(book.root / RECORDS)
        for name in names
        if name.endswith(".yml")
    )
    return book.catalog.in_order(PurePosixPath(path.relative_to(book.repo.top).as_posix()) for path in found)


def _file(book: Logbook, path: str) -> PurePosixPath | None:
    """Return the record file that a path plainly names: to know it the others need not be looked for."""
    below = path.removeprefix(f"{book.place.folder}/")
    is_plain = below != path and os.path.normpath(below) == below
    return PurePosixPath(below) if is_plain and book.catalog.has(below) else None


def _below(place: Path, known: Mapping[str, PurePosixPath], top: Path) -> list[PurePosixPath]:
    """Return which of the paths below `top` are at a place, or below it, whether or not a link leads there."""
    for read in (Path.absolute, Path.resolve):
        here, above = read(place), read(top)
        if above.is_relative_to(here):
            return list(known.values())
        name = here.relative_to(above).as_posix() if here.is_relative_to(above) else ""
        if name in known:
            return [known[name]]
        inside = [each for text, each in known.items() if name and text.startswith(f"{name}/")]
        if inside:
            return inside
    return []
