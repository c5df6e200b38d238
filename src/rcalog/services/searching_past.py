"""Finding where words stood in anything that a record ever said: when they came, and when they went."""

from __future__ import annotations

from rcalog.errors import UsageError
from rcalog.logbook.folders import incident_in
from rcalog.logbook.git import heads
from rcalog.logbook.git.dates import moment
from rcalog.logbook.index.past import changes
from rcalog.model.highlight import lines, worth_a_look
from rcalog.model.query.terms import Word
from rcalog.model.tokens import phrase
from rcalog.model.toplines import said
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime
    from typing import Literal

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.index.past import Found
    from rcalog.model.highlight import Range
    from rcalog.model.query.query import Query
    from rcalog.services.searching import Phrases

    What = Literal["came", "went", "stayed"]


class OnlyWords(UsageError):
    """The past is searched for words: what an incident was at any time, nobody kept line by line."""

    code = "only-words"

    def __init__(self, term: str) -> None:
        super().__init__(f"--history looks for words, and not for {term}", hint="rcalog search --history WORDS")


class NotInThePast(UsageError):
    """A flag that says nothing about the past."""

    code = "not-in-the-past"

    def __init__(self, flag: str) -> None:
        super().__init__(f"{flag} does not go with --history", hint="rcalog search --history WORDS")


class Line(Value):
    """A line of a record that was put in or taken out, and where in it the words stand."""

    text: str
    is_new: bool
    ranges: tuple[Range, ...]


class Turn(Value):
    """A commit that changed the lines of a record in which the words stand; several have to stand there together.

    They came where the record did not have them before, went where it did not afterwards, else they stayed. `stands` is
    whether they do in the record that HEAD has; where they did after the last such commit, and do not, a merge has left
    them out; where they went with it and do, a merge brought them back (`is_back`). `is_cut` tells that a shallow
    clone begins there: they may have come earlier. `on` is which branches and tags have the commit where HEAD does not,
    by their full names.
    """

    what: What
    commit: str
    date: str
    """When its author wrote it, as git says it."""
    author: str
    email: str
    subject: str
    path: str
    old_path: str | None
    incident: str | None
    lines: tuple[Line, ...]
    stands: bool
    is_left_out: bool
    is_back: bool
    is_cut: bool
    on: tuple[str, ...] = ()

    @property
    def when(self) -> datetime:
        """When its author wrote it."""
        return moment(self.date)


class Turns(Value):
    """What became of the words, newest first; `total` counts those left out by the limit too, where it is known."""

    found: tuple[Turn, ...]
    total: int | None


def search_past(
    book: Logbook, query: Query, *, limit: int | None, tell: Callable[[int], object] = lambda _: None
) -> Turns:
    """Return the commits that put the words into a record, or took them out, newest first.

    `tell` is told how many changes were read so far, where the index of the past is made.

    Raises:
        OnlyWords, NoWords, GitMissing, GitFailed.
    """
    wanted = _words(query)
    found = changes(book, wanted, limit=limit, tell=tell)
    drawn = [_drawn(each, wanted) for each in found.found]  # while git looks up what stands in HEAD
    standing = {path for path, text in found.texts().items() if _stand_in(text.split("\n"), wanted)}
    cut_off = heads.cut_off(book.place)
    turns: list[Turn] = []
    for each, (what, shown) in zip(found.found, drawn, strict=True):
        oid = each.patch.commit.oid
        turn = _turn(each, what, shown, stands=found.names[each.patch.path] in standing)
        turns.append(turn.with_(is_cut=oid in cut_off, on=found.elsewhere.get(oid, ())))
    return Turns(tuple(turns), found.total)


def _stand_in(text: Sequence[str], wanted: Phrases) -> bool:
    return all(any(lines(said(text[place]), [each]) for place in worth_a_look(text, [each])) for each in wanted)


def _words(query: Query) -> Phrases:
    if not query.terms:
        from rcalog.services.searching import NoWords

        raise NoWords
    found = [phrase(term.text) for term in query.terms if isinstance(term, Word)]
    for term in query.terms:
        if not isinstance(term, Word):
            raise OnlyWords(str(term))
    return found


def _drawn(found: Found, wanted: Phrases) -> tuple[What, tuple[Line, ...]]:
    """Return what became of the words, and the lines in which they stand."""
    changed = found.patch.lines
    near = [changed[at] for at in worth_a_look([line[1:] for line in changed], wanted)]
    before, after = found.times
    what: What = "stayed" if before and after else "came" if after else "went"
    return what, tuple(_lines(near, wanted))


def _turn(found: Found, what: What, shown: tuple[Line, ...], *, stands: bool) -> Turn:
    patch, commit = found.patch, found.patch.commit
    return Turn(
        what=what,
        commit=commit.oid,
        date=commit.date,
        author=commit.author,
        email=commit.email,
        subject=commit.subject,
        path=patch.path,
        old_path=patch.old_path,
        incident=incident_in(patch.path),
        lines=shown,
        stands=stands,
        is_left_out=found.is_last and found.times[1] > 0 and not stands,
        is_back=found.is_last and what == "went" and stands,
        is_cut=False,
    )


def _lines(near: Sequence[str], wanted: Phrases) -> Iterator[Line]:
    for line in near:
        text = line[1:]
        words = said(text)  # the marks are counted from where it begins
        left_out = len(words) - len(words.lstrip()) if words != text else 0
        for _, _, marks in lines(words, wanted):
            yield Line(text.strip(), line[0] == "+", tuple((start + left_out, end + left_out) for start, end in marks))
