"""JSON as it is printed and kept: its letters as they are, what acts on a terminal spelt out.

It is made by what `json` itself is made of: without the patterns that `json` compiles in order to read.
"""

from __future__ import annotations

from _json import encode_basestring, encode_basestring_ascii, make_encoder

from rcalog.model.display import HIDDEN

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def json_text(data: object, *, default: Callable[[object], object] | None = None) -> str:
    """Return data as JSON on one line; `default` makes something plain of what is not."""
    encode = _ENCODER if default is None else _encoder(default)
    text = "".join(encode(data, 0))
    if text.isascii() and text.isprintable():
        return text
    return HIDDEN.sub(lambda match: str(encode_basestring_ascii(match[0]))[1:-1], text)


def json_lines(data: Mapping[str, object]) -> str:
    """Return a map as JSON with each of its keys on a line of its own, so that one can be read without the others."""
    return "{" + ",\n".join([f"{json_text(key)}: {json_text(value)}" for key, value in data.items()]) + "}"


def _encoder(default: Callable[[object], object]) -> Callable[[object, int], tuple[str, ...]]:
    found: Callable[[object, int], tuple[str, ...]]
    found = make_encoder(None, default, encode_basestring, None, ": ", ", ", False, False, True)
    return found


def _refused(data: object) -> object:
    msg = f"{type(data).__name__} is not JSON"
    raise TypeError(msg)


_ENCODER = _encoder(_refused)
