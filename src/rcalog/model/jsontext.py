"""JSON as it is printed and kept: its letters as they are, what acts on a terminal spelt out."""

from __future__ import annotations

import json

from rcalog.model.display import HIDDEN

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)
"""What is in a record is in one place of it."""


def json_text(data: object, *, default: Callable[[object], object] | None = None) -> str:
    """Return data as JSON on one line; `default` makes something plain of what is not."""
    text = _ENCODER.encode(data) if default is None else json.dumps(data, ensure_ascii=False, default=default)
    if text.isascii() and text.isprintable():
        return text
    return HIDDEN.sub(lambda match: json.dumps(match[0])[1:-1], text)


def json_lines(data: Mapping[str, object]) -> str:
    """Return a map as JSON with each of its keys on a line of its own, so that one can be read without the others."""
    return "{" + ",\n".join([f"{json_text(key)}: {json_text(value)}" for key, value in data.items()]) + "}"
