"""Finding where words stand in the records as they are."""

from __future__ import annotations

from itertools import islice

from rcalog.errors import UsageError
from rcalog.logbook.index.excerpts import LINE
from rcalog.logbook.rawfile import read_bytes
from rcalog.model.highlight import count, lines, may_stand, worth_a_look
from rcalog.model.jsonread import read_json
from rcalog.model.paths import format_path
from rcalog.model.query.sorting import BEST, NEWEST
from rcalog.model.query.terms import Word
from rcalog.model.tokens import placed_values
from rcalog.values import Value, cached_property

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from datetime import date

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index import Asker, Excerpt, Found, Unread
    from rcalog.logbook.recordfile import Document, Loc
    from rcalog.logbook.recordfile.places import Place
    from rcalog.model.highlight import Range
    from rcalog.model.query.query import Query

    Phrases = list[list[str]]

MANY = 20
"""Of so many lines that say the same, none is known by what it says."""


class NoWords(UsageError):
    """There is nothing to look for."""

    code = "no-words"

    def __init__(self) -> None:
        super().__init__("what shall be searched for?", hint="rcalog search WORDS; for all incidents: rcalog list")


class Hit(Value):
    """A line of a value in which words stand: its field, its line in the file, and where in the text the words are.

    A draft that waits is on no line yet; a file that cannot be read has no fields.
    """

    field: str | None
    line: int | None
    text: str
    ranges: tuple[Range, ...]


class Match(Value):
    """An incident that matches, or a file that cannot be read and has all the words, with its hits.

    `file` is its path, relative to the top of the repository.
    """

    file: str
    incident: str | None
    excerpt: Excerpt | None
    hits: tuple[Hit, ...]
    unread: Unread | None = None


class Search(Value):
    """What was found; `total` counts those left out by the limit too. `broken` are all files that cannot be read."""

    matches: tuple[Match, ...]
    total: int
    broken: tuple[Unread, ...]


def search_records(
    book: Logbook,
    query: Query,
    *,
    limit: int | None,
    today: Callable[[], date],
    ranked: bool = False,
    whole: bool = True,
) -> Search:
    """Return the incidents that match, newest first or the best match first, and `whole` where the words stand.

    A file that cannot be read is searched line by line, whatever else the query asks for: it must hide nothing.

    Raises:
        NoWords: for an empty query, and where there is nothing to rank by.
    """
    wanted = [term.phrases for term in query.terms if isinstance(term, Word)]
    if not query.terms or (ranked and not wanted):
        raise NoWords

    day = today() if query.is_about_today else None

    def answer(asker: Asker) -> Search:
        found = asker.find(query, today=day, sort=BEST if ranked else NEWEST, limit=limit, whole=whole)
        return _shown(book, found, wanted)

    return book.index.ask(answer, early=True)


def _shown(book: Logbook, found: Found, wanted: list[Phrases]) -> Search:
    each_of = [phrase for phrases in wanted for phrase in phrases]
    matches = [Match(each.file, each.id, each, _hits(book, each, each_of)) for each in found.excerpts]
    broken = [(each, each.path.as_posix()) for each in found.broken]
    unread = [Match(file, each.id, None, hits, each) for each, file in broken if (hits := _lines(book, file, wanted))]
    return Search((*matches, *unread), found.total + len(unread), found.broken)


def _hits(book: Logbook, excerpt: Excerpt, wanted: Phrases) -> tuple[Hit, ...]:
    if not wanted or not excerpt.data:
        return ()
    places = _Places(book, excerpt)
    return tuple(
        Hit(format_path(loc, part), places.line(loc, number, text), text, tuple(marks))
        for part in _parts(excerpt.data, wanted)
        for loc, value in _near(part, wanted)
        for number, text, marks in lines(value, wanted)
    )


def _parts(data: str, wanted: Phrases) -> Iterator[Mapping[str, object]]:
    """Yield the keys of a record, each with what it holds, in which the words may stand; no other is taken apart."""
    keys = data[1:-1]
    for text, is_near in zip(keys.split(LINE), may_stand(keys, wanted), strict=True):
        if is_near or "\\u" in text:  # a letter that is spelt out may be one of a word
            yield read_json(f"{{{text.removesuffix(',')}}}")


