"""What a check sees of record files one by one: many are looked at by several processes, and none is kept."""

from __future__ import annotations

from functools import partial
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from rcalog.logbook.layout import id_of
from rcalog.logbook.portions import by_portions
from rcalog.logbook.recordfile import RecordError, read
from rcalog.logbook.records import Broken, Record, placed
from rcalog.logbook.secretscan import mask_said
from rcalog.model.findings import Finding, Weight
from rcalog.model.rules import RULES
from rcalog.model.rules.checking import check_case, finding, waived
from rcalog.model.rules.rule import Case
from rcalog.model.salvage import rest_of
from rcalog.services.evidence import case_of, evidence_seen
from rcalog.services.leaks import LEAK, leaks
from rcalog.services.signoffs import approved_files, stale_sign_off
from rcalog.values import Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from rcalog.logbook.book import Logbook
    from rcalog.model.rules.rule import Seen

FEW = 100
"""So many records are checked sooner than other processes are started."""


class Sight(Value):
    """What a file shows by itself: the id in it, what it is linked to, whether it is a record, what is wrong in it.

    `links` are those of a record; None where there is no file, or no record in it.
    """

    path: PurePosixPath
    id: str | None
    is_there: bool = True
    links: tuple[str, ...] | None = None
    findings: tuple[Finding, ...] = ()


def sights(book: Logbook, paths: Iterable[PurePosixPath]) -> Iterator[Sight]:
    """Yield what each file shows by itself, in order."""
    yield from (sight for _, sight in by_portions(partial(_look, book=book), paths, few=FEW))


def _look(paths: list[PurePosixPath], *, book: Logbook) -> list[Sight]:
    read = [(path, book.catalog.read_file(path)) for path in paths]
    approved = approved_files(book, [found for _, found in read if isinstance(found, Record)])
    return [_sight(book, path, found, approved) for path, found in read]


def _sight(book: Logbook, path: PurePosixPath, found: Record | Broken | None, approved: Mapping[str, bytes]) -> Sight:
    if found is None:  # a draft has it so far
        return Sight(path, id_of(path), is_there=False)
    findings = tuple(findings_in(book, found, approved))
    if isinstance(found, Broken):
        return Sight(path, found.id, findings=findings)
    links = tuple(link.to for link in found.incident.links)
    return Sight(path, found.incident.id, links=links, findings=findings)


def findings_in(
    book: Logbook, found: Record | Broken, approved: Mapping[str, bytes], beside: Iterable[tuple[str, Seen]] = ()
) -> list[Finding]:
    """Return the findings in a file; `beside` is what only shows when it is seen together with others."""
    if isinstance(found, Broken):
        return _told(found, [*found.errors, *_of_the_rest(book, found), *leaks(found, book.policy)])
    case = case_of(book, found)
    among = [each for rule, seen in beside for each in _finding(rule, seen, case)]
    placed_all = [
        placed(each, found.document) for each in (*check_case(case), *among, *looked_up(found, case, approved))
    ]
    hidden = [each for each in leaks(found, book.policy) if not waived(each, case)]
    return _told(found, [*placed_all, *hidden])


def _of_the_rest(book: Logbook, broken: Broken) -> Iterator[Finding]:
    """Yield what the rules find in a record of which only some values are refused; its credentials are told anyway."""
    try:
        document = read(broken.raw, name=broken.path.as_posix())
    except RecordError:
        return
    rest = rest_of(document.data)
    if rest is None:
        return
    for each in check_case(Case(rest.incident, rest.data, book.policy, book.lexicon)):
        if each.rule != LEAK and not each.rule.startswith("R") and rest.tells(each):
            yield placed(each, document)


def looked_up(record: Record, case: Case, approved: Mapping[str, bytes]) -> list[Finding]:
    """Return what only git and the disk can tell of a record: its evidence, and what was approved."""
    stale = stale_sign_off(record, approved)
    seen = [*evidence_seen(case), *([("R206", stale)] if stale else [])]
    return [each for rule, what in seen for each in _finding(rule, what, case)]


def _told(found: Record | Broken, findings: list[Finding]) -> list[Finding]:
    """Return findings in the order of the file; what one of them calls a credential, none of them repeats."""
    if any(each.rule == LEAK for each in findings):
        findings = [each.with_(message=mask_said(each.message, found.raw)) for each in findings]
    return sorted(findings, key=lambda each: (each.line or 0, each.column or 0))


def _finding(rule: str, seen: Seen, case: Case) -> list[Finding]:
    """Return what was seen as a finding, as heavy as the policy says, unless it is off or waived."""
    weight = case.policy.rules.get(rule, RULES[rule].weight)
    found = [] if weight == "off" else [finding(RULES[rule], seen, case.data, Weight(weight))]
    return [each for each in found if not waived(each, case)]
