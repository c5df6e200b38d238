"""Reading a filter as it is typed: `severity:sev2+ service:checkout since:2026-01 not:tag:drill "replica lag"`."""

from __future__ import annotations

from rcalog.model.query.query import Query
from rcalog.model.query.terms import Began, Not, Word
from rcalog.model.tokens import folded, phrase
from rcalog.patterns import pattern

TYPE_CHECKING = False

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rcalog.model.query.keyed import Keyed
    from rcalog.model.query.periods import Period
    from rcalog.model.query.terms import Term

    Meant = Callable[[Keyed], Term]

NO_LABELS: Mapping[str, str] = {}

OPERATORS = ("AND", "OR", "NOT")
"""What other tools take for operators; here they are words, and nobody who types them means the words."""

MOST = 900
"""Words and values of one filter: no database takes an expression without end."""

_QUOTED = r'"(?:[^"\\]|\\.)*"|“[^”]*”|＂[^＂]*＂'
_OPENING = '"“＂'
_VALUE = rf"(?:{_QUOTED}|(?![{_OPENING}])[^\s,，]+)"
_NEGATIONS = pattern(r"(?:(?i:not)[:：]|[-－](?=[^\s-]))*")
_NEGATION = pattern(r"(?i:not)[:：]|[-－]")
_KEY = pattern(r"(?P<key>[A-Za-zＡ-Ｚａ-ｚ]+)(?P<sign>[:：]|[<>!＜＞！][=＝]|[<>=＜＞＝])(?!//)")
_ESCAPED = pattern(r"\\(.)")
_EACH = pattern(_VALUE)
_VALUES = pattern(rf"{_VALUE}(?:[,，]{_VALUE})*")
_MOMENT = pattern(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{1,2}:[0-9]{2}\S*")
"""A date with a time behind a blank, which is one value all the same."""

_WORD = pattern(rf"(?:{_QUOTED})(?=\s|$)|[^\s{_OPENING}]\S*")


def parse_query(
    words: Sequence[str], labels: Mapping[str, str] = NO_LABELS, dates: Callable[[str], Period] | None = None
) -> Query:
    """Return the query that the words of a command line say; `labels` are the team's own words for severities.

    `dates` reads a date that may hang on the present day (yesterday); without it only those of the calendar are known.
    A word with blanks in it is several terms where it has a key, a quotation mark or a minus, else it is one phrase.

    Raises:
        QuerySyntaxError: with the part that is not understood.
    """

    def meant(keyed: Keyed) -> Term:
        return keyed.term(labels, dates)

    _refuse_too_many(words)
    terms = tuple(_with_alike(term, labels) for word in words for term in _terms(word, meant))
    _refuse_empty_range([term for term in terms if isinstance(term, Began)])
    return Query(terms)


def _with_alike(term: Term | Not, labels: Mapping[str, str]) -> Term | Not:
    """Return a word with the severities that the team calls so."""
    if isinstance(term, Not):
        return Not(_with_alike(term.term, labels))  # type: ignore[arg-type] # it is no Not
    if not labels or not isinstance(term, Word):
        return term
    return term.with_(alike=tuple(name for name, label in labels.items() if folded(label) == folded(term.text)))


def _refuse_empty_range(bounds: Sequence[Began]) -> None:
    for since in (each for each in bounds if each.bound == "since"):
        for until in (each for each in bounds if each.bound == "until"):
            if since.period.is_after(until.period):
                from rcalog.model.query.keyed import EmptyRange

                raise EmptyRange(since, until)


def _refuse_too_many(words: Sequence[str]) -> None:
    count = sum(1 + word.count(",") + word.count("，") + word.count(" ") for word in words)
    if count > MOST:
        from rcalog.model.query.keyed import QuerySyntaxError

        reason = f"{count} words and values are too many for one filter; it takes {MOST}"
        from rcalog.model.display import shorten

        raise QuerySyntaxError(
            shorten(" ".join(words), 40),
            reason,
            "ask several times, or for all and look through them: rcalog list --limit 0",
        )


def _terms(word: str, meant: Meant) -> list[Term | Not]:
    parts = word.split()
    if all(part.isalnum() and phrase(part) and part not in OPERATORS for part in parts):  # no sign has a meaning
        return [Word(word.strip())] if word.strip() else []
    found = list(_scan(word, meant))
    if len(found) > 1 and all(isinstance(term, Word) and part == term.text for part, term in found):
        return [Word(word.strip())]
    return [term for _, term in found]


def _scan(text: str, meant: Meant) -> Iterator[tuple[str, Term | Not]]:
    """Yield each term with the part of the text that it was read from."""
    place = 0
    while rest := text[place:].lstrip():
        place = len(text) - len(rest)
        start = place
        negations = _NEGATIONS.match(text, place)
        place = negations.end() if negations else place
        key = _KEY.match(text, place)
        if key and _is_key(key):
            values = _MOMENT.match(text, key.end()) or _VALUES.match(text, key.end())
            place = values.end() if values else key.end()
            term: Term = meant(_keyed(key, values[0] if values else "", _part(text, start, place)))
        else:
            word = _WORD.match(text, place)
            place = word.end() if word else place
            term = _word(word[0] if word else "", _part(text, start, place), text)
        is_negative = negations and len(_NEGATION.findall(negations[0])) % 2
        yield text[start:place], Not(term) if is_negative else term


def _is_key(found: re.Match[str]) -> bool:
    from rcalog.model.query.keyed import KEYS, OTHERS

    is_compared = folded(found["sign"]) != "="  # which stands in many a line of a log
    return found["sign"] in ":：" or folded(found["key"]) in (*KEYS, *(OTHERS if is_compared else ()))


def _keyed(found: re.Match[str], raw: str, part: str) -> Keyed:
    from rcalog.model.query.keyed import Keyed

    values = [raw] if _MOMENT.fullmatch(raw) else [_bare(value[0]) for value in _EACH.finditer(raw)]
    return Keyed(folded(found["key"]), folded(found["sign"]), raw, values, part)


def _part(text: str, start: int, place: int) -> str:
    """Return a term up to the next blank.

    Raises:
        QuerySyntaxError: where something is joined to its end.
    """
    after = "" if text[place : place + 1].isspace() else next(iter(text[place:].split()), "")
    part = text[start:place] + after
    if after:
        from rcalog.model.query.keyed import QuerySyntaxError

        reason = "a value is missing" if after[0] in ",，" else "the quotation marks are not in pairs"
        raise QuerySyntaxError(part, reason)
    return part


def _word(raw: str, part: str, argument: str) -> Word:
    text = _bare(raw)
    is_bar = text == raw and "|" in folded(raw)
    if raw in OPERATORS or is_bar or (raw.startswith(("!", "！")) and phrase(raw)):
        from rcalog.model.query.keyed import NoOperator

        raise NoOperator(raw, argument)
    if not phrase(text):
        from rcalog.model.query.keyed import QuerySyntaxError

        hint = None if text.isascii() else f"words are letters and digits; in titles signs are found too: title:{text}"
        raise QuerySyntaxError(part, "there is no word to look for", hint)
    return Word(text)


def _bare(raw: str) -> str:
    """Return what stands between quotation marks, if it stands in any."""
    if raw.startswith(("“", "＂")):
        return raw[1:-1]
    return _ESCAPED.sub(r"\1", raw[1:-1]) if raw.startswith('"') else raw
