"""The ids of objects, as git computes them."""

from __future__ import annotations

from functools import cache
from itertools import count

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

MANY = 100
"""So many ids take longer than it takes to load OpenSSL, which makes five in the same time."""

_asked = count()


@cache
def _sha1(*, is_quick: bool) -> Callable[..., Any]:
    if not is_quick:
        try:
            from _sha1 import sha1  # type: ignore[import-not-found]
        except ImportError:  # a Python that has none of its own
            pass
        else:
            return sha1  # type: ignore[no-any-return]
    import hashlib

    return hashlib.sha1


def object_id(kind: bytes, raw: bytes, like: str | None = None) -> str:
    """Return the id that git gives these bytes, where no filter changes them; it is as long as `like`."""
    whole = b"%b %d\0%b" % (kind, len(raw), raw)
    if len(like or "") == 64:
        import hashlib

        return hashlib.sha256(whole, usedforsecurity=False).hexdigest()
    sha1 = _sha1(is_quick=next(_asked) > MANY)
    found: str = sha1(whole, usedforsecurity=False).hexdigest()
    return found
