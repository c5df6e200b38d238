"""Many regular expressions, of which those alone are compiled that can match in what they are held against."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Generic, TypeVar

from rcalog.model.needed import ANY, LETTERS, Words

if TYPE_CHECKING:
    import re

Kind = TypeVar("Kind")

BEGINNING = 3
"""So many letters lead to the words that begin with them."""

MANY = 20_000
"""So many words of texts are known at most."""

NONE: dict[str, int] = {}

_LETTERS = bytes(code if chr(code) in LETTERS else ord(" ") for code in range(256))


class Form(Generic[Kind]):
    """A regular expression: the kind of thing that it finds, what a text needs (a word of each), how it is compiled.

    Where it is looked for in the parts of a text, the text needs what is `around` as well.
    """

    def __init__(
        self,
        kind: Kind,
        needs: Sequence[Words],
        compiled: Callable[[], re.Pattern[str]],
        around: Sequence[Words] = (),
    ) -> None:
        self.kind, self.needs, self.around = kind, needs, around
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
        self._by_letters: dict[str, dict[str, int]] = {}
        self._by_sign: dict[str, dict[str, int]] = {}
        self._known = _Known(self._by_letters)
        self._inner = max((len(form.needs) for form in self.forms), default=0) or 1
        self._most = self._inner + max((len(form.around) for form in self.forms), default=0)
        for place, form in enumerate(self.forms):
            missing = [ANY] * (self._inner - len(form.needs))
            needs = [*form.needs, *missing, *form.around]
            for level in range(self._most):
                for word in needs[level] if level < len(needs) else ANY:
                    self._add(word, 1 << place + level * len(self.forms))

    def _add(self, word: str, bit: int) -> None:
        if not word:
            self._always |= bit
        else:
            table, start = (self._by_letters, word[:BEGINNING]) if word.isascii() else (self._by_sign, word[0])
            bits = table.setdefault(start, {})
            bits[word] = bits.get(word, 0) | bit

    def possible(self, text: str) -> list[Form[Kind]]:
        """Return the forms that may match in a text, in their order."""
        had = self._bits(text)
        return self._chosen(self._all(had, 0, self._most)) if had else []

    def cues(self, text: str) -> list[str]:
        """Return words of which each part of a text has one in which a form may match."""
        found = [*self._found(text)]
        bits = self._all(reduce(or_, (had for _, had in found), self._always), 0, self._most)
        return [word for word, had in [*found, ("", self._always)] if had & bits] if bits else []

    def possible_in_parts(
        self, text: str, parts: Callable[[str], Iterable[str]]
    ) -> Iterator[tuple[str, list[Form[Kind]]]]:
        """Yield the parts of a text in which forms may match, each with those; most texts need not be taken apart."""
        had = self._bits(text)
        around = self._all(had, self._inner, self._most)
        for part in parts(text) if self._all(had, 0, self._inner) & around else ():
            had = self._bits(part)
            if had and (bits := self._all(had, 0, self._inner) & around):
                yield part, self._chosen(bits)

    def _all(self, had: int, first: int, end: int) -> int:
        """Return a bit for each form that has all of what it needs, from one level to before another."""
        count = len(self.forms)
        bits = (1 << count) - 1
        for level in range(first, end):
            bits &= had >> level * count
        return bits

    def _chosen(self, bits: int) -> list[Form[Kind]]:
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
        bits = self._always
        for _, had in self._found(text):
            bits |= had
        return bits

    def _found(self, text: str) -> Iterator[tuple[str, int]]:
        """Yield words of a text, each with the bits for which it stands."""
        known = self._known
        if self._by_letters:  # words as bytes are found many times faster
            for word in {*text.encode("ascii", "replace").translate(_LETTERS).split()} - known.useless:
                yield known[word]
        if self._by_sign and not text.isascii():
            for sign in self._by_sign.keys() & {*text}:
                for each in self._by_sign[sign].items():
                    if each[0] in text:
                        yield each


class _Known(dict[bytes, tuple[str, int]]):
    """The words of texts and their bits, as far as they were looked for; those that have none are `useless`."""

    def __init__(self, by_letters: dict[str, dict[str, int]]) -> None:
        super().__init__()
        self._by_letters = by_letters
        self.useless: set[bytes] = set()

    def __missing__(self, word: bytes) -> tuple[str, int]:
        text, bits = f" {word.decode()} ", 0
        for start in range(len(text)):
            for end in range(start + 1, start + BEGINNING + 1):
                for part, had in self._by_letters.get(text[start:end], NONE).items():
                    if text.startswith(part, start):
                        bits |= had
        if len(self) + len(self.useless) >= MANY:
            self.clear()
            self.useless.clear()
        found = (word.decode(), bits)
        if bits:
            self[word] = found
        else:
            self.useless.add(word)
        return found
