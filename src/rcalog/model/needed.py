"""What a text must have, so that a regular expression can match in it: read off its source, without compiling it.

Compiling takes a thousand times as long as looking for a word. So of many expressions those alone are compiled that can
match in what they are held against.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from rcalog.patterns import pattern

Words = frozenset[str]
"""Words, or parts of words, of which each text that matches has one."""

ANY: Words = frozenset([""])
"""What every text has: nothing is known."""

_TOKEN = pattern(
    r"(?P<text>[^][\\.^$*+?{}()|]+(?![?*+]|\{\d*,))|(?P<end>[)|])|(?P<slot>\{\w+\})"
    r"|(?P<maybe>(?:[?*]|\{0?,\d*\})[?+]?)|(?P<no>\(\?<?!)|(?P<open>\((?:\?(?:[:=]|<=|P<\w+>)|(?!\?)))"
    r"|(?P<other>\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|(?:\+|\{[1-9]\d*,\d*\})[?+]?|[^()])"
)
_WORD = pattern(r"[a-z]+|[^\x00-\x7f]+")

_Tokens = Iterator[tuple[str, str]]
_WordsOf = Callable[[str], Words]


def needed(source: str, words_of: _WordsOf) -> Words:
    """Return words of which each text has one that the expression matches; `words_of` tells those of `{name}`.

    What is not understood needs nothing.
    """
    tokens = [(match.lastgroup or "", match[0]) for match in _TOKEN.finditer(source)]
    is_whole = sum(len(text) for _, text in tokens) == len(source)
    return _either(iter(tokens), words_of) if is_whole else ANY


def _either(tokens: _Tokens, words_of: _WordsOf) -> Words:
    """Return what the next alternatives need, up to the end of their group."""
    found: set[str] = set()
    more = "|"
    while more == "|":
        parts, more = _sequence(tokens, words_of)
        best: Words = max([ANY, *parts], key=_worth)
        found |= best
    return frozenset(found)


def _sequence(tokens: _Tokens, words_of: _WordsOf) -> tuple[list[Words], str]:
    """Return what the parts of the next alternative need, and what ends it."""
    parts: list[Words] = []
    for kind, text in tokens:
        if kind == "end":
            return parts, text
        if kind == "text":
            parts.append(frozenset([heaviest(text)]))
        elif kind == "slot":
            parts.append(words_of(text[1:-1]))
        elif kind == "maybe":
            parts[-1:] = []
        elif kind in {"open", "no"}:
            inside = _either(tokens, words_of)
            parts.append(inside if kind == "open" else ANY)
        else:
            parts.append(ANY)
    return parts, ""


def heaviest(text: str) -> str:
    """Return the word of a text that is probably met most seldom, as far as it is known how words end."""
    return max(_WORD.findall(text), key=_weight, default="")


def _worth(words: Words) -> tuple[int, int]:
    """Return how much is known: the more, the longer the shortest word is, and the fewer there are."""
    return min(map(_weight, words)), -len(words)


def _weight(word: str) -> int:
    """Return how seldom a word is met: a Chinese sign weighs three letters."""
    return len(word) if word.isascii() else 3 * len(word)
