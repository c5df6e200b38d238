"""The list of keys that may sign: who may change it, and how."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from rcalog.model.audit.facts import CommitFacts, Discovery
from rcalog.patterns import pattern

VERSION = pattern(r"^#[ \t]*version:?[ \t]*([0-9]{1,9})\s*$", re.MULTILINE | re.IGNORECASE)


def version_of(text: str) -> int:
    """Return the version that a list of keys says it is; 0 where it says none."""
    found = VERSION.search(text)
    return int(found[1]) if found else 0


def in_force(lists: Sequence[str | None]) -> str | None:
    """Return which of the lists of a commit's parents holds for it: the newest; None where no parent has one."""
    known = [each for each in lists if each is not None]
    return max(known, key=version_of, default=None)


def judge_signers(commit: CommitFacts, parents: Sequence[str | None], now: str | None) -> Iterator[Discovery]:
    """Yield what is odd about the list of keys from a commit on."""
    before = in_force(parents)
    if before == now:
        return
    if now is None:
        yield Discovery("H605", commit.oid, "the list of allowed signers was removed: no signature is wanted any more")
        return
    old, new = version_of(before or ""), version_of(now)
    if before is not None and new <= old:
        message = f"the allowed signers were changed, and the version did not grow: {old} -> {new}"
        yield Discovery("H605", commit.oid, message)
    else:
        yield Discovery("H606", commit.oid, f"the allowed signers were changed: version {old} -> {new}")
