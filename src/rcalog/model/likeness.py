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

from rcalog.model.noise import NOISE
from rcalog.model.tokens import folded, places, tokens

Kind = Literal["service", "tag", "leg", "cause", "word"]

WEIGHTS: Mapping[Kind, float] = {"service": 3, "tag": 3, "leg": 1, "cause": 5, "word": 1}
"""What a feature counts, before its rarity."""

FOREMOST = 2
"""What a word of a title, a problem or a cause counts; one of a summary counts as one."""

SHORTEST = 2
"""Characters that a word has at least."""

SHORTEST_NUMBER = 3
"""Digits that a number has at least: one like 502 names an error, a smaller one mostly counts something."""


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


def score(one: Profile, other: Profile, rarity: Rarity) -> float:
    """Return how much of one incident stands in another one, from 0 to 1."""
    return sum(_parts(one, other, rarity).values())


def reasons(one: Profile, other: Profile, rarity: Rarity) -> list[Reason]:
    """Return what both incidents have, the weightiest first; the shares add up to the score, but for tiny ones."""
    parts = _parts(one, other, rarity)
    by_kind: dict[Kind, list[Feature]] = {}
    for feature in sorted(parts, key=lambda each: (-parts[each], each)):
        by_kind.setdefault(feature.kind, []).append(feature)
    found = [
        Reason(kind, _said(kind, shared, other), sum(parts[feature] for feature in shared))
        for kind, shared in by_kind.items()
    ]
    return sorted((reason for reason in found if reason.share >= LEAST_SHARE), key=lambda reason: -reason.share)


def _parts(one: Profile, other: Profile, rarity: Rarity) -> dict[Feature, float]:
    whole = sum(weight * rarity.of(feature) for feature, weight in one.weights.items())
    return {
        feature: min(weight, other.weights[feature]) * rare / whole
        for feature, weight in one.weights.items()
        if feature in other.weights and (rare := rarity.of(feature))
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
    start, end, best = -1, -1, len(values)
    for place, token in [*places(shown), (len(shown), "\n")]:
        is_shared = token in rank
        if start >= 0 and is_shared and _is_joined(shown[end:place]):
            end, best = place + len(token), min(best, rank[token])
            continue
        if start >= 0 and (is_shared or token != shown[end - len(token) : end]):
            yield best, shown[start:end]
            start = -1
        if is_shared:
            start, end, best = place, place + len(token), rank[token]


def _is_joined(gap: str) -> bool:
    """Return whether words with this between them stand side by side: a blank or one sign, and no end of a line."""
    return "\n" not in gap and (len(gap) <= 1 or gap.isspace())


def _words(texts: Iterable[str]) -> Iterator[Feature]:
    for text in texts:
        for token in tokens(text):
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
