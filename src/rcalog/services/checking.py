"""Check: every finding in every record, and what only shows when records are seen together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook.layout import id_of
from rcalog.logbook.records import Broken, Record, placed
from rcalog.model.findings import Weight
from rcalog.model.rules import RULES, check
from rcalog.model.rules.checking import finding, waived
from rcalog.model.rules.rule import Case, Seen
from rcalog.services.signoffs import stale_sign_off

if TYPE_CHECKING:
    from rcalog.logbook.book import Logbook
    from rcalog.model.findings import Finding


class NotARecordFile(UsageError):
    """The path names no record of this logbook."""

    code = "not-a-record-file"

    def __init__(self, path: Path) -> None:
        super().__init__(
            f"{path} is no record file of this logbook", hint="rcalog check without a path checks them all"
        )


@dataclass(frozen=True)
class Checked:
    """The findings of a check, in the order of the files, and how many files were looked at."""

    findings: tuple[Finding, ...]
    files: int

    def count(self, weight: Weight) -> int:
        """Return how many findings weigh that much."""
        return sum(1 for found in self.findings if found.weight is weight)


def check_logbook(book: Logbook, paths: Sequence[Path] = ()) -> Checked:
    """Return the findings in the whole logbook, or in the record files and folders that are named.

    Raises:
        NotARecordFile: for a path outside of the records.
    """
    everything = list(book.catalog.scan())
    wanted = _wanted(book, paths)
    shown = [found for found in everything if wanted is None or found.path in wanted]
    between = _between(everything)
    findings = [each for found in shown for each in (*_inside(found, book), *between.get(found.path, ()))]
    return Checked(tuple(findings), len(shown))


def _wanted(book: Logbook, paths: Sequence[Path]) -> set[PurePosixPath] | None:
    if not paths:
        return None
    known = book.catalog.paths()
    wanted: set[PurePosixPath] = set()
    for path in paths:
        inside = [each for each in known if _is_below(book.repo.top / each, path.absolute())]
        if not inside and not path.is_dir():
            raise NotARecordFile(path)
        wanted.update(inside)
    return wanted


def _is_below(file: Path, place: Path) -> bool:
    return file == place or place in file.parents or file.resolve().is_relative_to(place.resolve())


def _inside(found: Record | Broken, book: Logbook) -> Iterable[Finding]:
    if isinstance(found, Broken):
        return found.errors
    findings = check(found.incident, found.document.data, book.policy)
    return [*(placed(each, found.document) for each in findings), *_stale(found, book)]


def _stale(record: Record, book: Logbook) -> Iterator[Finding]:
    seen = stale_sign_off(record, book)
    weight = book.policy.rules.get("R206", RULES["R206"].weight)
    if seen and weight != "off":
        found = finding(RULES["R206"], seen, record.document.data, Weight(weight))
        if not waived(found, Case(record.incident, record.document.data, book.policy)):
            yield placed(found, record.document)


def _between(everything: Iterable[Record | Broken]) -> dict[PurePosixPath, list[Finding]]:
    """Return what is wrong between files: ids used twice, links to nothing, names that belie the id."""
    everything = list(everything)
    files: defaultdict[str, list[PurePosixPath]] = defaultdict(list)
    for found in everything:
        files[_id(found)].append(found.path)
    records = [found for found in everything if isinstance(found, Record)]
    return {record.path: list(_of_record(record, files)) for record in records}


def _id(found: Record | Broken) -> str:
    return found.incident.id if isinstance(found, Record) else found.id or ""


def _of_record(record: Record, files: dict[str, list[PurePosixPath]]) -> Iterator[Finding]:
    ref = record.incident.id
    others = [path for path in files[ref] if path != record.path]
    if others:
        seen = Seen(("id",), f"the id {ref} is used in {others[0]} too", "give the newer record another id")
        yield _found("F113", seen, record)
    if id_of(record.path) not in (None, ref):
        message = f"the file is named after {id_of(record.path)}, the record is {ref}"
        yield _found("F114", Seen(("id",), message, "the id inside counts; git mv the file"), record)
    for position, link in enumerate(record.incident.links):
        if link.to not in files:
            message = f"linked to {link.to}, which is not in this logbook"
            yield _found("F115", Seen(("links", position, "to"), message), record)


def _found(rule: str, seen: Seen, record: Record) -> Finding:
    return placed(finding(RULES[rule], seen, record.document.data, RULES[rule].weight), record.document)
