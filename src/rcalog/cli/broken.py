"""Records that cannot be read, or are not here, beside a list that they are missing from."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.context import Context
    from rcalog.logbook.index import Unread


WHAT = "cannot be read: "

FEW = 5
"""So many are named to people, who asked for something else; programs get them all."""


def warn_of(c: Context, broken: Sequence[Unread]) -> None:
    """Warn of records that cannot be read, with the place and the reason."""
    named = broken if c.json else broken[:FEW]
    for each in named:
        first = each.errors[0]
        more = f" (and {len(each.errors) - 1} more: rcalog check)" if len(each.errors) > 1 else ""
        place = c.output.where(first.file or each.path.as_posix(), first.line, first.column)
        c.output.warn(f"{place}: {WHAT}{first.message.removeprefix(WHAT)}{more}")
    if others := len(broken) - len(named):
        c.output.warn(f"{others} more cannot be read: rcalog check")


def warn_of_hidden(c: Context) -> None:
    """Warn of records that are committed and not checked out here."""
    from rcalog.logbook.hidden import hidden_records, told, way_to_have_them

    if count := hidden_records(c.book):
        c.output.warn(told(count))
        c.output.hint(way_to_have_them(c.book))
