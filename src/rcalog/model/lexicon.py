"""Word lists by which a bad end of a branch is recognised, one pack for each language.

They are data (`templates/language/`) and handed in: a pack is a map of `words`, lists that others are made of, and of
`stops`, the clauses of each kind that no branch may end at. A line is a regular expression and one alternative of its
list; `{name}` stands for a list of `words`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from rcalog.errors import UsageError
from rcalog.model.language import clause

Data = Mapping[str, object]

LONGEST = 120
"""A longer text is no mere clause."""

SLOT = re.compile(r"\{(\w+)\}")


class BadWordList(UsageError):
    """A list in a file of words cannot be understood."""

    code = "bad-word-list"

    def __init__(self, lang: str, name: str, why: str) -> None:
        hint = "the lines of a list are regular expressions; remove the file to use those that come with rcalog"
        super().__init__(f"templates/language/{lang}.yaml: {name}: {why}", hint=hint)


class Pack:
    """The words of one language."""

    def __init__(self, data: Data) -> None:
        self.lang = str(data.get("lang", "en"))
        self._data = data

    @cached_property
    def stops(self) -> Mapping[str, re.Pattern[str]]:
        """The clauses of each kind that no branch may end at."""
        return {name: self._compiled(f"stops.{name}", source) for name, source in self._lists("stops").items()}

    def kind_of(self, plain: str) -> str | None:
        """Return the kind of clause that a whole text is, None where it is none of them."""
        return next((kind for kind, pattern in self.stops.items() if pattern.fullmatch(plain)), None)

    def _lists(self, name: str) -> dict[str, str]:
        lists = self._data.get(name)
        return {str(key): str(lines) for key, lines in lists.items()} if isinstance(lists, Mapping) else {}

    @cached_property
    def _words(self) -> dict[str, str]:
        return self._lists("words")

    def _compiled(self, name: str, source: str) -> re.Pattern[str]:
        try:
            return re.compile(self._alternatives(source))
        except (re.error, RecursionError) as err:
            raise BadWordList(self.lang, name, str(err)) from err
        except KeyError as err:
            raise BadWordList(self.lang, name, f"there is no list {err} among words") from err

    def _alternatives(self, source: str) -> str:
        lines = "|".join(line.strip() for line in source.strip().splitlines())
        return SLOT.sub(lambda match: f"(?:{self._alternatives(self._words[match[1]])})", lines)


class Lexicon:
    """The words of all languages, read when a text is first held against them."""

    def __init__(self, read: Callable[[], Iterable[Data]]) -> None:
        self._read = read
        self._known: dict[str, str | None] = {}

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """One pack for each language."""
        return tuple(Pack(data) for data in self._read())

    def kind_of(self, text: str) -> str | None:
        """Return the kind of clause that the whole text is, None where it is none of them.

        Raises:
            BadWordList: where a team's own list is no list of patterns.
        """
        plain = clause(text)
        if len(plain) > LONGEST:
            return None
        if plain not in self._known:
            kinds = (pack.kind_of(plain) for pack in self.packs)
            self._known[plain] = next((kind for kind in kinds if kind), None)
        return self._known[plain]


NO_WORDS = Lexicon(tuple)
"""For what does not look at the words of a record."""
