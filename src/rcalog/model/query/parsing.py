"""Reading a filter as it is typed: `severity:sev2+ service:checkout since:2026-01 not:tag:drill "replica lag"`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Literal

from rcalog.errors import UsageError
from rcalog.model.causes import LegName
from rcalog.model.incident import Kind, Severity
from rcalog.model.query.periods import Period
from rcalog.model.query.terms import (
    FIELDS,
    PARTS,
    Began,
    Field,
    Not,
    Query,
    Rated,
    Severities,
    Term,
    Word,
    quoted,
)
from rcalog.model.timeline import Status
from rcalog.model.tokens import folded, phrase

CHOICES: Mapping[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "kind": tuple(Kind),
    "leg": tuple(LegName),
    "has": ("why", "action", "lessons", "review", "drill", "overdue", "root-cause"),
    "open": ("true", "false"),
    "overdue": ("true", "false"),
}
"""The keys whose values are a closed list."""

KEYS = ("severity", "since", "until", *FIELDS, *PARTS)

_QUOTED = r'"(?:[^"\\]|\\.)*"|“[^”]*”'
_VALUE = rf"(?:{_QUOTED}|(?![\"“])[^\s,，]+)"
_NEGATIONS = re.compile(r"(?:not[:：]|-(?=[^\s-]))*", re.IGNORECASE)
_NEGATION = re.compile(r"not[:：]|-", re.IGNORECASE)
_KEY = re.compile(r"(?P<key>[A-Za-zＡ-Ｚａ-ｚ]+)(?P<sign>[:：]|<=|>=|[<>=])(?!//)")
_VALUES = re.compile(rf"{_VALUE}(?:[,，]{_VALUE})*")
_WORD = re.compile(rf"(?:{_QUOTED})(?=\s|$)|[^\s\"“]\S*")
_RANGE = re.compile(r"sev([1-5])(?:(\+)|\.\.sev([1-5]))?")


class QuerySyntaxError(UsageError):
    """A part of a filter is not understood; `text` is that part."""

    code = "query-syntax"

    def __init__(self, text: str, reason: str, hint: str | None = None) -> None:
        super().__init__(f"{text!r}: {reason}", hint=hint or "rcalog help filters")
        self.text = text


def parse_query(words: Sequence[str]) -> Query:
    """Return the query that the words of a command line say.

    A word with blanks in it is several terms where it has a key, a quotation mark or a minus, else it is one phrase.

    Raises:
        QuerySyntaxError: with the part that is not understood.
    """
    return Query(tuple(term for word in words for term in _terms(word)))


def _terms(word: str) -> list[Term | Not]:
    found = list(_scan(word))
    if len(found) > 1 and all(isinstance(term, Word) and part == term.text for part, term in found):
        return [Word(word.strip())]
    return [term for _, term in found]


def _scan(text: str) -> Iterator[tuple[str, Term | Not]]:
    """Yield each term with the part of the text that it was read from."""
    place = 0
    while rest := text[place:].lstrip():
        place = len(text) - len(rest)
        start = place
        negations = _NEGATIONS.match(text, place)
        place = negations.end() if negations else place
        key = _KEY.match(text, place)
        if key and (key["sign"] in ":：" or folded(key["key"]) in KEYS):
            values = _VALUES.match(text, key.end())
            place = values.end() if values else key.end()
            term: Term = _with_key(key, values[0] if values else "", _part(text, start, place))
        else:
            word = _WORD.match(text, place)
            place = word.end() if word else place
            term = _word(word[0] if word else "", _part(text, start, place))
        is_negative = negations and len(_NEGATION.findall(negations[0])) % 2
        yield text[start:place], Not(term) if is_negative else term


def _part(text: str, start: int, place: int) -> str:
    """Return a term up to the next blank.

    Raises:
        QuerySyntaxError: where something is joined to its end.
    """
    after = re.match(r"\S*", text[place:])
    part = text[start:place] + (after[0] if after else "")
    if part != text[start:place]:
        at_comma = after and after[0] in ",，"
        raise QuerySyntaxError(part, "a value is missing" if at_comma else "the quotation marks are not in pairs")
    return part


def _word(raw: str, part: str) -> Word:
    text = _bare(raw)
    if not phrase(text):
        raise QuerySyntaxError(part, "there is no word to look for")
    return Word(text)


def _bare(raw: str) -> str:
    """Return what stands between quotation marks, if it stands in any."""
    if raw.startswith("“"):
        return raw[1:-1]
    return re.sub(r"\\(.)", r"\1", raw[1:-1]) if raw.startswith('"') else raw


def _with_key(found: re.Match[str], raw: str, part: str) -> Term:
    key, sign = folded(found["key"]), folded(found["sign"])
    if key not in KEYS:
        near = get_close_matches(key, KEYS, 1)
        hint = f"did you mean {near[0]}:{raw}?" if near else f"as words: '{quoted(part)}'; keys: {', '.join(KEYS)}"
        raise QuerySyntaxError(part, f"there is no key {key}", hint)
    values = tuple(_bare(value[0]) for value in re.finditer(_VALUE, raw))
    if not values or not all(values):
        raise QuerySyntaxError(part, "a value is missing")
    if key == "severity":
        return Rated(tuple(_severity(sign, folded(value), part) for value in values))
    if sign != ":":
        raise QuerySyntaxError(part, f"{key} is compared with a colon", f"{key}:{raw}")
    if key in ("since", "until"):
        return _began("since" if key == "since" else "until", values, part)
    return Field(key, tuple(_choice(key, value, part) for value in values))


def _choice(key: str, value: str, part: str) -> str:
    choices = CHOICES.get(key)
    if choices is None:
        return value
    if folded(value) not in choices:
        near = get_close_matches(folded(value), choices, 1)
        hint = f"did you mean {key}:{near[0]}?" if near else f"one of {', '.join(choices)}"
        raise QuerySyntaxError(part, f"{value!r} is no {key}", hint)
    return folded(value)


def _severity(sign: str, value: str, part: str) -> Severities | Literal[Severity.UNRATED]:
    found = _RANGE.fullmatch(value)
    if value == Severity.UNRATED and sign == ":":
        return Severity.UNRATED
    if not found or (sign != ":" and (found[2] or found[3])):
        raise QuerySyntaxError(
            part, f"{value!r} is no severity", "severity:sev2, severity:sev2+ or severity:sev1..sev3"
        )
    first = int(found[1])
    if sign == ":" and not found[2]:
        return Severities(*sorted((first, int(found[3] or first))))
    worst, mildest = {"<": (1, first - 1), ">": (first + 1, 5), ">=": (first, 5)}.get(sign, (1, first))
    if worst > mildest:
        raise QuerySyntaxError(part, "there is no such severity")
    return Severities(worst, mildest)


def _began(bound: Literal["since", "until"], values: tuple[str, ...], part: str) -> Began:
    try:
        if len(values) == 1:
            return Began(bound, Period.read(values[0]))
    except ValueError:
        pass
    raise QuerySyntaxError(part, f"{bound} takes one date", f"{bound}:2026, {bound}:2026-01 or {bound}:2026-01-31")
