"""The rows of the past, and what they are made of."""

from __future__ import annotations

import os
import zlib

from rcalog.logbook.folders import incident_in
from rcalog.logbook.git.patches import Commit, Ends, Patch

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Sequence

FIELD = "\ue001"
"""Stands before the name of a field, and in the place of a sign that would make two tokens of it."""

NOT_THERE = "-"
"""Stands for the blob of a file in a parent that does not have it."""


def place_of(change: Patch) -> tuple[bytes, bytes | None, str | None]:
    """Return path and old path, and the incident whose record has such a name."""
    incident = incident_in(change.path) if change.path.endswith(".yaml") else None
    return os.fsencode(change.path), os.fsencode(change.old_path) if change.old_path else None, incident


def before_of(change: Patch) -> str:
    """Return what the file was in each parent."""
    return " ".join(oid or NOT_THERE for oid in change.ends.before)


def patch_of(  # noqa: PLR0917 (the columns of a row)
    oid: str,
    at: int,
    date: str,
    author: str,
    email: str,
    subject: str,
    path: bytes,
    old_path: bytes | None,
    lines: bytes | None = None,
    blob: str | None = None,
    before: str = "",
    parents: str = "",
    trailers: str = "",
) -> Patch:
    """Return the change of a row, with as much of it as was asked for."""
    commit = Commit(oid, at, date, author, email, subject, tuple(parents.split()), trailers)
    found = Patch(commit, os.fsdecode(path), os.fsdecode(old_path) if old_path else None, unpacked(lines or b""))
    found.ends = Ends(blob, tuple(None if each == NOT_THERE else each for each in before.split()))
    return found


def tokens_of(lines: Sequence[str]) -> str:
    """Return the words of changed lines, as the full text takes them, and the fields that they name, marked as such."""
    from rcalog.model.tokens import SEPARATOR, tokens_of_values  # not needed to ask
    from rcalog.model.toplines import field_of, said

    texts = [line[1:] for line in lines]
    fields = dict.fromkeys(filter(None, map(field_of, texts)))
    marked = [token for field in fields for token in (named(field), SEPARATOR)]
    return " ".join([*tokens_of_values(map(said, texts)), *marked])


def named(field: str) -> str:
    """Return the token of a field that lines name: no word of a text is one."""
    return FIELD + field.replace("_", FIELD)


def packed(lines: Sequence[str]) -> bytes:
    """Return changed lines as they are kept."""
    return zlib.compress("\n".join(lines).encode("utf-8"), 1)


def unpacked(raw: bytes) -> list[str]:
    """Return the lines that are kept so."""
    text = zlib.decompress(raw).decode("utf-8") if raw else ""
    return text.split("\n") if text else []
