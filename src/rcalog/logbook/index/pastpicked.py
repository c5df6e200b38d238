"""The few revisions among which those are that somebody wants, of all records: by who wrote them, or by a field.

Git would walk through everything for them. Where they are many it soon comes upon some, and is left to it.
"""

from __future__ import annotations

from itertools import pairwise

from rcalog.logbook.git import heads
from rcalog.logbook.git.spawn import Started
from rcalog.logbook.index.past import consulted, revision_of
from rcalog.logbook.index.pastrows import named
from rcalog.model.tokens import phrase

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.patches import Patch
    from rcalog.logbook.history import Revision
    from rcalog.logbook.index.paststore import PastStore

    IsBy = Callable[[str, str], bool]
    """Told by name and address."""

FEW = 2_000
SUFFIX = ".yaml"

_WRITERS = ("log", "--use-mailmap", "--encoding=UTF-8", "--format=%aN%x00%aE")


def writers(book: Logbook) -> set[tuple[str, str]]:
    """Return name and address of everybody who committed something, to the records at least.

    Raises: GitMissing, GitFailed.
    """
    head = heads.head(book.place)
    if head is None:
        return set()
    known = consulted(book, head, lambda store: store.writers)
    if known is not None:
        return known
    said = Started((*_WRITERS, head), book.place.folder).result().text
    return {(name, address) for name, _, address in (line.partition("\0") for line in set(said.split("\n")))}


def picked(book: Logbook, is_by: IsBy | None, field: str | None) -> Iterator[Revision] | None:
    """Return the revisions by somebody, of records that ever had a field, newest first; None where git must tell.

    That is where they are not few, where branches ran side by side or clocks went wrong, or where there is no index.

    Raises: GitMissing, GitFailed.
    """
    head = heads.head(book.place)
    if head is None:
        return None
    short = Started(("rev-parse", "--short", head), book.place.folder)
    found = consulted(book, head, lambda store: _picked(store, is_by, field))
    if found is None or any(later.commit.at < each.commit.at for later, each in pairwise(found)):
        return None
    return _told(found, len(short.result().text))


def _picked(store: PastStore, is_by: IsBy | None, field: str | None) -> list[Patch] | None:
    having = store.having([[named(field)], phrase(field)], FEW) if field else None
    if field and having is None and is_by is None:
        return None
    by = {pair for pair in store.writers if is_by(*pair)} if is_by else None
    numbers = store.wrote(by, having)
    return list(store.bare(numbers)) if len(numbers) <= FEW else None


def _told(found: Iterable[Patch], digits: int) -> Iterator[Revision]:
    """Yield each change once, though a large one is kept in parts; one that took a file elsewhere removed it."""
    last: Patch | None = None
    for each in found:
        if last is None or (each.commit.oid, each.path) != (last.commit.oid, last.path):
            revision = revision_of(each, digits)
            yield revision if each.path.endswith(SUFFIX) else revision.removed()
        last = each
