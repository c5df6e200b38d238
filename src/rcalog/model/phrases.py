"""Phrases that blame, as they are found in many texts at once."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import accumulate
from typing import TYPE_CHECKING

from rcalog.model.language import APART, all_unquoted, sentences
from rcalog.patterns import pattern
from rcalog.values import Value

if TYPE_CHECKING:
    import re

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


class Texts:
    """Texts as they are searched, one by one and joined: what is in none of them is looked for once."""

    def __init__(self, texts: list[str]) -> None:
        self.plains = all_unquoted(texts)
        self.joined = APART.join(self.plains)
        self._ends = list(accumulate(len(plain) + len(APART) for plain in self.plains))

    def having(self, words: Collection[str]) -> set[int]:
        """Return which of the texts have one of these words."""
        if "" in words:
            return {*range(len(self.plains))}
        joined = self.joined
        return {at for word in words if word in joined for at in self._places(word)}

    def _places(self, word: str) -> Iterator[int]:
        joined, start = self.joined, 0
        while (found := joined.find(word, start)) >= 0:
            at = bisect_right(self._ends, found)
            yield at
            start = self._ends[at]  # once is enough


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

    def is_cued(self, plain: str) -> bool:
        """Return whether a text has all cues."""
        has_words = all(any(word in plain for word in words) for words in self._words)
        return has_words and all(form.search(plain) for form in self._forms)

    def hit(self, plain: str, forms: Iterable[Form[Phrases]]) -> Hit | None:
        """Return the first phrase in a text that has a cue, of those that the forms find."""
        patterns = [form.pattern for form in forms]
        for part in sentences(plain):
            if found := [match for each in patterns if (match := each.search(part))]:
                phrase = min(found, key=lambda match: match.start())[0]
                return Hit(self.rule, phrase.strip(" ,，"), self.reason, self.offer)
        return None
