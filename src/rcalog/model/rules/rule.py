"""What a rule is, and what it looks at."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cache, cached_property
from itertools import accumulate
from typing import NamedTuple, TypeVar, cast, get_args

from rcalog.model.base import Part
from rcalog.model.causes import Cause, Leg
from rcalog.model.evidence import Verdicts
from rcalog.model.findings import Loc, Weight
from rcalog.model.incident import Incident
from rcalog.model.lexicon import NO_WORDS, Lexicon
from rcalog.model.phrases import Hit
from rcalog.model.policy import Policy
from rcalog.model.secrets import Secret, find_secrets
from rcalog.model.shapes import PARTS
from rcalog.model.timeline import Status
from rcalog.patterns import pattern


class Seen(NamedTuple):
    """What a rule saw: where, what, and what to do about it."""

    loc: Loc
    message: str
    hint: str | None = None


@dataclass(frozen=True)
class Node:
    """A cause in its place: the effect that it explains, and whether others explain it too."""

    cause: Cause
    loc: Loc
    effect: str
    alone: bool
    leg: Leg


@dataclass(frozen=True)
class Case:
    """All that a rule may look at: the record, its data as written, the policy, and words to look for.

    `verdicts` is what looking up its evidence showed, where somebody did.
    """

    incident: Incident
    data: Mapping[str, object]
    policy: Policy
    lexicon: Lexicon = NO_WORDS
    verdicts: Verdicts = field(default_factory=dict)

    @cached_property
    def parts(self) -> list[tuple[Loc, Part]]:
        """Every part of the record with its place, top down."""
        found: list[tuple[Loc, Part]] = []
        _add_parts((), self.incident, found)
        return found

    @cached_property
    def keys_of_others(self) -> list[tuple[Loc, Part, str]]:
        """The keys that the format does not know, with their part and its place."""
        return [(loc, part, key) for loc, part in self.parts if part.model_extra for key in part.model_extra]

    @cached_property
    def parts_of(self) -> Mapping[type[Part], list[tuple[Loc, Part]]]:
        """The same, kind by kind."""
        found: defaultdict[type[Part], list[tuple[Loc, Part]]] = defaultdict(list)
        for each in self.parts:
            found[type(each[1])].append(each)
        return found

    @cached_property
    def evidence(self) -> list[tuple[Loc, str]]:
        """Every piece of evidence with its place."""
        pieces = ((loc, vars(part).get("evidence", ())) for loc, part in self.parts)
        return [((*loc, "evidence", at), text) for loc, found in pieces for at, text in enumerate(found)]

    @cached_property
    def secrets(self) -> list[tuple[Loc, Secret]]:
        """What looks secret in the texts of the record, with its place."""
        if not find_secrets(BETWEEN.join(self._values)):
            return []  # where each text stands need not be known
        return list(_secrets(self.data))

    @cached_property
    def _values(self) -> list[str]:
        """Its texts."""
        return _values(self.data)

    @cached_property
    def hidden(self) -> list[tuple[Loc, str]]:
        """The characters in its texts and keys that a terminal would obey, the first of each, with its place."""
        joined = "".join(self._values)
        if joined.replace("\n", "").isprintable() or not ACTING.search(joined):
            return []
        found = ((loc, ACTING.search(text)) for loc, text in _texts((), self.data))
        return [(loc, match[0]) for loc, match in found if match]

    @cached_property
    def prose(self) -> list[tuple[Loc, str]]:
        """What people wrote in their own words, with its place; not what they quote."""
        return list(_prose(self.incident))

    @cached_property
    def blames(self) -> list[tuple[Loc, Hit]]:
        """The phrases in it that blame somebody."""
        found = self.lexicon.blames(text for _, text in self.prose)
        return [(loc, hit) for (loc, _), hits in zip(self.prose, found, strict=True) for hit in hits]

    @cached_property
    def nodes(self) -> list[Node]:
        """Every cause of every leg, depth first."""
        legs = enumerate(self.incident.whys)
        return [node for at, leg in legs for node in _nodes(leg, leg.because, leg.problem or "", ("whys", at))]


Found = TypeVar("Found")


def once(look: Callable[[Case], Iterable[Found]]) -> Callable[[Case], list[Found]]:
    """Keep with a case what several rules ask of it."""

    def kept(case: Case) -> list[Found]:
        known = vars(case)
        if look.__name__ not in known:
            known[look.__name__] = list(look(case))
        return cast("list[Found]", known[look.__name__])

    return kept


ACTING = pattern("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
"""What a terminal obeys, or what turns the order of what is read: C0 but the end of a line and a tab, C1, bidi."""

BETWEEN = "\n\0\n"
"""Between two texts that are searched as one; no secret reaches over it."""

LONGEST_KEY = 15
"""No key of the format is longer, and no credential is shorter."""

KEYS = frozenset(key for part in PARTS.values() for key in part)
"""Those of the format hide nothing."""

Look = Callable[[Case], Iterator[Seen]]


@dataclass(frozen=True)
class Rule:
    """A rule of check: what it is about, why it matters, a bad example and a good one.

    `look` finds what breaks it; None where something else does (the reader, a guard, the review).
    What breaks it keeps the record from the rung that it `guards`; it is no finding of check before the rung `since`.
    """

    id: str
    weight: Weight
    title: str
    _: KW_ONLY
    why: str
    bad: str
    good: str
    look: Look | None = None
    bad_zh: str = ""
    good_zh: str = ""
    waivable: bool = True
    guards: Status | None = None
    since: Status | None = None

    @property
    def family(self) -> str:
        """The letter: F format, T times, S ends, A actions, R review, X secrets."""
        return self.id[0]


def about_language(
    number: str, weight: Weight, look: Look, title: str, why: str, *, en: tuple[str, str], zh: tuple[str, str]
) -> Rule:
    """Return a rule on how something is said, with a bad example and a good one in each language."""
    return Rule(number, weight, title, look=look, why=why, bad=en[0], good=en[1], bad_zh=zh[0], good_zh=zh[1])


def _add_parts(loc: Loc, part: Part, found: list[tuple[Loc, Part]]) -> None:
    found.append((loc, part))
    written = vars(part)
    for name, key in _keys_of_parts(type(part)):
        value = written[name]
        if not value:  # as most are
            continue
        if isinstance(value, tuple):
            for position, item in enumerate(value):
                _add_parts((*loc, key, position), item, found)
        else:
            _add_parts((*loc, key), value, found)


@cache
def _keys_of_parts(kind: type[Part]) -> list[tuple[str, str]]:
    """Return the names and keys of the fields that hold parts."""
    return [(name, key) for name, key, held in fields_of(kind) if any(issubclass(each, Part) for each in held)]


def fields_of(kind: type[Part]) -> Iterator[tuple[str, str, set[type]]]:
    """Yield name and key of each field, with the types of what it may hold."""
    for name, info in kind.model_fields.items():
        yield name, info.alias or name, {each for each in _kinds(info) if isinstance(each, type)}


def _kinds(annotated: object) -> Iterator[object]:
    """Yield every type in an annotation."""
    kind = getattr(annotated, "annotation", annotated)
    yield kind
    for inner in get_args(kind):
        yield from _kinds(inner)


def _prose(incident: Incident) -> Iterator[tuple[Loc, str]]:
    impact = incident.impact
    alone: dict[Loc, str | None] = {("title",): incident.title, ("summary",): incident.summary}
    alone[("impact", "summary")] = impact.summary if impact else None
    yield from ((loc, text) for loc, text in alone.items() if text)
    for at, event in enumerate(incident.timeline):
        if not event.verbatim:
            yield ("timeline", at, "event"), event.event
    for at, leg in enumerate(incident.whys):
        yield from ((("whys", at, key), text) for key, text in (("problem", leg.problem), ("none", leg.none)) if text)
        for node in _nodes(leg, leg.because, "", ("whys", at)):
            yield (*node.loc, "cause"), node.cause.cause
    for key in ("went_well", "went_badly", "got_lucky", "surprised_by"):
        for at, lesson in enumerate(getattr(incident.lessons, key, ())):
            yield ("lessons", key, at), lesson
    for at, action in enumerate(incident.actions):
        yield ("actions", at, "action"), action.action


def _nodes(leg: Leg, causes: tuple[Cause, ...], effect: str, loc: Loc) -> Iterator[Node]:
    for position, cause in enumerate(causes):
        here: Loc = (*loc, "because", position)
        yield Node(cause, here, effect, len(causes) == 1, leg)
        yield from _nodes(leg, cause.because, cause.cause, here)


def _secrets(data: Mapping[str, object]) -> Iterator[tuple[Loc, Secret]]:
    """Search all texts as one: thirty patterns over one long text are far quicker than over many short ones."""
    texts = list(_texts((), data))
    starts = list(accumulate((len(text) + len(BETWEEN) for _, text in texts), initial=0))
    for secret in find_secrets(BETWEEN.join(text for _, text in texts)):
        yield texts[bisect_right(starts, secret.start) - 1][0], secret


def _values(data: object) -> list[str]:
    """Return the texts that `_texts` yields, in any order; without their places it takes a fraction of the time."""
    found: list[str] = []
    _gather([data], found)
    return found


def _gather(items: Iterable[object], found: list[str]) -> None:
    for item in items:
        kind = type(item)  # nearly all are plain texts, maps and lists
        if kind is str:
            found.append(item)  # type: ignore[arg-type] # it is one
        elif kind is dict:
            _gather(item.values(), found)  # type: ignore[attr-defined] # it is a map
            if not KEYS.issuperset(item):  # type: ignore[arg-type]
                found.extend(filter(_may_hide, item))  # type: ignore[call-overload] # a map's keys
        elif kind is list:
            _gather(item, found)  # type: ignore[arg-type] # it is a list
        elif item is not None:
            found.extend(text for _, text in _texts((), item))


def _may_hide(key: object) -> bool:
    """Return whether a key may be something else: those of the format are short, and a terminal shows them."""
    return isinstance(key, str) and (len(key) > LONGEST_KEY or not key.isprintable())


def _texts(loc: Loc, value: object) -> Iterator[tuple[Loc, str]]:
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _texts((*loc, str(key)), item)
            if _may_hide(key):
                yield (*loc, str(key)), str(key)
    elif isinstance(value, list | tuple):
        for position, item in enumerate(value):
            yield from _texts((*loc, position), item)
