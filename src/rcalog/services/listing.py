"""Finding incidents."""

from __future__ import annotations

from rcalog.model.query.sorting import NEWEST, Sort

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from datetime import date

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Cells, Found
    from rcalog.model.query.query import Query


def list_incidents(
    book: Logbook,
    query: Query,
    *,
    limit: int | None,
    today: Callable[[], date],
    sort: Sort = NEWEST,
    whole: bool = False,
) -> Found:
    """Return the incidents that match, in order, and the records that cannot be read, whatever they are about.

    Only with `whole` do they have their `incident`.
    """
    day = today() if whole or query.is_about_today else None
    return book.index.find(query, today=day, sort=sort, limit=limit, whole=whole)


def list_cells(
    book: Logbook,
    query: Query,
    names: Sequence[str],
    *,
    limit: int | None,
    today: Callable[[], date],
    sort: Sort = NEWEST,
) -> Cells:
    """Return the incidents that match, in order, column by column, and the records that cannot be read."""
    day = today() if query.is_about_today else None
    return book.index.cells(query, names, today=day, sort=sort, limit=limit)


def list_whole(book: Logbook, names: Sequence[str], about: str, *, sort: Sort = NEWEST) -> Cells:
    """Return all incidents column by column, or the text of them that was kept under these words."""
    return book.index.whole(names, about, sort=sort)


def keep_list(book: Logbook, about: str, parts: Iterable[str], offsets: Mapping[int, int]) -> None:
    """Keep the text of all incidents until one changes; it hangs on these offsets of the zone, by moments."""
    book.index.keep(about, parts, offsets)
