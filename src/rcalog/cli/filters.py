"""Filters as they are typed, for every command that takes them."""

from __future__ import annotations

from rcalog.model.query.query import EVERYTHING

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.context import Context
    from rcalog.model.query.periods import Period
    from rcalog.model.query.query import Query


def read_filters(c: Context, filters: Sequence[str] | None) -> Query:
    """Return the query that was typed; a team's own words for severities are understood, and `since:yesterday`.

    Raises:
        QuerySyntaxError.
    """
    if not filters:
        return EVERYTHING
    from rcalog.model.query.parsing import parse_query

    def dates(text: str) -> Period:
        from rcalog.cli.periods import read_period

        return read_period(c, text)

    return parse_query(filters, c.book.basics.labels, dates)
