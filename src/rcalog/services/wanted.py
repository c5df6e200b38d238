"""Which revisions somebody wants to see."""

from __future__ import annotations

from rcalog.patterns import pattern
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.history import Revision
    from rcalog.services.trail import RecordFile

_POSITION = pattern(r"\[\d{1,4}\]")


class Wanted(Value):
    """Which revisions are wanted: committed since a moment, by an author, changing a field (or what is below it)."""

    since: datetime | None = None
    author: str | None = None
    field: str | None = None

    def includes(self, revision: Revision, book: Logbook) -> bool:
        """Return whether a revision is by whom is wanted (a part of name or address, or a handle), and late enough."""
        if self.since is not None and revision.committed < self.since:
            return False
        return not self.author or self.is_by(book, revision.author, revision.email)

    def is_by(self, book: Logbook, name: str, email: str) -> bool:
        """Return whether somebody with this name and address is the author who is wanted."""
        from rcalog.model.tokens import folded
        from rcalog.services.people import handle

        who = folded(self.author or "")
        return who in folded(f"{name} <{email}>") or who == folded(handle(email, book.policy))

    @property
    def key(self) -> str | None:
        """The key at the top of a record that the field belongs to."""
        return self.field.partition(".")[0].partition("[")[0] if self.field else None


EVERYTHING = Wanted()


def unknown_author(book: Logbook, wanted: Wanted) -> list[str] | None:
    """Return the handles of authors that look like the one who is wanted, where nobody is called so; else None."""
    from difflib import get_close_matches

    from rcalog.logbook.index.pastpicked import writers
    from rcalog.model.tokens import folded
    from rcalog.services.people import handle

    known = writers(book)
    if not wanted.author or any(wanted.is_by(book, *each) for each in known):
        return None
    handles = {folded(handle(email, book.policy)) for _, email in known}
    return get_close_matches(folded(wanted.author), sorted(handles))


def read_field(text: str, book: Logbook, file: RecordFile | None) -> str:
    """Return the path of a field, checked; the names of items may be left out: `actions.due`.

    Where one record is meant, an item may also be named by the position that it has there now.

    Raises:
        UnknownField: with what was probably meant.
        BadFieldPath: where a position says nothing.
    """
    from rcalog.model.fieldtypes import field_type
    from rcalog.model.paths import BadFieldPath, format_path, locate
    from rcalog.model.tokens import folded

    path = folded(text.strip())
    field_type(tuple(_without_items(path).split(".")), path)
    if not _POSITION.search(path):
        return path
    if file is None:
        raise BadFieldPath(path, "a position is one in the record of an incident that is named")
    data = _data_now(book, file)
    return format_path(locate(path, data), data)


def _data_now(book: Logbook, file: RecordFile) -> Mapping[str, object]:
    """Return the data of a record as it is, nothing where there is none."""
    from rcalog.services.states import State

    path = book.repo.top / file.file
    return State(path.read_bytes() if path.is_file() else None, file.file, book).named or {}


def _without_items(path: str) -> str:
    import re

    return re.sub(r"\[[^\]]*\]", "", path)
