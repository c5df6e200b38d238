"""How many credentials are found, and how often something else is taken for one."""

from __future__ import annotations

import pytest

from rcalog.model.secrets import find_secrets, mask
from tests.helpers.secretcorpus import NAMED, TOKENS, benign, secrets

SEED = 20261123


def is_found(text: str) -> bool:
    """Return whether a text is taken for a credential."""
    return any(each.certain for each in find_secrets(text))


@pytest.mark.parametrize(("forms", "goal"), [(TOKENS, 0.95), (NAMED, 0.9)], ids=["tokens", "named"])
def test_what_is_found(forms: dict[str, object], goal: float) -> None:
    """Of tokens in documented forms at least 95 %, of what only the words around tell at least 90 %; all forms count."""
    texts = [(form, text) for form, text in secrets(SEED, 650) if form in forms]
    missed = sorted({form for form, text in texts if not is_found(text)})
    found = sum(is_found(text) for _, text in texts) / len(texts)
    assert (found >= goal, missed) == (True, [])
    assert [text for _, text in texts if is_found(mask(text))] == []


def test_what_is_taken_for_one() -> None:
    """Of 500 texts of what stands in records at most 1 %."""
    wrong = [text for text in benign(SEED, 500) if is_found(text)]
    assert (len(wrong) <= 5, wrong) == (True, [])
