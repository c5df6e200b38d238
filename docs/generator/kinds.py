"""What a key may hold, in words, from the type of the model's field."""

from __future__ import annotations

import types
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal, Union, get_args, get_origin, get_type_hints

from rcalog.model.base import Count, Flag, IncidentId, ItemId, Text
from rcalog.model.declared import Declared
from rcalog.model.policy import Days
from rcalog.model.times import Day, When

WORDS: Mapping[object, str] = {
    Text: "text",
    Flag: "`true`, `false`",
    Count: "whole number, `unknown`",
    ItemId: "id of an item",
    IncidentId: "id of an incident",
    When: "time",
    Day: "date",
    Days: "whole number from 1",
    str: "text",
    bool: "`true`, `false`",
    object: "anything",
}
LISTS: Mapping[object, str] = {Text: "list of texts", ItemId: "list of ids of items", str: "list of texts"}


def hints(model: type[Declared]) -> dict[str, object]:
    """Return the types of a model's fields by their names in the file; None, which means absent, is left out."""
    found = get_type_hints(model, include_extras=True)
    return {field.alias or name: _present(found[name]) for name, field in model.model_fields.items()}


def part(hint: object) -> type[Declared] | None:
    """Return the model that a field holds, alone or in a list, if it does."""
    inner = get_args(hint)[0] if get_origin(hint) is tuple else hint
    return inner if isinstance(inner, type) and issubclass(inner, Declared) else None


def kind(hint: object) -> str:
    """Return what a value of this type may be.

    Raises:
        KeyError: for a type that nobody has found words for yet.
    """
    if part(hint):
        return "list" if get_origin(hint) is tuple else "keys"
    if get_origin(hint) is tuple:
        return LISTS.get(inner := get_args(hint)[0]) or f"list of {kind(inner)}"
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return ", ".join(f"`{word.value}`" for word in hint)
    if get_origin(hint) is Literal:
        return ", ".join(f"`{word}`" for word in get_args(hint))
    return WORDS[hint] if hint in WORDS else _form(hint)


def _form(hint: object) -> str:
    """Return the form that a text must have."""
    if get_origin(hint) is not Annotated:
        raise KeyError(hint)
    return f"text of the form `{get_args(hint)[1].pattern}`"


def _present(hint: object) -> object:
    if hint in WORDS or get_origin(hint) not in (Union, types.UnionType):
        return hint
    kept = tuple(choice for choice in get_args(hint) if choice is not type(None))
    return kept[0] if len(kept) == 1 else Union[kept]  # noqa: UP007 (made at run time)
