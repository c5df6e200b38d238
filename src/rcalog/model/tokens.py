"""The words of a text, as they are looked for: one tokeniser for queries, for the predicate and for the index.

Width and case are folded. Letters and digits side by side are a word. Chinese and Japanese are written
without blanks: there each two neighbours are a token, and the last character is one. 连接池 gives 连接, 接池 and 池.
A query stands in a text where its tokens follow each other there, the last of them as the beginning of one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from operator import add

from rcalog.model.findings import Loc

SEPARATOR = "\ue000"
"""A token that no text gives: it stands between two values, so that no phrase runs from one into the next."""

_DENSE = (
    "\u3005-\u3007\u3021-\u3029\u3031-\u3035\u3038-\u303c"  # marks that repeat, and numerals
    "\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"  # kana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U0001b000-\U0001b16f\U00020000-\U0003ffff"  # ideographs
)
_WORD = re.compile(r"[^\W_]+")
_END = "\x1f"
_WORD_OR_END = re.compile(r"[^\W_]+|\x1f")

_SAID_EVERYWHERE = "schema"


def folded(text: str) -> str:
    """Return text as it is compared: full-width and half-width, upper and lower case alike."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())


def tokens(text: str) -> list[str]:
    """Return the tokens of a text, in order."""
    words: list[str] = _WORD.findall(folded(text))
    if text.isascii():
        return words
    found: list[str] = []
    for word in words:
        if word.isascii():
            found.append(word)
        else:
            found += _parts(word)
    return found


@cache  # compiled when a text needs it: so large a class costs more than all else that a list of English records loads
def _run() -> re.Pattern[str]:
    return re.compile(rf"[{_DENSE}]+|[^{_DENSE}]+")


@cache
def _dense() -> re.Pattern[str]:
    return re.compile(rf"[{_DENSE}]")


def _parts(word: str) -> Iterator[str]:
    for run in _run().findall(word):
        if _dense().match(run):
            yield from map(add, run, run[1:])
            yield run[-1]
        else:
            yield run


def places(text: str) -> list[tuple[int, str]]:
    """Return the tokens of a folded text, each with the place where it begins."""
    found: list[tuple[int, str]] = []
    for word in _WORD.finditer(text):
        start, token = word.start(), word[0]
        if token.isascii():
            found.append((start, token))
            continue
        for run in _run().finditer(token):
            found += enumerate(_parts(run[0]), start + run.start())
    return found


def phrase(text: str) -> list[str]:
    """Return the tokens that a query looks for, the last as a beginning; none where it has no letter and no digit."""
    found = tokens(text)
    has_pair = len(found) > 1 and len(found[-2]) == 2 and found[-2].endswith(found[-1]) and _dense().match(found[-1])
    return found[:-1] if has_pair else found


def stands_in(wanted: Sequence[str], found: Sequence[str]) -> bool:
    """Return whether the tokens of a phrase follow each other among those of a text."""
    *whole, start = wanted
    length = len(whole)
    return any(
        token.startswith(start) and list(found[place - length : place]) == whole
        for place, token in enumerate(found)
        if place >= length
    )


def tokens_of_values(values: Iterable[str]) -> list[str]:
    """Return the tokens of several values, with a separator after each."""
    # all of them at once, which is several times faster than one by one
    text = folded("".join([f"{value.replace(_END, ' ')}{_END}" for value in values]))
    words = _WORD_OR_END.findall(text)
    if text.isascii():
        return [SEPARATOR if word == _END else word for word in words]
    found: list[str] = []
    for word in words:
        if word.isascii():
            found.append(SEPARATOR if word == _END else word)
        else:
            found += _parts(word)
    return found


def values(data: object) -> Iterator[str]:
    """Return every value of a record that is text or a number, in document order; its keys and its schema are none."""
    found: list[str] = []
    _gather(data, found)
    return iter(found)


def _gather(data: object, found: list[str]) -> None:
    if isinstance(data, str):
        found.append(str(data))
    elif isinstance(data, dict | Mapping):
        for key, value in data.items():
            if key != _SAID_EVERYWHERE:
                _gather(value, found)
    elif isinstance(data, list | tuple):
        for item in data:
            _gather(item, found)
    elif data is not None and not isinstance(data, bool):
        found.append(str(data))


def placed_values(data: object) -> list[tuple[Loc, str]]:
    """Return the same values as `values`, each with its place."""
    found: list[tuple[Loc, str]] = []
    _gather_placed(data, (), found)
    return found


def _gather_placed(data: object, loc: Loc, found: list[tuple[Loc, str]]) -> None:
    if isinstance(data, str):
        found.append((loc, data))
    elif isinstance(data, dict | Mapping):
        for key, value in data.items():
            if key != _SAID_EVERYWHERE:
                _gather_placed(value, (*loc, key), found)
    elif isinstance(data, list | tuple):
        for place, item in enumerate(data):
            _gather_placed(item, (*loc, place), found)
    elif data is not None and not isinstance(data, bool):
        found.append((loc, str(data)))
