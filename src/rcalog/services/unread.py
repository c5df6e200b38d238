"""Records that cannot be read, in the place that they have in a list: loaded only where there are some."""

from __future__ import annotations

from rcalog.logbook.rawfile import read_bytes
from rcalog.model.highlight import count
from rcalog.model.query.placing import day_ends, day_told
from rcalog.model.query.terms import Began, Field, Word
from rcalog.model.tokens import folded
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Excerpt, Found, Unread
    from rcalog.model.query.query import Query
    from rcalog.model.query.sorting import Sort
    from rcalog.model.query.terms import Not, Term

MOST = 64 * 1024 * 1024
"""Bytes of a file that are searched; a record that is too large is among those that cannot be read."""


class Row(Value):
    """A record that cannot be read, and its place among the rows of a list, which it counts as one of."""

    at: int
    unread: Unread


def meant(book: Logbook, broken: Sequence[Unread], query: Query) -> list[Unread]:
    """Return the records that cannot be read and may be meant by a query."""
    return [each for each in broken if all(_may_be(book, each, term) for term in query.terms)]


def among(found: Found, wanted: Sequence[Unread], sort: Sort, limit: int | None) -> tuple[Found, tuple[Row, ...]]:
    """Return a list with these records that cannot be read, in their places, no longer than the limit."""
    rows = [row for row in _placed(found.excerpts, wanted, sort) if limit is None or row.at < limit]
    excerpts = found.excerpts if limit is None else found.excerpts[: limit - len(rows)]
    return found.with_(excerpts=excerpts, total=found.total + len(wanted)), tuple(rows)


def text_of(book: Logbook, file: str) -> str:
    """Return what stands in a file that cannot be read as a record, as far as it is text."""
    try:
        return read_bytes(f"{book.place.folder}/{file}", MOST).decode("utf-8", "replace")
    except OSError:
        return ""


def stem(unread: Unread) -> str:
    """Return what a record that cannot be read is called: its id, where one is known, else its file."""
    return unread.id or unread.path.stem


def _may_be(book: Logbook, unread: Unread, term: Term | Not) -> bool:
    """Return whether a term means a record of which only the name and the words are known: no other value is."""
    if isinstance(term, Word):
        text = text_of(book, unread.path.as_posix())
        return any(count(text, each) for each in term.phrases)
    if isinstance(term, Began):
        day = day_told(stem(unread))
        return day is not None and (
            term.period.reaches_back_to if term.bound == "since" else term.period.reaches_on_to
        )(day)
    return isinstance(term, Field) and term.key == "id" and any(folded(each) in stem(unread) for each in term.values)


def _placed(excerpts: tuple[Excerpt, ...], unread: Sequence[Unread], sort: Sort) -> list[Row]:
    """Return each with its place: by its day or id where the list goes by that, else at the end."""
    keyed = [(key, each) for each in unread if (key := _key(each, sort.field)) is not None]
    keyed.sort(key=lambda pair: (pair[0], pair[1].path), reverse=sort.descending)
    rows, place = list[Row](), 0
    for key, each in keyed:
        while place < len(excerpts) and not _is_before(key, _key_of(excerpts[place], sort.field), sort):
            place += 1
        rows.append(Row(place + len(rows), each))
    known = {row.unread.path for row in rows}
    rest = [each for each in unread if each.path not in known]
    return rows + [Row(len(excerpts) + len(rows) + number, each) for number, each in enumerate(rest)]


def _is_before(key: tuple[int, str], other: tuple[int, str], sort: Sort) -> bool:
    return key > other if sort.descending else key < other


def _key(unread: Unread, field: str) -> tuple[int, str] | None:
    if field == "id":
        return (0, unread.id) if unread.id else None
    end = day_ends(stem(unread)) if field == "started" else None
    return (int(end.timestamp()), stem(unread)) if end else None


def _key_of(excerpt: Excerpt, field: str) -> tuple[int, str]:
    return (0 if field == "id" else excerpt.counted), excerpt.id
