"""What a field path may hold: worked out from the models, so that there is no second list of fields."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from enum import Enum, StrEnum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from rcalog.errors import UsageError
from rcalog.model.base import Part
from rcalog.model.declared import FieldInfo
from rcalog.model.findings import Loc
from rcalog.model.incident import Incident
from rcalog.model.times import UNKNOWN, Day, When
from rcalog.values import Value

OWN = "x_"
"""Keys that begin so are anyone's."""


class Form(Enum):
    """What kind of value a field holds."""

    TEXT = "a text"
    TIME = "a time"
    DAY = "a date"
    FLAG = "true or false"
    COUNT = "a whole number"
    WORD = "one word of a closed set"
    TEXTS = "a list of texts"
    ITEMS = "a list of items"
    KEYS = "keys of its own"
    ANYTHING = "anything"


class UnknownField(UsageError):
    """No record has such a field."""

    code = "unknown-field"

    def __init__(self, path: str, near: str | None, known: Collection[str]) -> None:
        hint = f"fields here: {', '.join(known)} (your own begin with {OWN})" if known else "nothing stands below it"
        super().__init__(f"there is no field {path}", hint=f"did you mean {near}?" if near else hint)


class FieldType(Value):
    """What a field holds: the words of a closed set, the model of an item or of keys, and whether it may be absent."""

    form: Form
    words: tuple[str, ...] = ()
    part: type[Part] | None = None
    required: bool = False

    def below(self, key: str) -> FieldType:
        """Return the type of a key of an item, or of keys.

        Raises:
            KeyError: when there is no such key.
        """
        if key.startswith(OWN) or self.form is Form.ANYTHING:
            return FieldType(Form.ANYTHING)
        return _type(self.fields()[key])

    def fields(self) -> Mapping[str, FieldInfo]:
        """Return the keys below, as they are written."""
        fields = self.part.model_fields if self.part else {}
        return {info.alias or name: info for name, info in fields.items()}


RECORD = FieldType(Form.KEYS, part=Incident, required=True)


def field_type(loc: Loc, path: str) -> FieldType:
    """Return what the field at a place holds; `path` is how it was typed.

    Raises:
        UnknownField: with what was probably meant.
    """
    found = RECORD
    for at, step in enumerate(loc):
        if isinstance(step, int):
            continue
        try:
            found = found.below(step)
        except KeyError:
            raise UnknownField(path, _meant(path, loc[:at], step, found), found.fields()) from None
    return found


def paths(kind: FieldType = RECORD, above: str = "") -> Iterator[str]:
    """Yield the paths of all fields that can be named without an item."""
    for key in kind.fields():
        path, found = f"{above}{key}", kind.below(key)
        yield path
        if found.form is Form.KEYS:
            yield from paths(found, f"{path}.")


def _meant(path: str, before: Loc, step: str, kind: FieldType) -> str | None:
    """Return the path that was probably meant: a field of that name elsewhere, or one with nearly that name."""
    near = get_close_matches(step.casefold(), kind.fields(), 1)
    if before:
        return path[: path.rfind(step)] + near[0] if near else None
    leaves = {each.rpartition(".")[2]: each for each in reversed(list(paths()))}
    here = [leaves[step.casefold()]] if step.casefold() in leaves else near
    elsewhere = [leaves[name] for name in get_close_matches(step.casefold(), leaves, 1)]
    return next(iter(here or elsewhere), None)


def _type(info: FieldInfo) -> FieldType:
    kinds = list(_bare(info.annotation))
    literals = tuple(str(kind) for kind in kinds if isinstance(kind, str) and kind != UNKNOWN)
    kind = next((kind for kind in kinds if not isinstance(kind, str)), str)
    form, words, part = _form(kind, literals)
    return FieldType(form, words, part, info.is_required())


def _form(kind: Any, literals: tuple[str, ...]) -> tuple[Form, tuple[str, ...], type[Part] | None]:  # noqa: ANN401
    if literals:
        return Form.WORD, literals, None
    if get_origin(kind) is tuple:
        item = next(_bare(get_args(kind)[0]))
        return (Form.ITEMS, (), item) if isinstance(item, type) and issubclass(item, Part) else (Form.TEXTS, (), None)
    if issubclass(kind, StrEnum):
        return Form.WORD, tuple(kind), None
    if issubclass(kind, Part):
        return Form.KEYS, (), kind
    return FORMS.get(kind, Form.ANYTHING), (), None


FORMS = {When: Form.TIME, Day: Form.DAY, bool: Form.FLAG, int: Form.COUNT, str: Form.TEXT}


def _bare(annotation: Any) -> Iterator[Any]:  # noqa: ANN401 (annotations are anything)
    """Yield the kinds of values that an annotation admits, None left out; words of a Literal as they are."""
    origin = get_origin(annotation)
    if origin is Annotated:
        yield from _bare(get_args(annotation)[0])
    elif origin in (Union, UnionType):
        for each in get_args(annotation):
            yield from _bare(each)
    elif origin is Literal:
        yield from get_args(annotation)
    elif annotation is not type(None):
        yield annotation
