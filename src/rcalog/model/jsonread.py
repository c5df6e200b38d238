"""JSON of our own, read by what `json` itself is made of: without the patterns that it compiles before it reads."""

from __future__ import annotations

from functools import cache

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any


class _Strict:
    """What the scanner asks its decoder for."""

    strict = True
    object_hook = object_pairs_hook = None
    parse_float, parse_int = float, int
    parse_constant = None


def read_json(text: str) -> Any:  # noqa: ANN401 (what JSON says)
    """Return what a text says that begins and ends with a value, as the index keeps it."""
    scan = _scanner()
    return scan(text, 0)[0]


@cache
def _scanner() -> Callable[[str, int], tuple[Any, int]]:
    from _json import make_scanner

    return make_scanner(_Strict())  # type: ignore[arg-type] # it asks for these five names
