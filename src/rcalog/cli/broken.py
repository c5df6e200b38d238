"""Records that cannot be read, or are not here, beside a list that they are missing from."""

from __future__ import annotations

from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.cli.context import Context
    from rcalog.logbook.index import Found, Unread
    from rcalog.model.query.query import Query
    from rcalog.model.query.sorting import Sort


WHAT = "cannot be read: "

FEW = 5
"""So many are named to people, who asked for something else; programs get them all."""


def warn_of(c: Context, broken: Sequence[Unread]) -> None:
    """Warn of records that cannot be read, with the place and the reason."""
    named = broken if c.json else broken[:FEW]
    for each in named:
        more = f" (and {len(each.errors) - 1} more: rcalog check)" if len(each.errors) > 1 else ""
        c.output.warn(f"{_place(c, each)}: {WHAT}{_reason(each)}{more}")
    if others := len(broken) - len(named):
        c.output.warn(f"{others} more cannot be read: rcalog check")


def said_of(c: Context, unread: Unread) -> str:
    """Return what a list says of a record that cannot be read in the place of its title."""
    return f"{WHAT}{_place(c, unread)}: {_reason(unread)}"


def unread_data(unread: Unread) -> dict[str, object]:
    """Return a record that cannot be read as programs get it: what is not known of it is null."""
    about: dict[str, object] = {"ref": unread.id[9:] if unread.id else None, "file": unread.path.as_posix()}
    unknown = dict.fromkeys(("title", "kind", "status", "severity"))
    return {**about, "id": unread.id, **unknown, "path": unread.path.as_posix(), **error_data(unread)}


def error_data(unread: Unread) -> dict[str, object]:
    """Return why a record cannot be read, and where in its file that is, as programs get it."""
    first = unread.errors[0]
    return {"error": _reason(unread), "line": first.line, "column": first.column}


class UnreadRow(Value):
    """A record that cannot be read as a row of a list: its place there, and what is shown of it."""

    at: int
    unread: Unread
    said: str

    @property
    def data(self) -> dict[str, object]:
        """What programs get."""
        return unread_data(self.unread)

    def cells(self, names: Sequence[str]) -> list[str]:
        """Return what stands in these columns: its names, and the reason where the title would be, or last."""
        called = self.unread.id or self.unread.path.stem
        known = {"id": called, "ref": called[9:] if self.unread.id else called, "file": self.unread.path.as_posix()}
        saying = "title" if "title" in names else names[-1]
        return [known.get(name) or (self.said if name == saying else "?") for name in names]


def with_cells(
    columns: Sequence[Sequence[str]], rows: Sequence[UnreadRow], names: Sequence[str]
) -> Sequence[Sequence[str]]:
    """Return the columns of a list with those of these rows in their places."""
    found = [[*column] for column in columns]
    for row in rows:
        for column, cell in zip(found, row.cells(names), strict=True):
            column.insert(row.at, cell)
    return found


def with_rows(c: Context, found: Found, query: Query, sort: Sort, limit: int | None) -> tuple[Found, list[UnreadRow]]:
    """Return a list with the records that cannot be read and may be meant, in their places."""
    from rcalog.services.unread import among, meant

    kept, rows = among(found, meant(c.book, found.broken, query), sort, limit)
    return kept, [UnreadRow(row.at, row.unread, said_of(c, row.unread)) for row in rows]


def _place(c: Context, unread: Unread) -> str:
    first = unread.errors[0]
    return c.output.where(first.file or unread.path.as_posix(), first.line, first.column)


def _reason(unread: Unread) -> str:
    return unread.errors[0].message.removeprefix(WHAT)


def warn_of_hidden(c: Context) -> None:
    """Warn of records that are committed and not checked out here."""
    from rcalog.logbook.hidden import hidden_records, told, way_to_have_them

    if count := hidden_records(c.book):
        c.output.warn(told(count))
        c.output.hint(way_to_have_them(c.book))
