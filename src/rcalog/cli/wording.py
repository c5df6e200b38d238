"""How what an interview says is worded: what Enter means, and values on one line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rcalog.interview.state import Ask

if TYPE_CHECKING:
    from collections.abc import Mapping

    from rcalog.interview.state import Question
    from rcalog.interview.texts import Texts


def enter(asked: Question, texts: Texts) -> str:
    """Return what Enter means at a question."""
    if asked.default is None or asked.ask is Ask.GATE:
        return texts(f"face.{asked.enter}")
    return texts("face.default", {"default": asked.default})


def shown(values: Mapping[str, str]) -> dict[str, str]:
    """Return values as they stand in a sentence: each on one line."""
    return {key: on_one_line(value) for key, value in values.items()}


def on_one_line(text: str) -> str:
    """Return text of several lines as one."""
    return " ".join(text.split())
