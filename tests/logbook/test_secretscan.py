"""The search of new lines for secrets, and masking."""

from __future__ import annotations

import pytest

from rcalog.logbook.secretscan import FoundSecret, Scan, SecretFound, mask_new, scan_added, texts

TOKEN = "ghp_" + "a1B2c3D4e5F6g7H8i9J0k1L2m3N4o5P6q7R8"
PEM = "-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBg\n-----END PRIVATE KEY-----"


def test_every_credential_is_found_at_its_line() -> None:
    """The line is that of the whole file, the rules are named once, the text is not repeated."""
    after = f"a\nb: {TOKEN}\nc\nd: {TOKEN}\n{PEM}\n".encode()
    with pytest.raises(SecretFound) as caught:
        scan_added(b"a\nc\n", after)
    assert caught.value.found == (
        FoundSecret("github-token", 2),
        FoundSecret("github-token", 4),
        FoundSecret("private-key", 5),
    )
    assert caught.value.hint == "take it out; if it is none: --allow-secret github-token --allow-secret private-key"
    assert TOKEN not in str(caught.value)


def test_lines_that_were_there_are_not_searched_again() -> None:
    """What git has already is not refused a second time, wherever the line has moved to."""
    assert scan_added(f"a: {TOKEN}\n".encode(), f"new\na: {TOKEN}\n".encode()) == Scan()


def test_waived_rule_is_told() -> None:
    """A rule that is allowed lets its secrets through, the others not."""
    assert scan_added(b"", f"a: {TOKEN}\n".encode(), allow=["github-token"]).waived == ("github-token",)
    with pytest.raises(SecretFound):
        scan_added(b"", f"a: {TOKEN}\n{PEM}".encode(), allow=["github-token"])


def test_bytes_that_are_no_text_are_searched_too() -> None:
    """A file that is not UTF-8 hides nothing."""
    with pytest.raises(SecretFound):
        scan_added(b"", b"\xff " + TOKEN.encode())


def test_new_texts_are_masked_and_old_ones_kept() -> None:
    """Only what was added is touched, at any depth; numbers and truth values stay what they are."""
    old = f"old {TOKEN}"
    data = {"a": [f"new {TOKEN}", old, 7, None], "b": {"c": True, "d": f"new {TOKEN}"}}
    assert mask_new(data, texts({"x": [old]})) == {
        "a": ["new [masked: github-token]", old, 7, None],
        "b": {"c": True, "d": "new [masked: github-token]"},
    }
