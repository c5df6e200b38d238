"""The order of a list: a field, from the first to the last of it, or with a minus the other way round."""

from __future__ import annotations

from rcalog.errors import UsageError
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Literal

INCIDENT_SORTS = ("started", "id", "title", "status", "severity", "kind")
ACTION_SORTS = ("due", "incident", "title", "started", "severity", "status", "owner")

ARTICLES = {"order": "something to sort by"}


class NoSuchName(UsageError):
    """A list has no field or column of that name; `text` is what was typed."""

    code = "no-such-name"

    def __init__(self, what: Literal["column", "order", "format"], text: str, known: Collection[str]) -> None:
        from difflib import get_close_matches

        from rcalog.model.tokens import folded

        near = get_close_matches(folded(text), known, 1)
        hint = f"did you mean {near[0]}?" if near else f"one of {', '.join(known)}"
        super().__init__(f"{text!r} is not {ARTICLES.get(what, f'a {what}')} here", hint=hint)
        self.text = text


class Sort(Value):
    """What to sort by. What is alike in it comes in the usual order of the list, what has none of it comes last."""

    field: str
    descending: bool = False

    @classmethod
    def read(cls, text: str, known: Collection[str]) -> Sort:
        """Return the order that a text says: `severity`, or `-started` for the newest first.

        Raises:
            NoSuchName: where it names none of the fields that are known.
        """
        from rcalog.model.tokens import folded

        plain = folded(text.strip())
        field = plain.removeprefix("-")
        if field not in known:
            raise NoSuchName("order", text, known)
        return cls(field, plain.startswith("-"))

    def __str__(self) -> str:
        return f"-{self.field}" if self.descending else self.field


NEWEST = Sort("started", descending=True)
BEST = Sort("rank")
"""The best match of the words of a query first."""
PRESSING = Sort("due")
