"""Texts as they are compared: one width, one case, one space, and without the words that say nothing."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from rcalog.model.tokens import narrow
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

BEFORE = pattern(
    r"(?:(?:it|this|that) (?:was|is) )?(?:simply |just )?(?:due to |because of |caused by )?"
    r"(?:原因是|由于|因为|主要是|就是)?"
)
AFTER = pattern(r"所?(?:导致|造成|引起|所致)的?$")
AFTER_ENDS = ("导致", "造成", "引起", "所致", "的")
"""How a text ends that has one, which is seen many times sooner."""

EDGES = " .。!?;,、-"
"""Marks before and after a clause that say nothing."""

_IDLE = """a an the this that these those it its there then and or of to for in on at by with
    is are was were be been has have had do does did 的 了 是 在"""
IDLE = frozenset(_IDLE.split())
"""Words that do not count when two texts are compared."""
IDLE_LETTERS = frozenset("".join(IDLE))

WORD = pattern(r"[a-z][\w-]*\w|\d{3,}|\d+ ?%")
SIGN_OR_WORD = pattern(r"[一-鿿]|[^\W_一-鿿]+")
CHINESE = pattern(r"[一-鿿]{2,}")
IDLE_SIGNS = pattern("[的了是在和与从到被把就都也]")
ENDING = pattern(r"(?<=\w{3})(?:ings?|ed|es|s|e)$")
"""What a word ends in, whichever its form: failing, failed, fails."""


QUOTED = pattern(r"```.*?```|`[^`]*`|\"[^\"]*\"|“[^”]*”|«[^»]*»|「[^」]*」|『[^』]*』|‘[^’]*’", re.DOTALL)
"""What somebody else said, or a machine."""

QUOTES = '`"“«「『‘'
BLANKS = pattern(r"[^\S\n ][^\S\n]*| [^\S\n]+")
"""More than one blank, or an unusual one."""

APART = "\0"
"""Between texts that are searched as one: no record holds it, and it joins with no sign beside it."""

SENTENCE = pattern(r"[.;:!?](?=\s|$)|[。；：！？\n]|\s[–—-]\s")


def unquoted(text: str) -> str:
    """Return a text as it is searched: one width, one case, straight apostrophes, quotations left out."""
    return all_unquoted([text])[0]


def all_unquoted(texts: Sequence[str]) -> list[str]:
    """Return for each text what `unquoted` does; for many texts in far less time."""
    joined = APART.join(texts)
    plain = narrow(joined)
    if _has_quotes(plain):
        plain = APART.join([QUOTED.sub(" … ", each) if _has_quotes(each) else each for each in plain.split(APART)])
    plain = plain.casefold().replace("’", "'")
    if "  " in plain or not all(text.isprintable() for text in texts):  # else its blanks are single spaces
        plain = BLANKS.sub(" ", plain)
    found = plain.split(APART)
    if len(found) == len(texts):
        return [each.strip() for each in found]
    return [all_unquoted([text.replace(APART, " ")])[0] for text in texts]


def _has_quotes(plain: str) -> bool:
    return any(quote in plain for quote in QUOTES)


@lru_cache(maxsize=64)  # several rules look at the sentences of one text
def sentences(plain: str) -> tuple[str, ...]:
    """Return the sentences of a text, without the marks that end them."""
    return tuple(part for each in SENTENCE.split(plain) if (part := each.strip(" ,，、*_([（")))


@lru_cache(maxsize=4096)
def clause(text: str) -> str:
    """Return a text as it is matched: one width, one case, one space, no end mark, no connector."""
    plain = narrow(text).casefold().replace("’", "'")
    plain = " ".join(plain.split()).strip(EDGES)
    plain = BEFORE.sub("", plain, count=1)
    return (AFTER.sub("", plain) if plain.endswith(AFTER_ENDS) else plain).strip(EDGES)


@lru_cache(maxsize=4096)
def gist(text: str) -> frozenset[str]:
    """Return what a text is about, to see whether another is about the same: stems of words, pairs of Chinese signs."""
    plain = clause(text)
    words = {ENDING.sub("", word) for word in WORD.findall(plain) if word not in IDLE}
    signs = CHINESE.findall(IDLE_SIGNS.sub(" ", plain))
    return frozenset({*words, *(run[at : at + 2] for run in signs for at in range(len(run) - 1))})


@lru_cache(maxsize=4096)
def signs(text: str) -> frozenset[str]:
    """Return the signs of a text that no idle word has; where letters among them differ, the content does."""
    return frozenset(clause(text)) - IDLE_LETTERS


@lru_cache(maxsize=4096)
def content(text: str) -> tuple[str, ...]:
    """Return the words of a text that carry its meaning, sorted; each Chinese character is a word."""
    return tuple(sorted({word for word in SIGN_OR_WORD.findall(clause(text)) if word not in IDLE}))
