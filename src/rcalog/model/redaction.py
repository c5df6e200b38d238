"""A text that shall go from everywhere: how it may be written in files and messages, and what stands in its place."""

from __future__ import annotations

import json
import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from rcalog.errors import UsageError
from rcalog.patterns import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "(redacted)"
"""Stands in the place of what was taken out; YAML and JSON take it wherever they take a word."""

PLAIN_MARK = "redacted"
"""Does so where only a plain word is allowed, such as an owner."""

FEWEST = 4
CUT_FROM = 6
"""So many characters of a text that was cut short in a message still give it away."""

LONGEST_CUT = 72
SHOWN = 60
"""So many characters are shown on either side of what is masked."""

GAP = r"(?:\s|\\[ntr]|\\\r?\n)+"
"""What may stand between two words: YAML folds lines, and indents them."""


class TooShort(UsageError):
    """A text so short that it stands in many others."""

    code = "too-short"

    def __init__(self) -> None:
        super().__init__(
            f"fewer than {FEWEST} letters, or {FEWEST // 2} Chinese characters, stand in many other words too",
            hint="give more of the text around it",
        )


def is_too_short(value: str) -> bool:
    """Return whether a text stands in too many others; a Chinese character says as much as two letters."""
    shown = "".join(value.split())
    return len(shown) + sum(unicodedata.east_asian_width(each) in "WF" for each in shown) < FEWEST


BLANKS = pattern(r"[ \t\r\n\f\v]+")
"""What YAML and terminals fold; other blanks are characters like any."""


@dataclass(frozen=True)
class Redaction:
    """Texts to be taken out, in every form in which files and messages write them.

    Raises:
        TooShort.
    """

    values: tuple[str, ...]

    def __post_init__(self) -> None:
        if not self.values or any(is_too_short(value) for value in self.values):
            raise TooShort

    @cached_property
    def pattern(self) -> str:
        """The regular expression that finds them, the longest first."""
        forms = {form for value in self.values for form in _forms(value)}
        return "|".join(sorted(forms, key=lambda form: (-len(form), form)))

    @cached_property
    def _in_bytes(self) -> re.Pattern[bytes]:
        return re.compile(self.pattern.encode())

    @cached_property
    def _in_text(self) -> re.Pattern[str]:
        return re.compile(self.pattern)

    def is_in(self, raw: bytes) -> bool:
        """Return whether any of them stands in these bytes."""
        return self._in_bytes.search(raw) is not None

    def clean(self, raw: bytes, mark: str = MARK) -> bytes:
        """Return the bytes with the mark in the place of each."""
        return self._in_bytes.sub(mark.encode(), raw)

    def clean_text(self, text: str, mark: str = MARK) -> str:
        """Return the text with the mark in the place of each."""
        return self._in_text.sub(mark, text)

    def clean_data(self, value: object) -> object:
        """Return plain data with the mark in the place of each, in keys too."""
        if isinstance(value, dict):
            return {self.clean_text(str(key)): self.clean_data(item) for key, item in value.items()}
        if isinstance(value, list):
            return [self.clean_data(item) for item in value]
        return self.clean_text(value) if isinstance(value, str) else value

    def lines(self, raw: bytes) -> Iterator[tuple[int, str]]:
        """Yield the number of each line in which one begins, and the line with all of them masked."""
        text = raw.decode("utf-8", "replace")
        for match in self._in_text.finditer(text):
            number = text.count("\n", 0, match.start()) + 1
            begin = text.rfind("\n", 0, match.start()) + 1
            end = text.find("\n", match.end())
            before = self.clean_text(text[begin : match.start()])[-SHOWN:]
            after = self.clean_text(text[match.end() : end if end >= 0 else len(text)])[:SHOWN]
            yield number, f"{before}{MARK}{after}".strip()


def _forms(value: str) -> Iterator[str]:
    """Yield how a value is written: as it is, in either kind of quotes, and cut short where it was too long to show."""
    words = BLANKS.sub(" ", value).strip(" ").split(" ")
    for written in (_raw, _in_single_quotes, _in_double_quotes, _in_json):
        yield GAP.join(re.escape(written(word)) for word in words)
    line = " ".join(words)[:LONGEST_CUT]
    if len(line) > CUT_FROM:
        yield f"{re.escape(line[:CUT_FROM])}{_up_to(line[CUT_FROM:])}(?:…|\\.\\.\\.)"


def _raw(word: str) -> str:
    return word


def _in_single_quotes(word: str) -> str:
    return word.replace("'", "''")


def _in_double_quotes(word: str) -> str:
    return json.dumps(word, ensure_ascii=False)[1:-1]


def _in_json(word: str) -> str:
    return json.dumps(word)[1:-1]


def _up_to(rest: str) -> str:
    """Return the expression for any beginning of a text, the empty one too."""
    return "".join(f"(?:{re.escape(char)}" for char in rest) + ")?" * len(rest)
