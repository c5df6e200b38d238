"""The revisions of one record, under every name that its file ever had, deleted records too."""

from __future__ import annotations

from rcalog.logbook.folders import incident_in
from rcalog.logbook.history import Revision, at_commits, revisions
from rcalog.logbook.index.past import touching
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index.paststore import Touching


class RecordFile(Value):
    """The record that is meant: its id, and where its file is, or was last."""

    id: str
    file: str


def of_record(book: Logbook, file: RecordFile, *, by_index: bool = False) -> list[Revision]:
    """Return the revisions of a record, the newest first.

    With `by_index` the index of the past, where there is one, knows the commits, and git tells of them: good enough to
    be shown, and for nothing that is written. Else git is asked for the folder or the names of its file alone, which is
    many times faster than `git log --follow`; where the file came from is looked up at the commits that made it.
    """
    known = touching(book, file.file, f"{_month(book, file.id)}/{file.id}") if by_index else None
    if known is not None:
        return _among(book, file.id, known) if known.commits else []
    names = {file.file}
    while True:
        found = list(_under(book, file.id, names))
        births = [each for each in found if each.blob and not each.old_path and not any(each.before)]
        earlier = {old for each in births for old in _sources(book, each)} - names
        if not earlier:
            return found
        names |= earlier


def _among(book: Logbook, ref: str, known: Touching) -> list[Revision]:
    """Return what these commits changed in the record."""
    found = at_commits(book.place, known.commits, _places(_month(book, ref), known.names))
    return [each for each in found if each.path in known.names or incident_in(each.path) == ref]


def _under(book: Logbook, ref: str, names: Collection[str]) -> Iterator[Revision]:
    """Yield the revisions of the files with these names, and of those that have the id in their name beside them."""
    known = set(names)
    for revision in revisions(book.repo, _places(_month(book, ref), known), suffix=".yaml"):
        if revision.path in known or incident_in(revision.path) == ref:
            if revision.old_path:
                known.add(revision.old_path)
            yield revision


def _sources(book: Logbook, birth: Revision) -> Iterator[str]:
    """Yield the name that a file had before the commit in which it came under its present one."""
    for each in revisions(book.repo, [book.records_folder], suffix=".yaml", start=birth.commit, limit=1):
        if each.commit == birth.commit and each.path == birth.path and each.old_path:
            yield each.old_path


def _month(book: Logbook, ref: str) -> str:
    return f"{book.records_folder}/{ref[:4]}/{ref[4:6]}"


def _places(month: str, names: Collection[str]) -> list[str]:
    """Return where to look for files with these names, and for those beside them."""
    return sorted({month if name.rpartition("/")[0] == month else name for name in names})
