"""What is drawn for one made-up incident; the same seed draws the same."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from typing import TypeVar

from bench.phrases import CHINESE, ENGLISH, SERVICES
from rcalog.model.base import CROCKFORD

T = TypeVar("T")


class Draw:
    """Draws values and fills the gaps of phrases."""

    def __init__(self, seed: str, *, chinese: float) -> None:
        self._random = random.Random(seed)
        self._taken: set[str] = set()
        self._phrases = CHINESE if self.is_(chinese) else ENGLISH
        self.service = self.one(SERVICES)
        self.host = f"{self.one(('db', 'web', 'app', 'mq'))}{self.to(1, 40)}"

    def is_(self, share: float) -> bool:
        """Draw yes in this share of all cases."""
        return self._random.random() < share

    def to(self, low: int, high: int) -> int:
        """Draw a number between two, both included."""
        return low + int(self._random.random() * (high - low + 1))

    def one(self, choices: Sequence[T]) -> T:
        """Draw one of these."""
        return choices[int(self._random.random() * len(choices))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Draw several of these, each at most once."""
        return self._random.sample(choices, count)

    def weighed(self, choices: Mapping[T, int]) -> T:
        """Draw one of these by its weight."""
        return self._random.choices(list(choices), list(choices.values()))[0]

    def letters(self, count: int) -> str:
        """Draw the end of an id."""
        return "".join(self._random.choices(CROCKFORD, k=count))

    def item(self, letter: str) -> str:
        """Draw the id of an item that no other item of the incident has."""
        while (name := letter + self.letters(4)) in self._taken:
            continue
        self._taken.add(name)
        return name

    def text(self, kind: str, count: int = 1) -> str:
        """Draw phrases of a kind, their gaps filled, and join them."""
        chosen = [self._filled(self.one(getattr(self._phrases, kind))) for _ in range(count)]
        return (self._phrases.between if kind == "observations" else self._phrases.blank).join(chosen)

    def action(self) -> tuple[str, str]:
        """Draw an action, and what it is for."""
        text, aim = self.one(self._phrases.actions)
        return self._filled(text), aim

    def link(self, kind: str) -> str:
        """Draw a place where evidence is kept."""
        return f"https://example.org/{self.service}/{kind}/{self.to(1000, 9999)}"

    def _filled(self, text: str) -> str:
        numbers = {"n": self.to(2, 60), "m": self.to(61, 900), "pct": self.to(3, 97), "code": self.to(500, 504)}
        service = self.service if self.is_(0.7) else self.one(SERVICES)
        version = f"{self.to(1, 52)}.{self.to(0, 99)}"
        return text.format(svc=service, host=self.host, ver=version, **numbers)
