"""The terms of a filter: small values that an incident fits or not, and that can be written again."""

from __future__ import annotations

from rcalog.model.tokens import folded, phrase, stands_in
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Literal

    from rcalog.model.query.facts import Facts
    from rcalog.model.query.periods import Period
    from rcalog.model.vocabulary import Severity

FIELDS: Mapping[str, Callable[[Facts], Iterable[str]]] = {
    "status": lambda facts: (facts.status.value,),
    "kind": lambda facts: (facts.kind.value,),
    "service": lambda facts: facts.services,
    "tag": lambda facts: facts.tags,
    "owner": lambda facts: facts.owners,
    "leg": lambda facts: facts.legs,
    "has": lambda facts: facts.has,
    "open": lambda facts: (str(facts.is_open).lower(),),
    "overdue": lambda facts: (str(facts.is_overdue).lower(),),
}
"""What a key is compared with, as a whole."""

UNRATED = "unrated"
"""The severity that has no number."""

PARTS: Mapping[str, Callable[[Facts], str]] = {"id": lambda facts: facts.ref, "title": lambda facts: facts.title}
"""What a key is looked for in."""


class Word(Value):
    """A word or a phrase that stands in a value of the record; the last of it may be the beginning of a word.

    `alike` are the severities that a team calls so: they stand in records under the names that all teams have.
    """

    text: str
    alike: tuple[str, ...] = ()

    @property
    def phrases(self) -> list[list[str]]:
        """The tokens of the text, and of all that is alike: one of them must stand there."""
        return [phrase(text) for text in (self.text, *self.alike)]

    def matches(self, facts: Facts) -> bool:
        """Return whether the incident has it."""
        return any(stands_in(each, facts.tokens) for each in self.phrases)

    def __str__(self) -> str:
        return quoted(self.text)


class Field(Value):
    """A key, and values of which one must be there."""

    key: str
    values: tuple[str, ...]

    def matches(self, facts: Facts) -> bool:
        """Return whether the incident has one of the values."""
        wanted = {folded(value) for value in self.values}
        if self.key in PARTS:
            whole = folded(PARTS[self.key](facts))
            return any(value in whole for value in wanted)
        return any(folded(value) in wanted for value in FIELDS[self.key](facts))

    def __str__(self) -> str:
        return f"{self.key}:{','.join(map(as_value, self.values))}"


class Severities(Value):
    """From one severity to another, both in; `worst` is the lower number. An unrated incident counts as sev2."""

    worst: int
    mildest: int

    def includes(self, severity: Severity) -> bool:
        """Return whether a severity lies between; one alone does not stand for unrated."""
        if severity == UNRATED and self.worst == self.mildest:
            return False
        return self.worst <= severity.rank <= self.mildest

    def __str__(self) -> str:
        if self.worst == self.mildest:
            return f"sev{self.worst}"
        return f"sev{self.mildest}+" if self.worst == 1 else f"sev{self.worst}..sev{self.mildest}"


class Rated(Value):
    """Severities of which one must be the incident's."""

    ranges: tuple[Severities | Literal[Severity.UNRATED], ...]

    def matches(self, facts: Facts) -> bool:
        """Return whether the incident is as severe as that."""
        return any(
            each.includes(facts.severity) if isinstance(each, Severities) else facts.severity is each
            for each in self.ranges
        )

    def __str__(self) -> str:
        return f"severity:{','.join(map(str, self.ranges))}"


class Began(Value):
    """A period in which, or before or after which, the incident began; the period itself is in."""

    bound: Literal["since", "until"]
    period: Period

    def matches(self, facts: Facts) -> bool:
        """Return whether the incident may have begun then, or counts as begun then."""
        if facts.began is None:
            return False
        if self.bound == "since":
            return self.period.reaches_back_to(facts.began)
        return self.period.reaches_on_to(facts.began)

    def __str__(self) -> str:
        return f"{self.bound}:{as_value(self.period.text)}"


Term = Word | Field | Rated | Began


class Not(Value):
    """The opposite of a term."""

    term: Term

    def matches(self, facts: Facts) -> bool:
        """Return whether the term does not hold."""
        return not self.term.matches(facts)

    def __str__(self) -> str:
        return f"not:{self.term}"


def quoted(text: str) -> str:
    """Return text in quotes, as one word of a query."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def as_value(text: str) -> str:
    """Return text as a value after a key, in quotes where it needs them."""
    is_plain = text and all(each.isalnum() or each in "_.@/+:-" for each in text)
    return text if is_plain else quoted(text)
