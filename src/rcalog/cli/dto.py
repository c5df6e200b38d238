"""The types of the JSON output, version 1: own types, so that no change of the inside reaches a script."""

from __future__ import annotations

import os

from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence

SCHEMA = "rcalog.json/v1"


class ErrorEntry(Value):
    """One entry of `errors`: a stable code, words for people, and the place in a file, where there is one."""

    code: str
    message: str
    hint: str | None = None
    path: str | None = None
    line: int | None = None
    column: int | None = None


class Ready:
    """JSON that is text already, with nothing in it that a terminal would act on."""

    def __init__(self, text: str) -> None:
        self.text = text


class Envelope(Value):
    """What every command prints with `--json`, once, whatever happens."""

    schema: str
    command: str | None
    ok: bool
    data: object
    warnings: list[str]
    errors: list[ErrorEntry]
    commit: str | None


def listing(items: Sequence[object], *, total: int | None = None) -> dict[str, object]:
    """Return the data of a command that lists; `total` counts also what was left out."""
    total = len(items) if total is None else total
    return {"items": list(items), "total": total, "truncated": total > len(items)}


def as_json(data: object) -> str:
    """Return data as JSON in which a terminal finds nothing to act on."""
    from rcalog.model.jsontext import json_text

    place = os.urandom(16).hex()  # stands for what is ready until all else is text; nobody can have written it
    ready: list[str] = []

    def plain(value: object) -> object:
        if isinstance(value, Ready):
            ready.append(value.text)
            return place
        if isinstance(value, Value) or hasattr(value, "__dataclass_fields__"):
            return vars(value)
        msg = f"{type(value).__name__} has no JSON form"
        raise TypeError(msg)

    first, *others = json_text(data, default=plain).split(json_text(place))
    return first + "".join([each for pair in zip(ready, others, strict=True) for each in pair])
