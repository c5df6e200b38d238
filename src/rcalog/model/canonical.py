"""The plain data of a record in the form that the program itself gives it, without the models, which take long to load.

Only what is sure to be a record is judged here; whatever else there is, the models judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache

from rcalog.model.emptiness import without_empty
from rcalog.model.shapes import DEFAULTS, NOT_KEYS, PARTS, REQUIRED, Shape
from rcalog.model.times import UNKNOWN, Day, When
from rcalog.patterns import pattern

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import NoReturn

Data = dict[str, object]
Read = Callable[[object], object]
EMPTY: tuple[object, ...] = ([], {})
TEXT: Shape = ("text",)


class _Unsure(Exception):
    """The models must judge."""


def canonical(data: Mapping[str, object]) -> Data | None:
    """Return data as `record_data(read_incident(data))` does, or None where only that can tell.

    The keys stand in the order of the format, what says nothing is left out, and bare causes are causes.
    """
    try:
        return _part("Incident")(data)
    except (_Unsure, RecursionError):
        return None


@cache
def _part(name: str) -> _Part:
    return _Part(name)


class _Part:
    """Reads the parts of one kind."""

    def __init__(self, name: str) -> None:
        shapes = PARTS[name].items()
        self._reads = {key: (place, _reader(shape), shape == TEXT) for place, (key, shape) in enumerate(shapes)}
        self._required, self._defaults = REQUIRED[name], DEFAULTS.get(name, {})
        self._is_leg = name == "Leg"

    def __call__(self, data: object) -> Data:
        """Return the part in canonical form."""
        if type(data) is not dict:
            _give_up()
        reads, found, own = self._reads, Data(), Data()
        last, is_ordered = -1, True
        for key, value in data.items():
            if key not in reads:
                own[key] = value
            elif value is not None:
                place, read, is_text = reads[key]
                told = value if is_text and type(value) is str and value else read(value)
                if told or told not in EMPTY:
                    found[key] = told
                    is_ordered = is_ordered and place > last
                    last = place
        if not self._required <= found.keys() or (own and not NOT_KEYS.isdisjoint(own)):
            _give_up()
        if not self._defaults.keys() <= found.keys():
            found, is_ordered = self._defaults | found, False
        found = self._in_order(found, is_ordered=is_ordered)
        return found | without_empty(own) if own else found

    def _in_order(self, found: Data, *, is_ordered: bool) -> Data:
        if not is_ordered:
            found = {key: found[key] for key in self._reads if key in found}
        if self._is_leg and "problem" not in found:
            return {"leg": found["leg"]} | found
        return found


def _reader(shape: Shape) -> Read:
    """Return what reads a value of a shape."""
    kind, *more = shape
    match kind:
        case "part":
            return lambda value: _part(more[0])(value)  # noqa: PLW0108 (a cause holds causes: it is looked up when it is there)
        case "many":
            return _many(_reader(more[0]), bare="cause" if more[0] == ("part", "Cause") else None)
        case "one":
            known = frozenset(more)
            return lambda value: value if type(value) is str and value in known else _give_up()
        case "like":
            form = pattern(more[0], re.ASCII)
            return lambda value: value if type(value) is str and form.fullmatch(value) else _give_up()
        case "any":
            return lambda value: without_empty({"": value}).get("", {})
        case _:
            return _READERS[kind]


def _many(read: Read, *, bare: str | None) -> Read:
    def read_all(value: object) -> object:
        if type(value) is not list:
            _give_up()
        if bare:
            return [read({bare: item} if type(item) is str else item) for item in value]
        return [read(item) for item in value]

    return read_all


def _text(value: object) -> object:
    return value if type(value) is str and value else _give_up()


def _when(value: object) -> object:
    return _read_by(When, value)


def _day(value: object) -> object:
    return _read_by(Day, value)


def _read_by(kind: Callable[[str], object], value: object) -> object:
    if type(value) is not str:
        _give_up()
    try:
        kind(value)
    except ValueError:
        _give_up()
    return value


def _flag(value: object) -> object:
    return value if type(value) is bool else _give_up()


def _count(value: object) -> object:
    return value if value == UNKNOWN or (type(value) is int and value >= 0) else _give_up()


def _give_up() -> NoReturn:
    raise _Unsure


_READERS: Mapping[str, Read] = {"text": _text, "when": _when, "day": _day, "flag": _flag, "count": _count}
