"""Word lists by which a bad end of a branch is recognised, one pack for each language.

They are data (`templates/language/`) and handed in: a pack is a map of `words`, lists that others are made of, and of
`stops`, the clauses of each kind that no branch may end at. A line is a regular expression and one alternative of its
list; `{name}` stands for a list of `words`. `blame` has, for each rule on words that blame, what to look for, and why.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cached_property
from itertools import accumulate

from rcalog.errors import UsageError
from rcalog.model.language import APART, all_unquoted, clause, sentences
from rcalog.patterns import pattern
from rcalog.values import Value

Data = Mapping[str, object]

LONGEST = 120
"""A longer text is no mere clause."""

LETTER = pattern(r"[a-z0-9_-]")
NEVER = "(?!)"

FORM = pattern(r"[][\\.^$*+?{}()]")
"""What makes a line more than words."""

SLOT = pattern(r"\{(\w+)\}")


class BadWordList(UsageError):
    """A list in a file of words cannot be understood."""

    code = "bad-word-list"

    def __init__(self, lang: str, name: str, why: str) -> None:
        hint = "the lines of a list are regular expressions; remove the file to use those that come with rcalog"
        super().__init__(f"templates/language/{lang}.yaml: {name}: {why}", hint=hint)


class Hit(Value):
    """A phrase that blames, as it stands in a text: the rule, why it is one, and what to ask instead."""

    rule: str
    phrase: str
    reason: str
    offer: str


class Texts:
    """Texts as they are searched, one by one and joined: what is in none of them is looked for once."""

    def __init__(self, texts: list[str]) -> None:
        self.plains = all_unquoted(texts)
        self.joined = APART.join(self.plains)
        self._ends = list(accumulate(len(plain) + len(APART) for plain in self.plains))

    def having(self, words: Iterable[str]) -> set[int]:
        """Return which of the texts have one of these words."""
        joined = self.joined
        return {at for word in words if word in joined for at in self._places(word)}

    def _places(self, word: str) -> Iterator[int]:
        joined, start = self.joined, 0
        while (found := joined.find(word, start)) >= 0:
            at = bisect_right(self._ends, found)
            yield at
            start = self._ends[at]  # once is enough


class Phrases:
    """What one rule looks for in one language, with examples of what it finds and of what it must not find."""

    def __init__(self, rule: str, entry: Data, compiled: Callable[[str, str], re.Pattern[str]]) -> None:
        say = {str(key): str(value) for key, value in entry.items()}
        self.rule, self.reason, self.offer = rule, say.get("reason", ""), say.get("offer", "")
        self.fires, self.fine = (tuple(say.get(key, "").strip().splitlines()) for key in ("fires", "fine"))
        lines = [line.strip() for line in say.get("cue", "").splitlines()]
        self._words = [line.split("|") for line in lines if not FORM.search(line)]
        self._forms = [compiled(f"blame.{rule}.cue", line) for line in lines if FORM.search(line)]
        self._source, self._compiled = say.get("find", NEVER), compiled

    @cached_property
    def find(self) -> re.Pattern[str]:
        """The phrases themselves; there are many, so that they are made when a text has their cue."""
        return self._compiled(f"blame.{self.rule}.find", self._source)

    def cued(self, texts: Texts) -> Iterator[int]:
        """Yield which of the texts have a cue."""
        found = [*range(len(texts.plains))]
        for words in self._words:
            having = texts.having(words)
            found = [at for at in found if at in having]
            if not found:
                return
        for at in found:
            if all(form.search(texts.plains[at]) for form in self._forms):
                yield at

    def hit(self, plain: str) -> Hit | None:
        """Return the first phrase in a text that has a cue."""
        parts = sentences(plain)
        found = next((found for part in parts if (found := self.find.search(part))), None)
        return Hit(self.rule, found[0].strip(" ,，"), self.reason, self.offer) if found else None


class Pack:
    """The words of one language."""

    def __init__(self, data: Data) -> None:
        self.lang = str(data.get("lang", "en"))
        self._data = data

    @cached_property
    def letters(self) -> re.Pattern[str]:
        """What a text must have to be in this language at all."""
        return self._compiled("letters", str(self._data.get("letters", "")))

    @cached_property
    def stops(self) -> Mapping[str, re.Pattern[str]]:
        """The clauses of each kind that no branch may end at."""
        return {name: self._compiled(f"stops.{name}", source) for name, source in self._lists("stops").items()}

    @cached_property
    def blame(self) -> tuple[Phrases, ...]:
        """The phrases that blame, rule by rule."""
        entries = self._data.get("blame")
        rules = entries.items() if isinstance(entries, Mapping) else ()
        return tuple(Phrases(str(rule), entry, self._compiled) for rule, entry in rules if isinstance(entry, Mapping))

    def kind_of(self, plain: str) -> str | None:
        """Return the kind of clause that a whole text is, None where it is none of them."""
        stops = self.stops.items() if self.letters.search(plain) else ()
        return next((kind for kind, pattern in stops if pattern.fullmatch(plain)), None)

    @cached_property
    def symptoms(self) -> re.Pattern[str]:
        """The words that tell of something wrong."""
        return self._compiled("symptoms", str(self._data.get("symptoms", NEVER)))

    @cached_property
    def acts(self) -> re.Pattern[str]:
        """How a clause begins that tells what somebody, called by name, did or left out."""
        return self._compiled("acts", str(self._data.get("acts", NEVER)))

    @cached_property
    def acting(self) -> re.Pattern[str]:
        """What follows the name of a person who did or left out something."""
        return self._compiled("acting", str(self._data.get("acting", NEVER)))

    @cached_property
    def names(self) -> re.Pattern[str]:
        """A given name at the beginning of a clause, as far as it is certain to be one."""
        return self._compiled("names", str(self._data.get("names", NEVER)))

    def impersonal(self, plain: str, people: Iterable[str]) -> str | None:
        """Return a clause with somebody for the name that it begins with, None where it begins with none."""
        known = max((len(name) for name in people if plain.startswith(name)), default=0)
        if LETTER.match(plain, known):
            known = 0
        given = self.names.match(plain)
        length = known or (given.end() if given else 0)
        return f"{self._data.get('somebody', '')}{plain[length:]}" if length else None

    def hits(self, texts: Texts) -> Iterator[tuple[int, Hit]]:
        """Yield the phrases in texts that blame, with which text it is, at most one of a text for each rule."""
        for phrases in self.blame if self.letters.search(texts.joined) else ():
            for at in phrases.cued(texts):
                plain = texts.plains[at]
                if self.letters.search(plain) and (hit := phrases.hit(plain)):
                    yield at, hit

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
        plains = Texts([*texts])
        found: list[dict[str, Hit]] = [{} for _ in plains.plains]
        for pack in self.packs:
            for at, hit in pack.hits(plains):
                found[at][hit.rule] = hit
        return [[hits[rule] for rule in sorted(hits)] if hits else [] for hits in found]

    def is_act(self, text: str, people: Iterable[str] = ()) -> bool:
        """Return whether a text tells what a person did or left out, by a given name or one of `people`.

        Raises:
            BadWordList: where a team's own list is no list of patterns.
        """
        plain = clause(text)
        named = [len(name) for each in people if plain.startswith(name := clause(each))]
        return any(
            pack.acts.match(plain) or any(pack.acting.match(plain, length) for length in named) for pack in self.packs
        )

    def is_symptom(self, text: str) -> bool:
        """Return whether a text tells of something that was seen to be wrong.

        Raises:
            BadWordList: where a team's own list is no list of patterns.
        """
        plain = clause(text)
        return any(pack.symptoms.search(plain) for pack in self.packs)


NO_WORDS = Lexicon(tuple)
"""For what does not look at the words of a record."""
