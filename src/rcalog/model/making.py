"""Plain data to what is declared, as far as it is sure to be right; whatever else there is, Pydantic judges."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NoReturn, TypeVar, Union, get_args, get_origin

from rcalog.model.declared import Declared, FieldInfo, Limits, hints
from rcalog.model.times import Day, When
from rcalog.patterns import pattern

Read = Callable[[object], Any]
D = TypeVar("D", bound=Declared)


class Unsure(Exception):
    """Pydantic must judge."""


def made(kind: type[D], data: object) -> D:
    """Return what plain data says.

    Raises:
        Unsure: for what may be wrong, or may mean something else.
    """
    found: D = _maker(kind)(data)
    return found


@cache
def _maker(kind: type[Declared]) -> Read:
    """Return what reads things of a kind."""
    fields = {info.alias or name: (name, *_reads(kind, name, info)) for name, info in kind.model_fields.items()}
    required = frozenset(name for name, info in kind.model_fields.items() if info.is_required())
    not_keys = kind.model_fields.keys() - fields.keys()
    found, construct = fields.get, kind.model_construct

    def read(data: object) -> Declared:
        if type(data) is not dict:
            return data if type(data) is kind else _give_up()
        own: dict[str, Any] = {}
        extra: dict[str, Any] = {}
        for key, value in data.items():
            field = found(key)
            if field:
                name, reads, may_be_none = field
                if reads is _text_read and value.__class__ is str and value and value.isascii():  # as most values are
                    own[name] = value
                else:
                    own[name] = None if value is None and may_be_none else reads(value)
            elif type(key) is not str or key in not_keys:
                _give_up()
            else:
                extra[key] = value
        return construct(own, extra) if required <= own.keys() else _give_up()

    return read


def _reads(kind: type[Declared], name: str, info: FieldInfo) -> tuple[Read, bool]:
    """Return what reads a field, and whether it may hold nothing."""
    hint, before = hints(kind)[name], info.before
    kinds = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    read = _any_of([_reader(each) for each in kinds if each is not NoneType])
    return read if before is None else lambda value: read(before(value)), NoneType in kinds


def _reader(hint: Any) -> Read:  # noqa: ANN401 (annotations are anything; a line for each kind)
    origin, inside = get_origin(hint), get_args(hint)
    if origin is Annotated:
        return _limited(inside[0], inside[1])
    if origin is Literal:
        return _one_of({word: word for word in inside}, ())
    if origin is tuple:
        return _tuple(_reader(inside[0]))
    if origin is dict:
        return _table(_reader(inside[0]), _reader(inside[1]))
    if issubclass(hint, Declared):
        return lambda value: _maker(hint)(value)  # noqa: PLW0108 (a cause holds causes: it is looked up when it is there)
    if issubclass(hint, Enum):
        return _one_of({member.value: member for member in hint}, hint)
    return READERS[hint]


def _any_of(reads: Sequence[Read]) -> Read:
    if len(reads) == 1:
        return reads[0]

    def read(value: object) -> object:
        for each in reads:
            try:
                return each(value)
            except Unsure:
                continue
        return _give_up()

    return read


def _one_of(known: Mapping[object, object], kind: Any) -> Read:  # noqa: ANN401 (a type, or none at all)
    def read(value: object) -> object:
        if type(value) is str and value in known:
            return known[value]
        return value if kind and type(value) is kind else _give_up()

    return read


def _tuple(read: Read) -> Read:
    return lambda value: tuple(map(read, value)) if type(value) in (list, tuple) else _give_up()  # type: ignore[call-overload]


def _table(key: Read, read: Read) -> Read:
    def read_all(value: object) -> object:
        return {key(name): read(each) for name, each in value.items()} if type(value) is dict else _give_up()

    return read_all


def _limited(kind: type, limits: Limits) -> Read:
    if kind is bool:
        return _flag
    if kind is int:
        least, most = (limits.ge or 0), limits.le
        return lambda value: (
            value if type(value) is int and value >= least and (most is None or value <= most) else _give_up()
        )
    if limits.pattern is None:
        return _text_read
    form = pattern(limits.pattern, re.ASCII)
    return lambda value: value if type(value) is str and form.fullmatch(value) else _give_up()


def _text(value: object) -> str:
    if type(value) is not str:
        _give_up()
    if not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError:
            _give_up()
    return value


def _text_read(value: object) -> str:
    return _text(value) or _give_up()


def _flag(value: object) -> bool:
    return value if type(value) is bool else _give_up()


def _stored(kind: Callable[[str], object]) -> Read:
    def read(value: object) -> object:
        if type(value) is not str:
            return value if type(value) is kind else _give_up()
        try:
            return kind(value)
        except ValueError:
            return _give_up()

    return read


def _give_up() -> NoReturn:
    raise Unsure


READERS: Mapping[object, Read] = {
    str: _text,
    bool: _flag,
    object: lambda value: value,
    When: _stored(When),
    Day: _stored(Day),
}