def _near(part: Mapping[str, object], wanted: Phrases) -> Iterator[tuple[Loc, str]]:
    """Yield the values in which the words may stand, with their places."""
    placed = placed_values(part)
    yield from (placed[place] for place in worth_a_look([text for _, text in placed], wanted))


def _lines(book: Logbook, file: str, wanted: list[Phrases]) -> tuple[Hit, ...]:
    """Return the lines of a file that cannot be read, in which words stand; none unless all of them do."""
    from rcalog.services.unread import text_of

    text = text_of(book, file)
    if not all(any(count(text, each) for each in phrases) for phrases in wanted):
        return ()
    each_of = [phrase for phrases in wanted for phrase in phrases]
    return tuple(Hit(None, number + 1, line, tuple(marks)) for number, line, marks in lines(text, each_of))


class _Places:
    """The lines of a record's file on which its values stand."""

    def __init__(self, book: Logbook, excerpt: Excerpt) -> None:
        self._file, self._name = f"{book.place.folder}/{excerpt.file}", excerpt.file
        self._is_draft = bool(excerpt.drafts)

    def line(self, loc: Loc, number: int, text: str) -> int | None:
        """Return where a line of a value stands: on the only line that says so, else near where the value begins."""
        seen = list(islice(self._saying(text), MANY))
        if number and not (len(seen) == 1 and seen[0][1].strip() == text) and (start := self._outlined(loc)):
            told = start + 1 + number  # as a block writes its lines
            if self._first(text, told) == told:
                return told
        key = next(step for step in reversed(loc) if isinstance(step, str))
        keyed = [each for each in seen if each[1].lstrip(" -").startswith(f"{key}:")]
        sure = next((found for found in (seen, keyed) if len(found) == 1 and len(seen) < MANY), [])
        if sure:
            return sure[0][0]
        start = None
        for read in (self._outlined, self._parsed):
            if (start := read(loc)) and (near := self._first(text, start)) and near <= start + number + 1:
                return near
        return None if self._is_draft else start

    def _first(self, text: str, start: int) -> int:
        return next((place for place, _ in self._saying(text, start)), 0)

    def _saying(self, text: str, first: int = 1) -> Iterator[tuple[int, str]]:
        """Yield the lines, from one on, that hold a text and are no comment, each with its number before it."""
        whole, place, end = self._text, first, _start_of(self._text, first)
        while (found := whole.find(text, end)) >= 0:
            place += whole.count("\n", end, found)
            begin, end = max(whole.rfind("\n", end, found) + 1, end), whole.find("\n", found) + 1 or len(whole) + 1
            line = whole[begin : end - 1]
            if line.lstrip()[:1] != "#":
                yield place, line
            place += 1

    @cached_property
    def _raw(self) -> bytes:
        try:
            return read_bytes(self._file)
        except OSError:
            return b""

    @cached_property
    def _text(self) -> str:
        return self._raw.decode("utf-8", "replace")

    def _outlined(self, loc: Loc) -> int | None:
        """Return where a value begins as far as the lines tell, which is quick."""
        return self._outline.at(loc).line if self._outline else None

    @cached_property
    def _outline(self) -> Place | None:
        from rcalog.logbook.recordfile.places import places
        from rcalog.logbook.recordfile.plain import NotPlain

        try:
            return places(self._text)
        except NotPlain:
            return None

    def _parsed(self, loc: Loc) -> int | None:
        """Return where a value begins; None where the file is not readable, or not there yet."""
        return self._document.position(loc).line if self._document else None

    @cached_property
    def _document(self) -> Document | None:
        from rcalog.logbook.recordfile import RecordError, read

        try:
            return read(self._raw, name=self._name)
        except RecordError:
            return None


def _start_of(text: str, line: int) -> int:
    """Return where a line begins."""
    return sum(len(each) + 1 for each in text.split("\n", line - 1)[: line - 1])
