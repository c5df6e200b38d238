"""Many regular expressions, of which those alone are compiled that can match in what they are held against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from string import ascii_lowercase
from typing import TYPE_CHECKING, Generic, TypeVar

from rcalog.model.needed import ANY, Words

if TYPE_CHECKING:
    import re

Kind = TypeVar("Kind")

BEGINNING = 3
"""So many letters lead to the words that begin with them."""

MANY = 20_000
"""So many words of texts are known at most."""

_LETTERS = bytes(code if chr(code) in ascii_lowercase else ord(" ") for code in range(256))


class Form(Generic[Kind]):
    """A regular expression: the kind of thing that it finds, what a text needs (a word of each), how it is compiled."""

    def __init__(self, kind: Kind, needs: Sequence[Words], compiled: Callable[[], re.Pattern[str]]) -> None:
        self.kind, self.needs = kind, needs
        self._compiled = compiled
        self._pattern: re.Pattern[str] | None = None

    @property
    def pattern(self) -> re.Pattern[str]:
        """The expression, compiled when it is first asked for."""
        self._pattern = self._pattern or self._compiled()
        return self._pattern


class Sieve(Generic[Kind]):
    """Tells which of many forms may match in a text: those of whose words it has one."""

    def __init__(self, forms: Iterable[Form[Kind]]) -> None:
        self.forms = [*forms]
        self._always = 0
        self._by_letters: dict[str, list[tuple[str, int]]] = {}
        self._by_sign: dict[str, list[tuple[str, int]]] = {}
        self._known = _Known(self._by_letters)
        self._most = max((len(form.needs) for form in self.forms), default=0) or 1
        for place, form in enumerate(self.forms):
            for level in range(self._most):
                for word in form.needs[level] if level < len(form.needs) else ANY:
                    self._add(word, 1 << place + level * len(self.forms))

    def _add(self, word: str, bit: int) -> None:
        if not word:
            self._always |= bit
        elif word.isascii():
            self._by_letters.setdefault(word[:BEGINNING], []).append((word, bit))
        else:
            self._by_sign.setdefault(word[0], []).append((word, bit))

    def possible(self, text: str) -> list[Form[Kind]]:
        """Return the forms that may match in a text, in their order."""
        had = self._bits(text)
        if not had:
            return []
        count = len(self.forms)
        bits = had & (1 << count) - 1
        for level in range(1, self._most):
            bits &= had >> level * count
        found: list[Form[Kind]] = []
        while bits:
            found.append(self.forms[(bits & -bits).bit_length() - 1])
            bits &= bits - 1
        return found

    def matches(self, text: str, start: int = 0) -> Iterator[re.Match[str]]:
        """Yield what the forms match at a place of a text, in their order."""
        for form in self.possible(text):
            if match := form.pattern.match(text, start):
                yield match

    def _bits(self, text: str) -> int:
        """Return a bit for each form, level by level of what it needs, of whose words one is in a text."""
        found, known = self._always, self._known
        if self._by_letters:  # words as bytes are found many times faster
            for word in text.encode("ascii", "replace").translate(_LETTERS).split():
                found |= known[word]
        if self._by_sign and not text.isascii():
            for sign in self._by_sign.keys() & {*text}:
                for part, bit in self._by_sign[sign]:
                    if part in text:
                        found |= bit
        return found


class _Known(dict[bytes, int]):
    """The bits of words of texts, as far as they were looked for."""

    def __init__(self, by_letters: dict[str, list[tuple[str, int]]]) -> None:
        super().__init__()
        self._by_letters = by_letters

    def __missing__(self, word: bytes) -> int:
        text, found = word.decode(), 0
        for start in range(len(text)):
            for end in range(start + 1, start + BEGINNING + 1):
                for part, bit in self._by_letters.get(text[start:end], ()):
                    if text.startswith(part, start):
                        found |= bit
        if len(self) == MANY:
            self.clear()
        self[word] = found
        return found
