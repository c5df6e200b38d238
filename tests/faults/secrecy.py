"""Credentials in documented forms, and texts that only look like them."""

from __future__ import annotations

from pathlib import Path

from rcalog.model.secrets import find_secrets, mask
from tests.faults.row import Row, Tally
from tests.helpers.secretcorpus import NAMED, TOKENS, benign, secrets

FOUND, ALARMS = 0.95, 0.01
"""Of tokens at least so many are found; of other texts at most so many are taken for one."""


def run(count: int, seed: int, folder: Path) -> Row:
    """Look at so many texts, two in seven of which are credentials."""
    del folder
    tally = Tally(seed)
    true = [text for form, text in secrets(seed, count * 2 // 7) if form in TOKENS or form in NAMED]
    other = benign(seed, count - len(true))
    found = [text for text in true if _is_found(text)]
    alarms = [text for text in other if _is_found(text)]
    tally.tried = len(true) + len(other)
    tally.add("credentials", len(true))
    tally.add("found", len(found))
    tally.add("other texts", len(other))
    tally.add("taken for credentials", len(alarms))
    if len(found) < FOUND * len(true):
        tally.fail(seed, f"only {len(found)} of {len(true)} were found")
    if len(alarms) > ALARMS * len(other):
        tally.fail(seed, f"{len(alarms)} of {len(other)} were taken for credentials: {alarms[:3]}")
    if shown := [text for text in found if _is_found(mask(text))]:
        tally.fail(seed, f"{len(shown)} are still there once they are masked")
    return tally.row()


def _is_found(text: str) -> bool:
    return any(each.certain for each in find_secrets(text))
