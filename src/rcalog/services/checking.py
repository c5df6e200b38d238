"""Check: every finding in every record, and what only shows when records are seen together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.logbook.layout import RECORDS, id_of
from rcalog.logbook.records import Broken, Record, placed
from rcalog.logbook.secretscan import mask_said
from rcalog.model.findings import Weight
from rcalog.model.rules import RULES
from rcalog.model.rules.checking import check_case, finding, waived
from rcalog.model.rules.rule import Case, Seen
from rcalog.services.evidence import case_of, evidence_seen
from rcalog.services.handedits import deleted_by_hand
from rcalog.services.leaks import LEAK, leaks
from rcalog.services.signoffs import approved_files, stale_sign_off

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
    """The findings of a check, in the order of the files, how many files were looked at, and those that can be read.

    What was `deleted` by hand and is not committed is no finding: a check depends on the records alone.
    """

    findings: tuple[Finding, ...]
    files: int
    records: tuple[Record, ...]
    deleted: tuple[PurePosixPath, ...] = ()

    def count(self, weight: Weight) -> int:
        """Return how many findings weigh that much."""
        return sum(1 for found in self.findings if found.weight is weight)


def check_logbook(book: Logbook, paths: Sequence[Path] = (), since: str | None = None) -> Checked:
    """Return the findings in the whole logbook, in the record files and folders that are named, or in what changed.

    Raises:
        NotARecordFile: for a path outside of the records.
        UnknownRevision: where `since` names no commit.
    """
    is_part = bool(paths) or since is not None
    looked = {path: book.catalog.read_file(path) for path in _wanted(book, paths, since)}
    read = [found for found in looked.values() if found]
    files = Files.of(book.catalog.ids() if is_part else [(_id_of(path, found), path) for path, found in looked.items()])
    valid = tuple(found for found in read if isinstance(found, Record))
    approved = approved_files(book, valid)
    about_records = (finding for found in read for finding in _findings(book, found, files, approved))
    findings = (*(() if is_part else book.warnings), *about_records)
    return Checked(findings, len(read), valid, () if is_part else tuple(deleted_by_hand(book)))


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


def _id_of(path: PurePosixPath, found: Record | Broken | None) -> str | None:
    """Return the id in a file, or that of a record which only a draft has so far."""
    if found is None:
        return id_of(path)
    return found.incident.id if isinstance(found, Record) else found.id


def _wanted(book: Logbook, paths: Sequence[Path], since: str | None) -> list[PurePosixPath]:
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
    return sorted(wanted)


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


def _findings(book: Logbook, found: Record | Broken, files: Files, approved: Mapping[str, bytes]) -> Iterable[Finding]:
    if isinstance(found, Broken):
        return _told(found, [*found.errors, *leaks(found, book.policy)])
    case = case_of(book, found)
    inside = check_case(case)
    beside = [each for rule, seen in _beside(found, files) for each in _finding(rule, seen, case)]
    placed_all = [placed(each, found.document) for each in (*inside, *beside, *looked_up(found, case, approved))]
    hidden = [each for each in leaks(found, book.policy) if not waived(each, case)]
    return _told(found, [*placed_all, *hidden])


def _told(found: Record | Broken, findings: list[Finding]) -> list[Finding]:
    """Return findings in the order of the file; what one of them calls a credential, none of them repeats."""
    if any(each.rule == LEAK for each in findings):
        findings = [replace(each, message=mask_said(each.message, found.raw)) for each in findings]
    return sorted(findings, key=lambda each: (each.line or 0, each.column or 0))


def looked_up(record: Record, case: Case, approved: Mapping[str, bytes]) -> list[Finding]:
    """Return what only git and the disk can tell of a record: its evidence, and what was approved."""
    stale = stale_sign_off(record, approved)
    seen = [*evidence_seen(case), *([("R206", stale)] if stale else [])]
    return [each for rule, what in seen for each in _finding(rule, what, case)]


def _beside(record: Record, files: Files) -> Iterator[tuple[str, Seen]]:
    """Yield what is wrong between a record and the rest: other files, its own name."""
    ref = record.incident.id
    others = [path for path in files.by_id.get(ref, ()) if path != record.path]
    if others:
        names = ", ".join(each.as_posix() for each in others)
        hint = f"give one of them another id, or remove {_copy(ref, [record.path, *others])}, if it is a copy"
        yield "F113", Seen(("id",), f"the id {ref} is used in {names} too", hint)
    if id_of(record.path) not in (None, ref):
        message = f"the file is named after {id_of(record.path)}, the record is {ref}"
        yield "F114", Seen(("id",), message, "the id inside counts; git mv the file")
    for position, link in enumerate(record.incident.links):
        if link.to not in files.by_id:
            message = f"linked to {link.to}, which is not in this logbook"
            yield "F115", Seen(("links", position, "to"), message)


def _copy(ref: str, paths: Sequence[PurePosixPath]) -> PurePosixPath:
    """Return which of the files of one record is probably the copy: one that is not named after it."""
    return next((each for each in sorted(paths) if id_of(each) != ref), max(paths))


def _finding(rule: str, seen: Seen, case: Case) -> list[Finding]:
    """Return what was seen as a finding, as heavy as the policy says, unless it is off or waived."""
    weight = case.policy.rules.get(rule, RULES[rule].weight)
    found = [] if weight == "off" else [finding(RULES[rule], seen, case.data, Weight(weight))]
    return [each for each in found if not waived(each, case)]
