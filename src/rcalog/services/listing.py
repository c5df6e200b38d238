"""Finding incidents."""

from __future__ import annotations

from rcalog.model.query.sorting import NEWEST, Sort

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Cells, Found
    from rcalog.model.query.query import Query


def list_incidents(
    book: Logbook, query: Query, *, limit: int | None, now: datetime, sort: Sort = NEWEST, whole: bool = False
) -> Found:
    """Return the incidents that match, in order, and the records that cannot be read, whatever they are about.

    Only with `whole` do they have their `incident`.
    """
    return book.index.find(query, today=now.astimezone(book.zone).date(), sort=sort, limit=limit, whole=whole)


def list_cells(
    book: Logbook, query: Query, names: Sequence[str], *, limit: int | None, now: datetime, sort: Sort = NEWEST
) -> Cells:
    """Return the incidents that match, in order, column by column, and the records that cannot be read."""
    today = now.astimezone(book.settings.wall_zone()).date()
    return book.index.cells(query, names, today=today, sort=sort, limit=limit)
