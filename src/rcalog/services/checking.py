"""Check: every finding in every record, and what only shows when records are seen together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook.layout import id_of
from rcalog.logbook.records import Record
from rcalog.model.rules.rule import Seen
from rcalog.services.handedits import deleted_by_hand
from rcalog.services.recordpaths import wanted_paths
from rcalog.services.sights import Sight, findings_in, sights
from rcalog.services.signoffs import approved_files

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.model.findings import Finding, Weight


@dataclass(frozen=True)
class Checked:
    """The findings of a check, in the order of the files, how many files were looked at, and those that can be read.

    What was `deleted` by hand and is not committed is no finding: a check depends on the records alone.
    """

    findings: tuple[Finding, ...]
    files: int
    readable: tuple[PurePosixPath, ...]
    deleted: tuple[PurePosixPath, ...] = ()

    def count(self, weight: Weight) -> int:
        """Return how many findings weigh that much."""
        return sum(1 for found in self.findings if found.weight is weight)


def check_logbook(
    book: Logbook,
    paths: Sequence[Path] = (),
    since: str | None = None,
    *,
    tell: Callable[[int, int], object] = lambda _done, _all: None,
) -> Checked:
    """Return the findings in the whole logbook, in the record files and folders that are named, or in what changed.

    `tell` is told how many of how many files were looked at.

    Raises:
        NotARecordFile: for a path outside of the records.
        UnknownRevision: where `since` names no commit.
    """
    is_part = bool(paths) or since is not None
    if is_part:
        book.ask_git()  # what it sees is needed at the end: the names of all records
    wanted = wanted_paths(book, paths, since)
    seen: list[Sight] = []
    for sight in sights(book, wanted):
        seen.append(sight)
        tell(len(seen), len(wanted))
    files = Files.of(_named_by(book, seen) if is_part else [(each.id, each.path) for each in seen])
    findings = [each for sight in seen for each in (_seen_again(book, sight, files) or sight.findings)]
    return Checked(
        (*(() if is_part else book.warnings), *findings),
        sum(each.is_there for each in seen),
        tuple(each.path for each in seen if each.links is not None),
        () if is_part else tuple(deleted_by_hand(book)),
    )


@dataclass(frozen=True)
class Files:
    """Which files hold which record: what a single record cannot tell."""

    by_id: Mapping[str, Sequence[PurePosixPath]]

    @classmethod
    def of(cls, ids: Iterable[tuple[str | None, PurePosixPath]]) -> Files:
        """Order the files of all records by the ids in them."""
        by_id: defaultdict[str, list[PurePosixPath]] = defaultdict(list)
        for name, path in ids:
            if name:
                by_id[name].append(path)
        return cls(by_id)


def _named_by(book: Logbook, seen: Iterable[Sight]) -> list[tuple[str | None, PurePosixPath]]:
    """Return the files of the records that these are, or are linked to."""
    names = {name for each in seen for name in (each.id, *(each.links or ())) if name}
    return book.catalog.ids(names)


def _seen_again(book: Logbook, sight: Sight, files: Files) -> list[Finding]:
    """Return the findings in a record where something is wrong between it and the rest, none where nothing is."""
    if sight.links is None or not (beside := list(_beside(sight, files))):
        return []
    found = book.catalog.read_file(sight.path)
    return findings_in(book, found, approved_files(book, [found]), beside) if isinstance(found, Record) else []


def _beside(sight: Sight, files: Files) -> Iterator[tuple[str, Seen]]:
    """Yield what is wrong between a record and the rest: other files, its own name."""
    ref = sight.id or ""
    others = [path for path in files.by_id.get(ref, ()) if path != sight.path]
    if others:
        names = ", ".join(each.as_posix() for each in others)
        hint = f"give one of them another id, or remove {_copy(ref, [sight.path, *others])}, if it is a copy"
        yield "F113", Seen(("id",), f"the id {ref} is used in {names} too", hint)
    if id_of(sight.path) not in (None, ref):
        message = f"the file is named after {id_of(sight.path)}, the record is {ref}"
        yield "F114", Seen(("id",), message, "the id inside counts; git mv the file")
    for position, name in enumerate(sight.links or ()):
        if name not in files.by_id:
            message = f"linked to {name}, which is not in this logbook"
            yield "F115", Seen(("links", position, "to"), message)


def _copy(ref: str, paths: Sequence[PurePosixPath]) -> PurePosixPath:
    """Return which of the files of one record is probably the copy: one that is not named after it."""
    return next((each for each in sorted(paths) if id_of(each) != ref), max(paths))
