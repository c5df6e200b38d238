"""Credentials that no value of a record holds: in comments, and in files that cannot be read as records."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from rcalog.logbook.records import Broken, Record
from rcalog.logbook.secretscan import texts
from rcalog.model.findings import Finding, Weight
from rcalog.model.rules import RULES
from rcalog.model.secrets import Secret, find_secrets
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from rcalog.model.policy import Policy

LEAK = "X101"
SHORT = 200
"""So many characters at most has a comment that is remembered."""
COMMENT = pattern(r"#(?:(?<=^#)|(?<=[ \t]#)).*$", re.MULTILINE)  # with its sign first, the others are passed over fast


def leaks(found: Record | Broken, policy: Policy) -> list[Finding]:
    """Return the credentials in a file that the rules on values do not see, each at its place."""
    weight = policy.rules.get(LEAK, RULES[LEAK].weight)
    if weight == "off" or (isinstance(found, Record) and b"#" not in found.raw):
        return []
    text = found.raw.decode("utf-8", "replace").removeprefix("\ufeff")
    return [_finding(each, Weight(weight)).with_(file=found.path.as_posix()) for each in _places(text, found)]


@lru_cache(maxsize=64)  # the comment at the top stands in every record
def _secrets(piece: str) -> list[Secret]:
    return find_secrets(piece)


def _places(text: str, found: Record | Broken) -> Iterator[tuple[int, int, str]]:
    """Yield line, column and form of each; what stands in a value is found by the rules."""
    pieces = [(0, text)] if isinstance(found, Broken) else [(m.start(), m[0]) for m in COMMENT.finditer(text)]
    known: set[str] = set()
    for start, piece in pieces:
        for secret in _secrets(piece) if len(piece) < SHORT else find_secrets(piece):
            if not secret.certain:
                continue
            known = known or (texts(found.document.data) if isinstance(found, Record) else set())
            value, at = piece[secret.start : secret.end], start + secret.start
            if not any(value in each for each in known):
                yield text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), secret.rule


def _finding(place: tuple[int, int, str], weight: Weight) -> Finding:
    line, column, form = place
    message, hint = f"this looks like a credential ({form})", f"revoke it, and write [masked: {form}] in its place"
    return Finding(LEAK, weight, message, hint, line=line, column=column)
