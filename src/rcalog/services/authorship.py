"""Who wrote what, by their git identities: what was typed as a name counts for nothing here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.logbook import history, layout
from rcalog.logbook.planning import named_data
from rcalog.logbook.records import Record
from rcalog.logbook.standing import committed
from rcalog.model.changes import Change, diff
from rcalog.model.ladder import Authors
from rcalog.patterns import pattern
from rcalog.services.past import past
from rcalog.services.people import handle, me
from rcalog.services.trail import RecordFile

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.history import Revision

ADDRESS = pattern(r"<([^<>]+)>")
ANALYSIS = ("whys", "actions")


def everybody(book: Logbook) -> frozenset[str]:
    """Return who ever wrote in this logbook."""
    folder = book.path_in_repo(layout.RECORDS).as_posix()
    return frozenset(handle(address, book.policy) for address in history.authors(book.repo, folder))


def authors(book: Logbook, record: Record) -> Authors:
    """Return who wrote the analysis of a record, who ever wrote here, and who would sign it off now.

    What is not committed yet is written by whoever signs.
    """
    reviewer = me(book)
    told = past(book, RecordFile(record.incident.id, record.path.as_posix()))
    wrote = [each.revision for each in told if each.unreadable or _has_analysis(each.changes)]
    names = {name for revision in wrote for name in _people(book, revision)}
    before = committed(book, record.path)
    if _has_analysis(diff(named_data(before) if isinstance(before, Record) else {}, named_data(record))):
        names.add(reviewer)
    return Authors(frozenset(names), everybody(book) | names, reviewer)


def _has_analysis(changes: Iterable[Change]) -> bool:
    return any(change.path.startswith(ANALYSIS) for change in changes)


def _people(book: Logbook, revision: Revision) -> Iterator[str]:
    yield handle(revision.email, book.policy)
    for value in revision.trailers.get("Co-authored-by", ()):
        for address in ADDRESS.findall(value):
            yield handle(address, book.policy)
