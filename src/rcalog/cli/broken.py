"""Records that cannot be read, beside a list that they are missing from."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rcalog.cli.context import Context
    from rcalog.logbook.index import Unread


def warn_of(c: Context, broken: Iterable[Unread]) -> None:
    """Warn of each record that cannot be read, with the place and the reason."""
    for each in broken:
        first = each.errors[0]
        more = f" (and {len(each.errors) - 1} more: rcalog check)" if len(each.errors) > 1 else ""
        place = c.output.where(first.file or each.path.as_posix(), first.line, first.column)
        c.output.warn(f"{place}: cannot be read: {first.message}{more}")
