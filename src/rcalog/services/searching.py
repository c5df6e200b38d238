"""Finding where words stand: in the records as they are, and in all that they ever said."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from rcalog.errors import UsageError
from rcalog.logbook.history import moment
from rcalog.logbook.index.past import changes
from rcalog.logbook.layout import id_of
from rcalog.model.highlight import Range, count, ranges
from rcalog.model.query.terms import Word
from rcalog.model.tokens import phrase

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.patches import Patch
    from rcalog.model.query import Query


class OnlyWords(UsageError):
    """The past is searched for words: what an incident was, nobody kept line by line."""

    code = "only-words"

    def __init__(self, term: str) -> None:
        super().__init__(f"--history looks for words, and not for {term}", hint="rcalog search --history WORDS")


class NoWords(UsageError):
    """There is nothing to look for."""

    code = "no-words"

    def __init__(self) -> None:
        super().__init__("what shall be searched for?", hint="rcalog search WORDS; for all incidents: rcalog list")


@dataclass(frozen=True)
class Line:
    """A line of a record that came or went, and where in it the words stand."""

    text: str
    is_new: bool
    ranges: tuple[Range, ...]


@dataclass(frozen=True)
class Turn:
    """A commit that changed the lines of a record in which the words stand; `stands` is whether they do in HEAD."""

    what: Literal["came", "went", "stayed"]
    commit: str
    when: datetime
    author: str
    email: str
    subject: str
    path: str
    old_path: str | None
    incident: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Turns:
    """What became of the words, newest first; `total` counts those left out by the limit too."""

    found: tuple[Turn, ...]
    total: int
    is_shallow: bool


def phrases(query: Query) -> list[list[str]]:
    """Return what a query looks for in the past.

    Raises:
        OnlyWords, NoWords.
    """
    for term in query.terms:
        if not isinstance(term, Word):
            raise OnlyWords(str(term))
    if not query.terms:
        raise NoWords
    return [phrase(term.text) for term in query.terms if isinstance(term, Word)]


def search_history(book: Logbook, query: Query, *, limit: int | None) -> Turns:
    """Return the commits that put the words into a record, or took them out, newest first.

    Raises:
        OnlyWords, NoWords, GitMissing, GitFailed.
    """
    wanted = phrases(query)
    found = changes(book, wanted, limit=limit)
    return Turns(tuple(_turn(each, wanted) for each in found.found), found.total, found.is_shallow)


def _turn(patch: Patch, wanted: Sequence[Sequence[str]]) -> Turn:
    commit = patch.commit
    return Turn(
        what=_what(patch, wanted),
        commit=commit.oid,
        when=moment(commit.date),
        author=commit.author,
        email=commit.email,
        subject=commit.subject,
        path=patch.path,
        old_path=patch.old_path,
        incident=id_of(PurePosixPath(patch.path)),
        lines=tuple(_lines(patch, wanted)),
    )


def _lines(patch: Patch, wanted: Sequence[Sequence[str]]) -> Iterator[Line]:
    for line in patch.lines:
        if found := ranges(line[1:], wanted):
            yield Line(line[1:], line[0] == "+", tuple(found))


def _what(patch: Patch, wanted: Sequence[Sequence[str]]) -> Literal["came", "went", "stayed"]:
    """Return whether the words stand there more often afterwards, or less often."""
    more = [sum(count(line[1:], each) * (1 if line[0] == "+" else -1) for line in patch.lines) for each in wanted]
    if max(more) > 0:
        return "came"
    return "went" if min(more) < 0 else "stayed"
