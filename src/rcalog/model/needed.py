"""What a text must have, so that a regular expression can match in it: read off its source, without compiling it.

Compiling takes a thousand times as long as looking for a word. So of many expressions those alone are compiled that can
match in what they are held against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from rcalog.patterns import pattern

Words = frozenset[str]
"""Words, or parts of words, of which each text that matches has one; where one begins or ends with a blank, no letter
stands beside it."""

ANY: Words = frozenset([""])
"""What every text has: nothing is known."""

MOST = 3
"""So many parts of an expression are looked for: those that are met most seldom."""

LETTERS = frozenset("abcdefghijklmnopqrstuvwxyz")

_TOKEN = pattern(
    r"(?P<text>[^][\\.^$*+?{}()|]+(?![?*+]|\{\d*,))|(?P<end>[)|])|(?P<slot>\{\w+\})"
    r"|(?P<maybe>(?:[?*]|\{0?,\d*\})[?+]?)|(?P<no>\(\?<?!)|(?P<look>\(\?<?=)|(?P<open>\((?:\?(?::|P<\w+>)|(?!\?)))"
    r"|(?P<other>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?:\+|\{[1-9]\d*,\d*\})[?+]?|[^()])"
)
_WORD = pattern(r"[a-z]+|[^\x00-\x7f]+")
_EDGES = frozenset({r"\b", "^", "$"})
"""Beside these, no letter continues a word."""


class _Item(NamedTuple):
    """A part of an expression: of what kind, its source, what it consists of, whether it may be left out."""

    kind: str
    text: str
    inside: Sequence[Sequence[_Item]] = ()
    is_optional: bool = False


def either(alternatives: Iterable[Sequence[Words]]) -> Words:
    """Return words of which each text has one that has what one of these needs."""
    return frozenset[str]().union(*(max([ANY, *parts], key=_worth) for parts in alternatives))


@cache
def heaviest(text: str, *, before: bool = False, after: bool = False) -> str:
    """Return the word of a text that is probably met most seldom, as far as it is known how words begin and end."""
    words = []
    for match in _WORD.finditer(text):
        start = " " if match.start() or before else ""
        end = " " if match.end() < len(text) or after else ""
        words.append(f"{start}{match[0]}{end}" if match[0].isascii() else match[0])
    return max(words, key=_weight, default="")


class Needs:
    """Tells what expressions need in which `{name}` stands for a list of others; `lines_of` gives its lines."""

    def __init__(self, lines_of: Callable[[str], Iterable[str]]) -> None:
        self._lines_of = lines_of
        self._lists: dict[str, Sequence[Sequence[_Item]]] = {}
        self._words: dict[tuple[str, bool, bool], Sequence[Words]] = {}

    def of(self, source: str) -> tuple[Words, ...]:
        """Return sets of words: of each of them every text has a word that the expression matches, if it has any.

        What is not understood needs nothing.
        """
        parts = self._of_group(self._read(source), before=False, after=False)
        return tuple(sorted({part for part in parts if "" not in part}, key=_rank, reverse=True)[:MOST])

    def _read(self, source: str) -> Sequence[Sequence[_Item]]:
        tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(source)]
        is_whole = sum(len(text) for _, text in tokens) == len(source)
        return self._group(iter(tokens)) if is_whole else [[]]

    def _group(self, tokens: Iterator[tuple[str, str]]) -> list[list[_Item]]:
        """Return the alternatives up to the end of their group."""
        found: list[list[_Item]] = [[]]
        for kind, text in tokens:
            items = found[-1]
            if kind == "end":
                if text == ")":
                    break
                found.append([])
            elif kind == "maybe":
                items[-1:] = [each._replace(is_optional=True) for each in items[-1:]]
            elif kind == "slot":
                items.append(_Item(kind, text, self._list(text[1:-1])))
            else:
                items.append(_Item(kind, text, self._group(tokens) if kind in {"open", "look", "no"} else ()))
        return found

    def _list(self, name: str) -> Sequence[Sequence[_Item]]:
        if name not in self._lists:
            self._lists[name] = [items for line in self._lines_of(name) for items in self._read(line)]
        return self._lists[name]

    def _of_group(self, alternatives: Iterable[Sequence[_Item]], *, before: bool, after: bool) -> Sequence[Words]:
        """Return what a group needs: all of what its only alternative does, or one of what each of several does.

        `before` and `after` say whether no letter can stand before and after it.
        """
        every = [self._of_items(items, before=before, after=after) for items in alternatives]
        return every[0] if len(every) == 1 else [either(every)]

    def _of_items(self, items: Sequence[_Item], *, before: bool, after: bool) -> list[Words]:
        found: list[Words] = []
        for at, item in enumerate(items):
            if item.is_optional or item.kind in {"other", "no"}:
                continue
            is_look = item.kind == "look"  # what it looks at may go on beside it
            starts = not is_look and _is_edge(items[:at], -1, outside=before)
            ends = not is_look and _is_edge(items[at + 1 :], 0, outside=after)
            found += self._of_item(item, before=starts, after=ends)
        return found

    def _of_item(self, item: _Item, *, before: bool, after: bool) -> Sequence[Words]:
        if item.kind == "text":
            return [frozenset([heaviest(item.text, before=before, after=after)])]
        if item.kind != "slot":
            return self._of_group(item.inside, before=before, after=after)
        key = item.text, before, after
        if key not in self._words:
            self._words[key] = self._of_group(item.inside, before=before, after=after)
        return self._words[key]


def _is_edge(items: Sequence[_Item], end: int, *, outside: bool) -> bool:
    """Return whether no letter can stand at one end of items: the first (0) or the last (-1); `outside` is beyond."""
    if not items:
        return outside
    kind, text, inside, is_optional = items[end]
    if kind == "text":
        return text[end] not in LETTERS
    beyond = _is_edge(items[1:] if end == 0 else items[:-1], end, outside=outside)
    if kind in {"look", "no"}:  # they are as long as nothing
        return beyond
    if is_optional and not beyond:
        return False
    return text in _EDGES if kind == "other" else all(_is_edge(each, end, outside=beyond) for each in inside)


def _rank(words: Words) -> tuple[tuple[int, int], list[str]]:
    """Return the worth of words, as a key to sort by, which is the same in every process."""
    return _worth(words), sorted(words)


@cache
def _worth(words: Words) -> tuple[int, int]:
    """Return how much is known: the more, the longer the shortest word is, and the fewer there are."""
    return min(map(_weight, words)), -len(words)


def _weight(word: str) -> int:
    """Return how seldom a word is met: a Chinese sign weighs three letters."""
    return len(word) if word.isascii() else 3 * len(word)
