"""How much two incidents have in common, and what: a score whose parts can be shown.

What an incident is about are its features: services, tags, legs, ids of causes, and the words of its title, summary,
problems and causes. A feature counts the more the fewer incidents have it (the logarithm of one in how many, known as
inverse document frequency), and by where it stands. The score says how much of what one incident is about, so
weighed, another one has too: from 0 to 1.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import log
from typing import Literal, NamedTuple

from rcalog.model.noise import DENSE_NOISE, NOISE
from rcalog.model.tokens import folded, places, tokens, words_of_values

Kind = Literal["service", "tag", "leg", "cause", "word"]

WEIGHTS: Mapping[Kind, float] = {"service": 3, "tag": 3, "leg": 1, "cause": 5, "word": 1}
"""What a feature counts, before its rarity."""

FOREMOST = 2
"""What a word of a title, a problem or a cause counts; one of a summary counts as one."""

SHORTEST = 2
"""Characters that a word has at least."""

SHORTEST_NUMBER = 3
"""Digits that a number has at least: one like 502 names an error, a smaller one mostly counts something."""


PAUSES = frozenset(",;:!?。、")
"""Signs at which a clause ends, as texts have them that are folded."""

PARTICLES = frozenset("的了地得")
"""Chinese characters that stand between words, and begin and end none."""

LEAST_SHARE = 0.005
"""What a reason must add to the score for it to be one."""


class Feature(NamedTuple):
    """Something that an incident is about: a value, folded."""

    kind: Kind
    value: str


@dataclass(frozen=True)
class Profile:
    """What an incident is about: its features with what they count, and the texts that its words are from."""

    weights: Mapping[Feature, float]
    texts: tuple[str, ...]


@dataclass(frozen=True)
class Rarity:
    """How many incidents there are, and how many of them have a feature."""

    total: int
    having: Mapping[Feature, int]

    def of(self, feature: Feature) -> float:
        """Return what sharing a feature tells: nothing where every incident has it."""
        return max(log((self.total + 1) / (self.having.get(feature, 0) + 0.5)), 0)


@dataclass(frozen=True)
class Reason:
    """What two incidents have in common, and which part of the score that is."""

    kind: Kind
    values: tuple[str, ...]
    share: float


def profile(data: Mapping[str, object]) -> Profile:
    """Return what the incident is about that a record file tells of."""
    foremost, others = tuple(_foremost(data)), tuple(_others(data))
    words = dict.fromkeys(_words(others), WEIGHTS["word"]) | dict.fromkeys(_words(foremost), WEIGHTS["word"] * FOREMOST)
    named = dict.fromkeys(_named(data))
    return Profile(words | {feature: WEIGHTS[feature.kind] for feature in named}, (*foremost, *others))


def text_profile(text: str, known: Iterable[Feature] = ()) -> Profile:
    """Return what a text is about; `known` are services and tags, which it is about where it names them."""
    said = f" {' '.join(tokens(text))} "
    named = [feature for feature in known if f" {' '.join(tokens(feature.value))} " in said]
    words = dict.fromkeys(_words([text]), WEIGHTS["word"] * FOREMOST)
    return Profile(words | {feature: WEIGHTS[feature.kind] for feature in named}, (text,))


class Comparison:
    """Holds one incident, or a text, against others."""

    def __init__(self, one: Profile, rarity: Rarity) -> None:
        self._weights = {each: weight for each, weight in one.weights.items() if rarity.of(each)}
        self._rarity = {each: rarity.of(each) for each in self._weights}
        self._whole = sum(weight * self._rarity[each] for each, weight in self._weights.items())
        self._words = {each.value: each for each in self._weights if each.kind == "word"}

    def met(self, data: Mapping[str, object]) -> Profile:
        """Return what another incident is about, of what this one is about: in a part of the time of all."""
        foremost, others = tuple(_foremost(data)), tuple(_others(data))
        words = self._said_in(others, WEIGHTS["word"]) | self._said_in(foremost, WEIGHTS["word"] * FOREMOST)
        named = {feature: WEIGHTS[feature.kind] for feature in _named(data) if feature in self._weights}
        return Profile(words | named, (*foremost, *others))

    def _said_in(self, texts: Iterable[str], weight: float) -> dict[Feature, float]:
        return {self._words[word]: weight for word in self._words.keys() & set(words_of_values(texts).split())}

    def score(self, other: Profile) -> float:
        """Return how much of this one stands in another one, from 0 to 1."""
        return sum(self._parts(other).values())

    def reasons(self, other: Profile) -> list[Reason]:
        """Return what both have, the weightiest first; the shares add up to the score, but for tiny ones."""
        parts = self._parts(other)
        by_kind: dict[Kind, list[Feature]] = {}
        for feature in sorted(parts, key=lambda each: (-parts[each], each)):
            by_kind.setdefault(feature.kind, []).append(feature)
        found = [
            Reason(kind, _said(kind, shared, other), sum(parts[feature] for feature in shared))
            for kind, shared in by_kind.items()
        ]
        return sorted((reason for reason in found if reason.share >= LEAST_SHARE), key=lambda reason: -reason.share)

    def _parts(self, other: Profile) -> dict[Feature, float]:
        return {
            feature: min(self._weights[feature], weight) * self._rarity[feature] / self._whole
            for feature, weight in other.weights.items()
            if feature in self._weights
        }


def _said(kind: Kind, found: Sequence[Feature], other: Profile) -> tuple[str, ...]:
    """Return shared features for people."""
    return stretches(found, other.texts) if kind == "word" else tuple(feature.value for feature in found)


def stretches(words: Sequence[Feature], texts: Iterable[str]) -> tuple[str, ...]:
    """Return words, the first ones first, as texts have them: those that stand side by side are shown so."""
    values = [word.value for word in words]
    runs = {run for text in texts for run in _runs(text, values)}
    kept: list[str] = []
    shown: set[str] = set()
    for _, run in sorted(runs, key=lambda each: (each[0], -len(each[1]), each[1])):
        if not shown.issuperset(tokens(run)):
            kept.append(run)
            shown.update(tokens(run))
    return tuple(kept)


def _runs(text: str, values: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Yield the stretches of a text that shared words make, with the rank of the weightiest of them."""
    rank = {value: place for place, value in enumerate(values)}
    shown = folded(text)
    if not any(value in shown for value in values):
        return
    start, end, best = -1, -1, len(values)
    for place, token in [*places(shown), (len(shown), "\n")]:
        is_shared = token in rank
        if start >= 0 and is_shared and _is_joined(shown[end:place]):
            end, best = place + len(token), min(best, rank[token])
            continue
        if start >= 0 and (is_shared or token != shown[end - len(token) : end]):
            yield best, _trimmed(shown, start, end)
            start = -1
        if is_shared:
            start, end, best = place, place + len(token), rank[token]


