"""Which revisions somebody wants to see."""

from __future__ import annotations

from collections.abc import Mapping

from rcalog.model.tokens import folded
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.history import Revision
    from rcalog.model.changes import Change


class Wanted(Value):
    """Which revisions are wanted: those since a moment, by an author, that changed a field (or what is below it)."""

    since: datetime | None = None
    author: str | None = None
    field: str | None = None

    def includes(self, revision: Revision, book: Logbook) -> bool:
        """Return whether a revision is by whom is wanted (a part of name or address, or a handle), and late enough."""
        if self.since is not None and revision.when < self.since:
            return False
        return not self.author or self._is_by(folded(self.author), revision, book)

    @staticmethod
    def _is_by(who: str, revision: Revision, book: Logbook) -> bool:
        from rcalog.services.people import handle

        is_named = who in folded(f"{revision.author} <{revision.email}>")
        return is_named or who == folded(handle(revision.email, book.policy))

    @property
    def key(self) -> str | None:
        """The key at the top of a record that the field belongs to."""
        return self.field.partition(".")[0].partition("[")[0] if self.field else None


EVERYTHING = Wanted()


def read_field(text: str) -> str:
    """Return the path of a field, checked; the names of items may be left out: `actions.due`.

    Raises:
        UnknownField: with what was probably meant.
    """
    from rcalog.model.fieldtypes import field_type

    path = folded(text.strip())
    field_type(tuple(_without_items(path).split(".")), path)
    return path


def concerns(change: Change, field: str) -> bool:
    """Return whether a change is one of a field or below it, or came or went with an item that has the field.

    A field without the names of items means that of all items.
    """
    path = change.path if "[" in field else _without_items(change.path)
    if f"{path}.".startswith((f"{field}.", f"{field}[")):
        return True
    value = change.before if change.after is None else change.after
    for key in field.removeprefix(f"{path}.").split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return field.startswith(f"{path}.") and value is not None


def _without_items(path: str) -> str:
    import re

    return re.sub(r"\[[^\]]*\]", "", path)
