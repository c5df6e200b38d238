"""The filter language: `severity:sev2+ service:checkout since:2026-01 not:tag:drill "replica lag"`.

Terms stand side by side and all must hold; values after a key are alternatives, separated by commas.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from rcalog.errors import UsageError
from rcalog.model.incident import Kind, Severity
from rcalog.model.timeline import Status
from rcalog.model.times import When


class QuerySyntaxError(UsageError):
    """A part of the filter is not understood; `text` is that part."""

    code = "query-syntax"

    def __init__(self, text: str, reason: str, hint: str | None = None) -> None:
        super().__init__(f"{text!r}: {reason}", hint=hint or "rcalog help filters")
        self.text = text


@dataclass(frozen=True)
class Facts:
    """What a query looks at in an incident."""

    ref: str
    title: str
    text: str
    status: Status
    severity: Severity
    kind: Kind
    services: tuple[str, ...]
    tags: tuple[str, ...]
    owners: tuple[str, ...]
    legs: tuple[str, ...]
    started: When | None
    has: frozenset[str]


@dataclass(frozen=True)
class Word:
    """A word or a phrase that stands anywhere in the record."""

    text: str

    def holds(self, facts: Facts) -> bool:
        """Tell whether the incident has it."""
        return folded(self.text) in folded(facts.text)

    def __str__(self) -> str:
        return _quoted(self.text)


@dataclass(frozen=True)
class Field:
    """A key and the values of which one must fit."""

    key: str
    values: tuple[str, ...]

    def holds(self, facts: Facts) -> bool:
        """Tell whether one of the values fits."""
        fits = KEYS[self.key]
        return any(fits(facts, value) for value in self.values)

    def __str__(self) -> str:
        return f"{self.key}:{','.join(_quoted(value) for value in self.values)}"


@dataclass(frozen=True)
class Not:
    """The opposite of a term."""

    term: Word | Field

    def holds(self, facts: Facts) -> bool:
        """Tell whether the term does not hold."""
        return not self.term.holds(facts)

    def __str__(self) -> str:
        return f"not:{self.term}"


@dataclass(frozen=True)
class Query:
    """Terms that must all hold."""

    terms: tuple[Word | Field | Not, ...]

    def matches(self, facts: Facts) -> bool:
        """Tell whether an incident is wanted."""
        return all(term.holds(facts) for term in self.terms)

    def __str__(self) -> str:
        return " ".join(str(term) for term in self.terms)


def parse_query(words: Sequence[str]) -> Query:
    """Return the query that the words of a command line say; a word with blanks is a phrase or several terms.

    Raises:
        QuerySyntaxError: naming the part that is not understood.
    """
    return Query(tuple(term for word in words for term in _terms(word)))


def folded(text: str) -> str:
    """Return text as it is compared: full-width and half-width, upper and lower case alike."""
    return unicodedata.normalize("NFKC", text).casefold()


TERM = re.compile(r"""(?:[^\s"“”]+|["“”][^"“”]*["“”])+""")
KEY = re.compile(r"(?P<key>[a-z_]+)[:：](?!//)(?P<values>.*)", re.DOTALL)
RANGE = re.compile(r"(sev[1-5])(?:(\+)|\.\.(sev[1-5]))?")
QUOTES = '"“”'
MARKS = ("-", *QUOTES)


def _terms(word: str) -> list[Word | Field | Not]:
    """Return the terms of one shell word; with blanks, and nothing in it that makes it terms, it is one phrase."""
    parts = TERM.findall(word)
    if len(parts) > 1 and not any(part.startswith(MARKS) or _key_of(part) for part in parts):
        return [Word(word.strip())]
    return [_term(part) for part in parts]


def _term(part: str) -> Word | Field | Not:
    for negation in ("not:", "not：", "-"):
        if part.startswith(negation) and len(part) > len(negation):
            inner = _term(part[len(negation) :])
            return inner.term if isinstance(inner, Not) else Not(inner)
    if part[0] in QUOTES:
        return Word(part.strip(QUOTES))
    found = _key_of(part)
    return _field(found["key"], found["values"], part) if found else Word(part)


def _key_of(part: str) -> re.Match[str] | None:
    """Return the match of a key; a quoted text, an address or a time of day has none."""
    return None if not part or part[0] in QUOTES else KEY.fullmatch(part)


def _field(key: str, text: str, part: str) -> Field:
    if key not in KEYS:
        near = get_close_matches(key, KEYS, n=1)
        hint = f"did you mean {near[0]}:{text}?" if near else f'keys: {", ".join(KEYS)}; as a word: "{part}"'
        raise QuerySyntaxError(part, f"there is no key {key}", hint)
    values = tuple(value.strip(QUOTES) for value in re.split(r"[,，]", text))
    if not all(values):
        raise QuerySyntaxError(part, "a value is missing")
    for value in values:
        _refuse_unknown(key, value, part)
    return Field(key, values)


def _refuse_unknown(key: str, value: str, part: str) -> None:
    choices = CHOICES.get(key)
    if choices is not None and folded(value) not in choices:
        near = get_close_matches(folded(value), choices, n=1)
        hint = f"did you mean {key}:{near[0]}?" if near else f"one of {', '.join(choices)}"
        raise QuerySyntaxError(part, f"{value!r} is no {key}", hint)
    if key == "severity" and not (RANGE.fullmatch(folded(value)) or folded(value) == Severity.UNRATED):
        raise QuerySyntaxError(part, f"{value!r} is no severity", "severity:sev2, severity:sev2+, severity:sev1..sev3")
    if key in ("since", "until"):
        _when(value, part)


def _when(value: str, part: str) -> When:
    try:
        return When(value)
    except ValueError as err:
        raise QuerySyntaxError(
            part, f"{value!r} is no date", f"{part.partition(':')[0]}:2026-01 or 2026-01-31"
        ) from err


def _severity(facts: Facts, value: str) -> bool:
    match = RANGE.fullmatch(folded(value))
    if match is None:
        return facts.severity is Severity.UNRATED
    if facts.severity is Severity.UNRATED:
        return False
    first, worst, last = Severity(match[1]).rank, match[2], match[3]
    if worst:
        return facts.severity.rank <= first
    ends = sorted((first, Severity(last).rank if last else first))
    return ends[0] <= facts.severity.rank <= ends[1]


def _since(facts: Facts, value: str) -> bool:
    """Tell whether it began then or later; a date counts from its first hour, by the date as written."""
    return facts.started is not None and not facts.started.is_unknown and _written(facts.started) >= value


def _until(facts: Facts, value: str) -> bool:
    """Tell whether it began then or before; the date itself is in."""
    return facts.started is not None and not facts.started.is_unknown and _written(facts.started)[: len(value)] <= value


def _written(when: When) -> str:
    return when.text.removeprefix("~").replace(" ", "T")


def _one(names: Callable[[Facts], Sequence[str]]) -> Callable[[Facts, str], bool]:
    return lambda facts, value: folded(value) in {folded(name) for name in names(facts)}


KEYS: Mapping[str, Callable[[Facts, str], bool]] = {
    "status": _one(lambda facts: [facts.status.value]),
    "severity": _severity,
    "kind": _one(lambda facts: [facts.kind.value]),
    "service": _one(lambda facts: facts.services),
    "tag": _one(lambda facts: facts.tags),
    "owner": _one(lambda facts: facts.owners),
    "leg": _one(lambda facts: facts.legs),
    "has": _one(lambda facts: sorted(facts.has)),
    "since": _since,
    "until": _until,
    "id": lambda facts, value: folded(value) in facts.ref,
    "title": lambda facts, value: folded(value) in folded(facts.title),
    "open": lambda facts, value: (facts.status is not Status.CLOSED) == (folded(value) == "true"),
    "overdue": lambda facts, value: ("overdue" in facts.has) == (folded(value) == "true"),
}
CHOICES: Mapping[str, list[str]] = {
    "status": [each.value for each in Status],
    "kind": [each.value for each in Kind],
    "open": ["true", "false"],
    "overdue": ["true", "false"],
    "has": ["why", "action", "lessons", "review", "drill", "overdue", "root-cause"],
    "leg": ["occurrence", "defence", "detection", "recovery", "systemic"],
}


def _quoted(text: str) -> str:
    return text if re.fullmatch(r"[\w.+-]+", text) and not text.startswith("-") else f'"{text}"'
