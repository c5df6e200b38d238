"""What each part of a record may hold, read off the models: a module for reading records before pydantic is loaded."""

from __future__ import annotations

import subprocess
import sys
import types
from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints

from rcalog.model.base import Part
from rcalog.model.declared import FieldInfo, Limits
from rcalog.model.incident import Incident
from rcalog.model.times import Day, When

HEAD = '''"""What each part of a record may hold, for what reads records without pydantic. Made by docs/generate.py."""

from __future__ import annotations

TYPE_CHECKING = False

if TYPE_CHECKING:
    from typing import Any

Shape = tuple["Any", ...]
"""What a value is: text, a time (when), a date (day), true or false (flag), a number or unknown (count), text of a form
(like), one of some texts (one), several values (many), a part of the record (part), or anything (any)."""

PARTS: dict[str, dict[str, Shape]] = %r
"""The keys of each part in the order in which they are written, and what each holds."""

REQUIRED: dict[str, frozenset[str]] = {%s}
"""The keys that a part must have."""

DEFAULTS: dict[str, dict[str, object]] = %r
"""What a key says that is not there."""

NOT_KEYS = frozenset(%r)
"""Names that only the program has for a key; as keys of a file only the models can tell what they mean."""
'''
EMPTY: tuple[object, ...] = (None, (), {})


def shapes() -> str:
    """Return the module."""
    parts = {part.__name__: part for part in _parts(Incident, set())}
    hints = {name: get_type_hints(part, include_extras=True) for name, part in parts.items()}
    fields = {name: part.model_fields for name, part in parts.items()}
    keys = {
        name: {_key(field, each): _shape(hints[name][field]) for field, each in found.items()}
        for name, found in fields.items()
    }
    required = "".join(
        f"{name!r}: frozenset({[_key(field, each) for field, each in found.items() if each.is_required()]!r}),"
        for name, found in fields.items()
    )
    defaults = {name: told for name, found in fields.items() if (told := dict(_defaults(found)))}
    names = [name for found in fields.values() for name, each in found.items() if each.alias]
    text = HEAD % (keys, required, defaults, sorted(names))
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", "src/rcalog/model/shapes.py", "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True).stdout


def _parts(part: type[Part], seen: set[type[Part]]) -> Iterator[type[Part]]:
    seen.add(part)
    yield part
    for hint in get_type_hints(part, include_extras=True).values():
        for each in _inside(hint):
            if isinstance(each, type) and issubclass(each, Part) and each not in seen:
                yield from _parts(each, seen)


def _inside(hint: object) -> Iterator[object]:
    yield hint
    for each in get_args(hint):
        yield from _inside(each)


def _key(name: str, field: FieldInfo) -> str:
    return field.alias or name


def _defaults(fields: Mapping[str, FieldInfo]) -> Iterator[tuple[str, object]]:
    for name, field in fields.items():
        default = None if field.is_required() else field.default
        if isinstance(default, StrEnum):
            yield _key(name, field), default.value
        elif default not in EMPTY and not (isinstance(default, Part) and not any(vars(default).values())):
            msg = f"{name} has a default of a new kind"
            raise TypeError(msg)


def _shape(hint: Any) -> tuple[object, ...]:  # noqa: ANN401 (a hint may be anything; a line for each kind)
    kind, inside = get_origin(hint), get_args(hint)
    if kind in (Union, types.UnionType):
        told = [_shape(each) for each in inside if each is not type(None)]
        return ("count",) if ("one", "unknown") in told else told[0]
    if kind is tuple:
        return "many", _shape(inside[0])
    if kind is Literal:
        return "one", *inside
    if kind is Annotated:
        return _limited(inside[0], inside[1])
    if hint in (When, Day):
        return (hint.__name__.lower(),)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return "one", *(each.value for each in hint)
    if isinstance(hint, type) and issubclass(hint, Part):
        return "part", hint.__name__
    if hint is object:
        return ("any",)
    msg = f"{hint} is of a new kind"
    raise TypeError(msg)


def _limited(kind: type, limits: Limits) -> tuple[object, ...]:
    if kind is bool:
        return ("flag",)
    if kind is int:
        return ("count",)
    form = limits.pattern
    return ("like", form.removeprefix("^").removesuffix("$")) if form else ("text",)
