"""The revisions of one record, under every name that its file ever had, deleted records too."""

from __future__ import annotations

from rcalog.logbook.folders import incident_in, incident_named, month_of
from rcalog.logbook.history import Revision, revisions
from rcalog.logbook.index.past import touching
from rcalog.logbook.naming import plain_file
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index.paststore import Saying


class RecordFile(Value):
    """The record that is meant: its id, and where its file is, or was last."""

    id: str
    file: str


class Indexed(Value):
    """The revisions of a record, the newest first, and what was said of those that were told before."""

    revisions: list[Revision]
    said: Mapping[tuple[str, str], Saying]


def plainly_named(book: Logbook, ref: str) -> RecordFile | None:
    """Return the record whose id this is; None where that needs a look at the others (see `plain_file`)."""
    name = incident_named(ref.strip().casefold())
    if name is None or name != ref.strip().casefold() or book.has_drafts:
        return None
    file = plain_file(book.place.folder, book.records_folder, name)
    return RecordFile(name, file) if file else None


def of_record(book: Logbook, file: RecordFile, *, by_index: bool = False) -> list[Revision]:
    """Return the revisions of a record, the newest first.

    With `by_index` the index of the past tells, where there is one: good enough to be shown, and for nothing that is
    written. Else git is asked for the folder or the names of its file alone, which is many times faster than
    `git log --follow`; where the file came from is looked up at the commits that made it.
    """
    if by_index and (known := indexed(book, file)) is not None:
        return known.revisions
    names, folders = {file.file}, [book.records_folder]
    while True:
        found = list(_under(book, file.id, names))
        births = [each for each in found if each.blob and not each.old_path and not any(each.before)]
        earlier = {old for each in births for old in _sources(book, each, folders)}
        more = (earlier | {each.old_path for each in found if each.old_path}) - names
        if not more:
            return found
        names |= more


def on_mainline(book: Logbook, trail: list[Revision]) -> list[Revision]:
    """Return of the revisions of a record those of the branch that is checked out, not of others that it merged.

    What those had changed is there with the merge (see `mainline`).
    """
    from rcalog.logbook.git.mainline import mainline

    head = book.repo.head()
    line = mainline(book.place, head) if head and trail else None
    if line is None:
        return trail
    names = {name for each in trail for name in (each.path, each.old_path) if name}
    found = _seen(revisions(book.repo, sorted(names), start=head, suffix=".yaml", to_first=True), names.__contains__)
    return [each for each in found if each.commit in line]


def indexed(book: Logbook, file: RecordFile) -> Indexed | None:
    """Return the revisions of a record as the index of the past knows them; None where git must tell."""
    known = touching(book, file.file, file.id)
    if known is None:
        return None
    return Indexed(list(_seen(known.revisions, known.names.__contains__)), known.said)


def _under(book: Logbook, ref: str, names: Collection[str]) -> Iterator[Revision]:
    """Yield the revisions of the files with these names, and of those of its month that have the id in their name."""
    walk = revisions(book.repo, _places(month_of(book.records_folder, ref), names), suffix=".yaml")
    return _seen(walk, lambda path: path in names or incident_in(path) == ref)


def _seen(found: Iterable[Revision], is_its: Callable[[str], bool]) -> Iterator[Revision]:
    """Yield the revisions of files that are the record's; one that got a name of another's was removed."""
    for each in found:
        if is_its(each.path):
            yield each
        elif each.old_path and is_its(each.old_path):
            yield each.removed()


def _sources(book: Logbook, birth: Revision, folders: list[str]) -> Iterator[str]:
    """Yield the name that a file had before the commit in which it came under its present one.

    Where its folder was moved as a whole, the former one is added to the folders.
    """
    for each in revisions(book.repo, folders, suffix=".yaml", start=birth.commit, limit=1):
        if each.commit == birth.commit and each.path == birth.path and each.old_path:
            yield each.old_path
            return
    from rcalog.logbook.moves import former_folder, may_be_move

    folder = next((each for each in folders if birth.path.startswith(f"{each}/")), None)
    if folder and may_be_move(birth, birth.trailers, birth.parents):
        former = former_folder(book.repo, folder, birth.commit)
        if former and former not in folders:
            folders.append(former)
        yield from [former + birth.path.removeprefix(folder)] if former else []


def _places(month: str, names: Collection[str]) -> list[str]:
    """Return where to look for files with these names, and for those of the month."""
    return sorted({month, *(name for name in names if not name.startswith(f"{month}/"))})
