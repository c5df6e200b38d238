"""Small values, without the machinery of `dataclasses`, which takes longer to load than a list takes to answer.

What most commands load uses this, and dataclasses where fields have factories, or `replace`, `asdict` and slots are
needed; see docs/decisions.
"""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from functools import cached_property as cached_property  # noqa: PLC0414 (it is passed on)
    from typing import Any, ClassVar, Self, dataclass_transform
else:

    def dataclass_transform(**_: object) -> object:
        """Leave a class as it is: this is for those who check types."""
        return lambda each: each

    class cached_property:  # noqa: N801 (named as the one of `functools`, which is loaded later than git is started)
        """A property that is worked out once."""

        def __init__(self, make: object) -> None:
            self._make, self.__doc__ = make, make.__doc__

        def __set_name__(self, owner: type, name: str) -> None:
            self._name = name

        def __get__(self, one: object, owner: type) -> object:
            if one is None:
                return self
            found = one.__dict__[self._name] = self._make(one)
            return found


@dataclass_transform(frozen_default=True)
class Value:
    """A value: made of its annotated fields in order or by name, equal where they are, and never changed."""

    _fields: ClassVar[tuple[str, ...]] = ()
    _defaults: ClassVar[dict[str, object]] = {}

    def __init_subclass__(cls) -> None:
        own = [name for name in cls.__annotations__ if name not in cls._fields]
        cls._fields = (*cls._fields, *own)
        cls._defaults = cls._defaults | {name: vars(cls)[name] for name in own if name in vars(cls)}

    def __init__(self, *given: object, **named: object) -> None:
        if len(given) == len(self._fields) and not named:
            self.__dict__.update(zip(self._fields, given, strict=True))
            return
        held = {**self._defaults, **dict(zip(self._fields, given, strict=False)), **named}
        if held.keys() != set(self._fields) or len(given) > len(self._fields):
            msg = f"{type(self).__name__} has the fields {', '.join(self._fields)}"
            raise TypeError(msg)
        self.__dict__.update((name, held[name]) for name in self._fields)

    def __setattr__(self, name: str, value: object) -> None:
        msg = f"{type(self).__name__}.{name} is never set again"
        raise AttributeError(msg)

    def __eq__(self, other: object) -> bool:
        return self._held() == other._held() if isinstance(other, type(self)) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._held())

    def __repr__(self) -> str:
        said = ", ".join(f"{name}={value!r}" for name, value in zip(self._fields, self._held(), strict=True))
        return f"{type(self).__name__}({said})"

    def _held(self) -> tuple[object, ...]:
        return tuple(self.__dict__[name] for name in self._fields)

    def as_dict(self) -> dict[str, Any]:
        """Return the values of the fields by their names, values in values too."""
        return {
            name: each.as_dict() if isinstance(each, Value) else each
            for name, each in zip(self._fields, self._held(), strict=True)
        }

    def with_(self, **changed: Any) -> Self:  # noqa: ANN401 (the fields of a subclass)
        """Return this value with other values in some of its fields."""
        return type(self)(**{**dict(zip(self._fields, self._held(), strict=True)), **changed})
