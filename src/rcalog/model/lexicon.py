"""Word lists by which a bad end of a branch is recognised, one pack for each language.

They are data (`templates/language/`) and handed in: a pack is a map of `words`, lists that others are made of, and of
`stops`, the clauses of each kind that no branch may end at. A line is a regular expression and one alternative of its
list; `{name}` stands for a list of `words`. `blame` has, for each rule on words that blame, what to look for, and why.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property, partial
from itertools import groupby

from rcalog.errors import UsageError
from rcalog.model.language import APART, all_unquoted, clause, sentences
from rcalog.model.needed import Needs, Words
from rcalog.model.phrases import NEVER, Hit, Phrases
from rcalog.model.sieve import Form, Kind, Sieve
from rcalog.patterns import pattern

Data = Mapping[str, object]

LONGEST = 120
"""A longer text is no mere clause."""

LETTER = pattern(r"[a-z0-9_-]")
SLOT = pattern(r"\{(\w+)\}")
SPREAD = pattern(r"(?P<before>\\b|\(\?=\{\w+\}\))\(\?:\{(?P<list>\w+)\}\)")
"""A line that stands for all of a list: each of its lines is a form of its own."""

OWN = "own"
"""The key that says that a team wrote something of a pack."""


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
        self._needs = Needs(lambda name: _lines_in(self._words[name]))

    @cached_property
    def letters(self) -> re.Pattern[str]:
        """What a text must have to be in this language at all."""
        return self._compiled("letters", str(self._data.get("letters", "")))

    @cached_property
    def stops(self) -> Sieve[str]:
        """The clauses of each kind that no branch may end at."""
        kinds = self._lists("stops").items()
        return Sieve(form for kind, source in kinds for form in self._forms(kind, f"stops.{kind}", source))

    @cached_property
    def blame(self) -> tuple[Phrases, ...]:
        """The phrases that blame, rule by rule."""
        entries = self._data.get("blame")
        rules = entries.items() if isinstance(entries, Mapping) else ()
        return tuple(Phrases(str(rule), entry, self._compiled) for rule, entry in rules if isinstance(entry, Mapping))

    @cached_property
    def blaming(self) -> Sieve[Phrases]:
        """The forms of all phrases that blame."""
        lists = ((each, f"blame.{each.rule}.find") for each in self.blame)
        return Sieve(form for each, name in lists for form in self._forms(each, name, each.source, each.needs))

    def kind_of(self, plain: str) -> str | None:
        """Return the kind of clause that a whole text is, None where it is none of them."""
        forms = self.stops.possible(plain) if self.letters.search(plain) else ()
        return next((form.kind for form in forms if form.pattern.fullmatch(plain)), None)

    @cached_property
    def symptoms(self) -> Sieve[str]:
        """The words that tell of something wrong."""
        return self._sieve("symptoms")

    @cached_property
    def acts(self) -> Sieve[str]:
        """How a clause begins that tells what somebody, called by name, did or left out."""
        return self._sieve("acts")

    @cached_property
    def acting(self) -> Sieve[str]:
        """What follows the name of a person who did or left out something."""
        return self._sieve("acting")

    @cached_property
    def names(self) -> Sieve[str]:
        """A given name at the beginning of a clause, as far as it is certain to be one."""
        return self._sieve("names")

    def impersonal(self, plain: str, people: Iterable[str]) -> str | None:
        """Return a clause with somebody for the name that it begins with, None where it begins with none."""
        known = max((len(name) for name in people if plain.startswith(name)), default=0)
        if known and LETTER.match(plain, known):
            known = 0
        given = next(self.names.matches(plain), None) if self.letters.search(plain) else None
        length = known or (given.end() if given else 0)
        return f"{self._data.get('somebody', '')}{plain[length:]}" if length else None

    def hits(self, plain: str, cues: Iterable[str]) -> Iterator[Hit]:
        """Yield the phrases in a text that blame, at most one for each rule, in sentences that have a cue."""
        told: set[str] = set()

        def with_cues(text: str) -> list[str]:
            return [part for part in sentences(text) if any(cue in part for cue in cues)]

        for part, possible in self.blaming.possible_in_parts(plain, with_cues):
            for phrases, forms in groupby(possible, key=lambda form: form.kind):
                if phrases.rule not in told and (hit := phrases.hit(plain, part, forms)) and self.letters.search(plain):
                    told.add(phrases.rule)
                    yield hit

    def _sieve(self, name: str) -> Sieve[str]:
        return Sieve(self._forms(name, name, str(self._data.get(name, NEVER))))

    def _forms(self, kind: Kind, name: str, source: str, around: tuple[Words, ...] = ()) -> Iterator[Form[Kind]]:
        """Yield the forms of a list; one that a team wrote is compiled at once, so that what is wrong in it is seen."""
        if self._data.get(OWN):
            whole = self._compiled(name, source)
            yield Form(kind, (), lambda: whole, around)
            return
        for line in self._lines(source):
            yield Form(kind, self._needs.of(line), partial(self._compiled, name, line), around)

    def _lines(self, source: str) -> Iterator[str]:
        for line in _lines_in(source):
            whole = SPREAD.fullmatch(line)
            below = _lines_in(self._words[whole["list"]]) if whole else ()
            yield from (f"{whole['before']}(?:{each})" for each in below) if whole else (line,)

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
        lines = "|".join(_lines_in(source))
        return SLOT.sub(lambda match: f"(?:{self._alternatives(self._words[match[1]])})", lines)


def _lines_in(source: str) -> list[str]:
    return [line.strip() for line in source.strip().splitlines()]


class Lexicon:
    """The words of all languages, read when a text is first held against them."""

    def __init__(self, read: Callable[[], Iterable[Data]]) -> None:
        self._read = read
        self._known: dict[str, str | None] = {}

    @cached_property
    def packs(self) -> tuple[Pack, ...]:
        """One pack for each language."""
        return tuple(Pack(data) for data in self._read())

    def kind_of(self, text: str, people: Iterable[str] = ()) -> str | None:
        """Return the kind of clause that the whole text is, None where it is none of them.

        A given name, or one of `people`, at its beginning stands for somebody.

        Raises:
            BadWordList: where a team's own list is no list of patterns.
        """
        plain = clause(text)
        if len(plain) > LONGEST:
            return None
        names = [clause(name) for name in people]
        kind = self._kind(plain)
        if kind is None:
            said = (pack.impersonal(plain, names) for pack in self.packs)
            kind = next((found for each in said if each and (found := self._kind(each))), None)
        return kind

    def _kind(self, plain: str) -> str | None:
        if plain not in self._known:
            kinds = (pack.kind_of(plain) for pack in self.packs)
            self._known[plain] = next((kind for kind in kinds if kind), None)
        return self._known[plain]

    def blame(self, text: str) -> list[Hit]:
        """Return the phrases in a text that blame somebody, at most one for each rule; quotations are left out.

        Raises:
            BadWordList: where a team's own list is no list of patterns.
        """
        return self.blames([text])[0]

    def blames(self, texts: Iterable[str]) -> list[list[Hit]]:
        """Return for each text what `blame` does; for many texts in far less time.

        Raises:
            BadWordList: where a team's own list is no list of patterns.
        """
        plains = all_unquoted([*texts])
        found: list[dict[str, Hit]] = [{} for _ in plains]
        whole = APART.join(plains)
        for pack in self.packs:
            cues = pack.blaming.cues(whole)
            for at, plain in enumerate(plains) if cues else ():
                if any(cue in plain for cue in cues):
                    found[at] |= {hit.rule: hit for hit in pack.hits(plain, cues)}
        return [[hits[rule] for rule in sorted(hits)] if hits else [] for hits in found]

    def is_act(self, text: str, people: Iterable[str] = ()) -> bool:
        """Return whether a text tells what a person did or left out, by a given name or one of `people`.

        Raises:
            BadWordList: where a team's own list is no list of patterns.
        """
        plain = clause(text)
        named = [len(name) for each in people if plain.startswith(name := clause(each))]
        return any(
            any(pack.acts.matches(plain)) or any(any(pack.acting.matches(plain, length)) for length in named)
            for pack in self.packs
        )

    def is_symptom(self, text: str) -> bool:
        """Return whether a text tells of something that was seen to be wrong.

        Raises:
            BadWordList: where a team's own list is no list of patterns.
        """
        plain = clause(text)
        return any(form.pattern.search(plain) for pack in self.packs for form in pack.symptoms.possible(plain))


NO_WORDS = Lexicon(tuple)
"""For what does not look at the words of a record."""