def _is_joined(gap: str) -> bool:
    """Return whether words with this between them stand side by side: blanks or a sign, no end of line or clause."""
    return "\n" not in gap and (gap.isspace() or (len(gap) <= 1 and gap not in PAUSES))


def _trimmed(text: str, start: int, end: int) -> str:
    """Return a stretch of a text without the halves of words that say nothing at its ends, as in 个租户 of 一个租户."""
    first, last = start, end
    while first < end and (text[first] in PARTICLES or text[max(first - 1, 0) : first + 1] in DENSE_NOISE):
        first += 1
    while last > first and (text[last - 1] in PARTICLES or text[last - 1 : last + 1] in DENSE_NOISE):
        last -= 1
    return text[first:last] if last - first >= SHORTEST else text[start:end]


def _words(texts: Iterable[str]) -> Iterator[Feature]:
    for token in words_of_values(texts).split():  # what stands between two texts is shorter than a word
        if len(token) >= (SHORTEST_NUMBER if token.isdecimal() else SHORTEST) and token not in NOISE:
            yield Feature("word", token)


def _foremost(data: Mapping[str, object]) -> Iterator[str]:
    yield str(data.get("title") or "")
    for leg in _items(data.get("whys")):
        yield str(leg.get("problem") or "")
        yield from (str(cause.get("cause") or "") for cause in _causes(leg))


def _others(data: Mapping[str, object]) -> Iterator[str]:
    yield str(data.get("summary") or "")
    impact = data.get("impact")
    yield str(impact.get("summary") or "") if isinstance(impact, Mapping) else ""


def _named(data: Mapping[str, object]) -> Iterator[Feature]:
    yield from (Feature("service", folded(str(name))) for name in _list(data.get("services")))
    yield from (Feature("tag", folded(str(name))) for name in _list(data.get("tags")))
    for leg in _items(data.get("whys")):
        yield Feature("leg", folded(str(leg.get("leg"))))
        for cause in _causes(leg):
            yield from (Feature("cause", str(cause[key])) for key in ("id", "same_as") if cause.get(key))


def _causes(above: Mapping[str, object]) -> Iterator[Mapping[str, object]]:
    for cause in _list(above.get("because")):
        if isinstance(cause, Mapping):
            yield cause
            yield from _causes(cause)
        else:
            yield {"cause": cause}


def _items(value: object) -> Iterator[Mapping[str, object]]:
    yield from (each for each in _list(value) if isinstance(each, Mapping))


def _list(value: object) -> Sequence[object]:
    return value if isinstance(value, list | tuple) else ()
