"""The ids of objects, as git computes them."""

from __future__ import annotations

try:
    from _sha1 import sha1  # type: ignore[import-not-found] # without OpenSSL, which loads slowly
except ImportError:  # a Python that has none of its own
    from hashlib import sha1


def object_id(kind: bytes, raw: bytes, like: str | None = None) -> str:
    """Return the id that git gives these bytes, where no filter changes them; it is as long as `like`."""
    whole = b"%b %d\0%b" % (kind, len(raw), raw)
    if len(like or "") == 64:
        import hashlib

        return hashlib.sha256(whole, usedforsecurity=False).hexdigest()
    found: str = sha1(whole, usedforsecurity=False).hexdigest()
    return found
