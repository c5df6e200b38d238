"""What became of a record, in words: revision by revision, as people read it."""

from __future__ import annotations

from rcalog.logbook.index.past import remember
from rcalog.logbook.index.paststore import Saying
from rcalog.model.display import safe
from rcalog.services.trail import indexed
from rcalog.services.wanted import EVERYTHING, Wanted
from rcalog.values import Value
from rcalog.version import __version__

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Generator, Iterator, Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.history import Revision
    from rcalog.services.past import Past
    from rcalog.services.trail import RecordFile

MEANING = 3
"""Raised by whatever changes the words in which a revision is told."""

TELLER = f"{__version__} {MEANING}"
"""What another teller has said is said anew."""

FEW = 12
"""Fields of a new record that are told; the rest is in the record."""

BY_ITS_NAME = ("schema", "id")
"""Fields of a new record that its name says already."""

WIDTH = 110

ABOUT, CHANGED = "-", "+"
NOTHING = "!"
"""What is said of a merge that only brought together what others had changed."""


class Told(Value):
    """A revision, and what is said of it: of each line, whether it is about the revision, or a change of a field."""

    revision: Revision
    lines: Sequence[tuple[bool, str]]


def telling(book: Logbook, file: RecordFile | None = None, wanted: Wanted = EVERYTHING) -> Generator[Told]:
    """Yield what became of a record (None: of every record), the newest first, as it is found.

    What a commit did never changes: what was said of it once is kept in the index of the past, where there is one.
    """
    known = indexed(book, file) if file and not wanted.field else None
    if known is None:
        from rcalog.services.past import past

        for one in past(book, file, wanted, by_index=True):
            yield Told(one.revision, _lines(_words(one)))
        return
    found = [each for each in known.revisions if wanted.includes(each, book)]
    said = {place: each.text for place, each in known.said.items() if each.teller == TELLER}
    new = _new(book, [each for each in found if _place(each) not in said])
    for each in found:
        text = said[_place(each)] if _place(each) in said else next(new)
        if text != NOTHING:
            yield Told(each, _lines(text))


def _new(book: Logbook, found: Sequence[Revision]) -> Iterator[str]:
    """Yield what is to be said of each of these revisions, and keep it."""
    if not found:
        return
    from rcalog.services.past import changed_by

    fresh: dict[tuple[str, str], Saying] = {}
    try:
        for each, told in zip(found, changed_by(book, iter(found)), strict=True):
            text = _words(told) if told else NOTHING
            if not told or not told.compared:  # the commit that it names is as short as the repository is small
                fresh[_place(each)] = Saying(TELLER, text)
            yield text
    finally:  # also where somebody has seen enough
        if fresh:
            remember(book, fresh)


def _place(revision: Revision) -> tuple[str, str]:
    return revision.commit, revision.path


def _lines(text: str) -> Sequence[tuple[bool, str]]:
    return [(line[0] == ABOUT, line[1:]) for line in text.split("\n")] if text else []


def _words(each: Past) -> str:
    """Return what is said of a revision, as lines without anything that a terminal obeys."""
    from rcalog.model.changes import describe

    told = [change for change in each.changes if not each.created or change.path not in BY_ITS_NAME]
    few = told[:FEW] if each.created else told
    lines = [ABOUT + line for line in _about(each)] + [CHANGED + describe(change, width=WIDTH) for change in few]
    if len(told) > len(few):
        lines.append(f"{ABOUT}and {len(told) - len(few)} more")
    return "\n".join(map(safe, lines))


def _about(each: Past) -> Iterator[str]:
    """Yield what cannot be said as a change of a field."""
    revision = each.revision
    if each.incident and each.incident not in revision.subject:
        yield f"{each.incident}  {each.title}"
    if each.cut:
        yield f"history begins here (shallow clone): {revision.path}"
    if each.created:
        yield f"made: {revision.path}"
    if each.removed:
        yield f"removed: {revision.path}"
    if revision.old_path:
        yield f"renamed: {revision.old_path} -> {revision.path}"
    if each.unreadable:
        yield "it could not be read any more"
    if each.compared:
        how = f"; compared with {each.compared}:" if each.changes else f", as it was in {each.compared}"
        yield f"it could be read again{how}"
