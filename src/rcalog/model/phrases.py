"""Phrases that blame, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from rcalog.model.needed import heaviest
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    import re

    from rcalog.model.needed import Words
    from rcalog.model.sieve import Form

NEVER = "(?!)"
"""What no text has."""

FORM = pattern(r"[][\\.^$*+?{}()]")
"""What makes a line more than words."""


class Hit(Value):
    """A phrase that blames, as it stands in a text: the rule, why it is one, and what to ask instead."""

    rule: str
    phrase: str
    reason: str
    offer: str


class Phrases:
    """What one rule looks for in one language, with examples of what it finds and of what it must not find."""

    def __init__(self, rule: str, entry: Mapping[str, object], compiled: Callable[[str, str], re.Pattern[str]]) -> None:
        say = {str(key): str(value) for key, value in entry.items()}
        self.rule, self.reason, self.offer = rule, say.get("reason", ""), say.get("offer", "")
        self.fires, self.fine = (tuple(say.get(key, "").strip().splitlines()) for key in ("fires", "fine"))
        self.source = say.get("find", NEVER)
        lines = [line.strip() for line in say.get("cue", "").splitlines()]
        self._words = [line.split("|") for line in lines if not FORM.search(line)]
        self._forms = [compiled(f"blame.{rule}.cue", line) for line in lines if FORM.search(line)]

    @property
    def needs(self) -> tuple[Words, ...]:
        """For each cue that is words, parts of those: each text that has the cue has one."""
        return tuple(frozenset(heaviest(word) for word in words) for words in self._words)

    def hit(self, plain: str, part: str, forms: Iterable[Form[Phrases]]) -> Hit | None:
        """Return the first phrase in a sentence of a text that the forms find, where the text has all cues."""
        if not all(any(word in plain for word in words) for words in self._words):
            return None
        found = [match for form in forms if (match := form.pattern.search(part))]
        if not found or not all(form.search(plain) for form in self._forms):
            return None
        phrase = min(found, key=lambda match: match.start())[0]
        return Hit(self.rule, phrase.strip(" ,，"), self.reason, self.offer)
