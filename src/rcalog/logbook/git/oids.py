"""The ids of objects, as git computes them."""

from __future__ import annotations


def object_id(kind: bytes, raw: bytes, like: str | None = None) -> str:
    """Return the id that git gives these bytes, where no filter changes them; it is as long as `like`."""
    import hashlib

    digest = hashlib.sha256 if len(like or "") == 64 else hashlib.sha1
    return digest(b"%b %d\0%b" % (kind, len(raw), raw), usedforsecurity=False).hexdigest()
