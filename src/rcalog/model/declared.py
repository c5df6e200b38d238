"""Parts of a record, and tables of the policy: declared once, by annotations, for whatever reads or judges them.

An instance is plain and frozen, and made without being judged: what a part may hold is held by `making`, which is quick
to load, and by the Pydantic models that `judging` makes of the same declarations. The names are Pydantic's.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from enum import Enum
from functools import cache
from typing import Any, ClassVar, NoReturn, Self, dataclass_transform, get_type_hints

from rcalog.values import Value

MISSING: Any = object()
"""What stands for a default that there is not."""

Complaints = list[Any]
"""What Pydantic says about data that it refuses (`ErrorDetails`)."""


class Misfit(ValueError):
    """The data is none of the kind that it was taken for; `errors` are Pydantic's complaints, all of them."""

    def __init__(self, errors: Complaints) -> None:
        super().__init__(errors)
        self.errors = errors


class Limits(Value):
    """What is asked of a text or a number besides its type, as metadata of an annotation."""

    min_length: int | None = None
    pattern: str | None = None
    strict: bool | None = None
    ge: int | None = None
    le: int | None = None

    @property
    def given(self) -> dict[str, Any]:
        """The limits that there are."""
        return {name: value for name, value in vars(self).items() if value is not None}


class Default(Value):
    """How a field is written, and what it holds where nothing is said."""

    alias: str | None
    default: Any
    factory: Callable[[], Any] | None
    before: Callable[[object], object] | None


def field(
    *,
    key: str | None = None,
    default: Any = MISSING,  # noqa: ANN401 (it is of the field's type)
    default_factory: Callable[[], Any] | None = None,
    before: Callable[[object], object] | None = None,
) -> Any:  # noqa: ANN401
    """Declare a field: the key that it is written as, where that is no name; `before` makes it of what was written."""
    return Default(key, default, default_factory, before)


class FieldInfo:
    """One field of a kind of part."""

    def __init__(self, owner: Kind, name: str, declared: Default) -> None:
        self._owner, self._name = owner, name
        self.alias, self.default, self.factory, self.before = vars(declared).values()

    @property
    def annotation(self) -> Any:  # noqa: ANN401 (annotations are anything)
        """Its type."""
        return hints(self._owner)[self._name]

    def is_required(self) -> bool:
        """Return whether a part must have it."""
        return self.default is MISSING and self.factory is None

    def get_default(self) -> Any:  # noqa: ANN401
        """Return what it holds where nothing is said.

        Raises:
            TypeError: where something must be.
        """
        if self.is_required():
            msg = f"{self._owner.__name__} needs {self._name}"
            raise TypeError(msg)
        return self.factory() if self.factory else self.default


@cache
def hints(kind: Kind) -> dict[str, Any]:
    """Return the types of the fields of a kind of part, with what limits them."""
    found = get_type_hints(kind, include_extras=True)
    return {name: found[name] for name in kind.model_fields}


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Kind(type):
    """What has been declared: the fields of a class, in the order in which they are written."""

    model_fields: Mapping[str, FieldInfo]
    blank: Mapping[str, Any]
    """What each field holds where nothing is said."""
    unsaid: Mapping[str, Callable[[], Any]]
    """What works it out, where that is made anew each time."""

    def __init__(cls, name: str, bases: tuple[type, ...], held: dict[str, Any]) -> None:
        super().__init__(name, bases, held)
        own = held.get("__annotations__", {}) if bases else {}
        above = [each.model_fields for each in bases if isinstance(each, Kind)]
        fields = {each: FieldInfo(cls, each, _declared(held.get(each, MISSING))) for each in own}
        cls.model_fields = {**(above[0] if above else {}), **fields}
        cls.blank = {name: info.default for name, info in cls.model_fields.items()}
        cls.unsaid = {name: info.get_default for name, info in cls.model_fields.items() if info.default is MISSING}


class Declared(metaclass=Kind):
    """Something that is declared by its annotations; keys that it does not know are in `model_extra`."""

    __slots__ = ("__dict__", "model_extra", "model_fields_set")
    model_extra: ClassVar[dict[str, Any]]  # of each instance: so they are no fields to the type checker
    model_fields_set: ClassVar[set[str]]

    def __init__(self, **given: Any) -> None:  # noqa: ANN401 (the type checker sees the fields)
        own = {name: given.pop(name) for name in type(self).model_fields if name in given}
        self._fill(own, given)

    @classmethod
    def model_construct(cls, own: dict[str, Any], extra: dict[str, Any]) -> Self:
        """Return a part of what its fields hold, by their names, and of the keys that it does not know."""
        made = cls.__new__(cls)
        made._fill(own, extra)  # noqa: SLF001 (it is one of ours)
        return made

    def _fill(self, own: dict[str, Any], extra: dict[str, Any]) -> None:
        kind = type(self)
        held = {**kind.blank, **own}
        if kind.unsaid and (unsaid := kind.unsaid.keys() - own.keys()):
            held.update((name, kind.unsaid[name]()) for name in unsaid)
        _SET_HELD(self, held)
        _SET_EXTRA(self, extra)
        _SET_GIVEN(self, set(own))

    @classmethod
    def model_validate(cls, data: object) -> Self:
        """Return what plain data says.

        Raises:
            Misfit: with everything that is wrong.
        """
        from rcalog.model.making import Unsure, made

        try:
            return made(cls, data)
        except (Unsure, RecursionError):
            from rcalog.model.judging import judged

            return judged(cls, data)

    def model_copy(self, *, update: Mapping[str, object] | None = None) -> Self:
        """Return a copy in which other values stand; nobody judges them."""
        given = dict(update or {})
        own = {name: given.pop(name) for name in type(self).model_fields if name in given}
        copy = self.model_construct({**self.__dict__, **own}, {**self.model_extra, **given})
        object.__setattr__(copy, "model_fields_set", self.model_fields_set | own.keys())
        return copy

    def __setattr__(self, name: str, value: object) -> NoReturn:
        msg = f"{type(self).__name__} is frozen"
        raise AttributeError(msg)

    def __delattr__(self, name: str) -> NoReturn:
        msg = f"{type(self).__name__} is frozen"
        raise AttributeError(msg)

    def __iter__(self) -> Iterator[tuple[str, Any]]:
        """Yield name and value of every field, and of what is not known."""
        yield from self.__dict__.items()
        yield from self.model_extra.items()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return self.__dict__ == other.__dict__ and self.model_extra == other.model_extra

    def __hash__(self) -> int:
        return hash((type(self), *self.__dict__.values()))

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self)})"

    def __reduce__(self) -> tuple[Any, ...]:
        """Return how a copy is made, for another process too."""
        return _again, (type(self), self.__dict__, self.model_extra, self.model_fields_set)


_SET_HELD, _SET_EXTRA, _SET_GIVEN = (
    vars(Declared)[name].__set__ for name in ("__dict__", "model_extra", "model_fields_set")
)


def plain(value: object) -> Any:  # noqa: ANN401 (plain data is anything)
    """Return what is declared as plain data by the names of its fields, as JSON takes it."""
    if isinstance(value, Declared):
        return {name: plain(each) for name, each in value}
    if isinstance(value, Mapping):
        return {plain(key): plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [plain(each) for each in value]
    return value.value if isinstance(value, Enum) else value


def _again(kind: type[Declared], held: dict[str, Any], extra: dict[str, Any], given: set[str]) -> Declared:
    found = kind.model_construct(held, extra)
    object.__setattr__(found, "model_fields_set", given)
    return found


def _declared(value: object) -> Default:
    return value if isinstance(value, Default) else Default(None, value, None, None)
