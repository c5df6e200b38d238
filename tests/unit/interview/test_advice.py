"""What is seen in an answer: several facts, a guess."""

from __future__ import annotations

import pytest

from rcalog.interview.advice import facts, is_inference


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("disk full and alert muted", ("disk full", "alert muted")),
        ("磁盘满了；告警被静音", ("磁盘满了", "告警被静音")),
        ("磁盘满了，并且没有人看", ("磁盘满了", "没有人看")),
        ("disk full, alert muted.", ("disk full", "alert muted")),
        ("5,000 rows were lost", ("5,000 rows were lost",)),
        ("the brand was android", ("the brand was android",)),
        ("", ()),
    ],
)
def test_facts_of_an_answer(text: str, parts: tuple[str, ...]) -> None:
    """Conjunctions part facts; numbers and words that contain them do not."""
    assert facts(text) == parts


@pytest.mark.parametrize(("text", "guess"), [("I think the cache was cold", True), ("可能是缓存", True), ("the cache was cold", False), ("不知道", False)])  # fmt: skip
def test_guesses_say_so(text: str, *, guess: bool) -> None:
    """What sounds like a guess wants evidence."""
    assert is_inference(text) is guess
