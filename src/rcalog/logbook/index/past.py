"""The index of the past: every line that a commit put into a record or took out of it, of deleted records too.

It is derived from git, in a file of its own, and may be deleted at any time. What HEAD, a branch or a tag has behind it
is in it, and nothing else.
"""

from __future__ import annotations

import _sqlite3 as sqlite3  # the package around it loads more, see `Database`
import os
from contextlib import closing, suppress
from itertools import pairwise

from rcalog.errors import RcalogError
from rcalog.logbook.folders import month_of
from rcalog.logbook.git import heads
from rcalog.logbook.git.dates import seconds
from rcalog.logbook.git.refs import holders
from rcalog.logbook.git.spawn import Started
from rcalog.logbook.index.database import Held, places, sweep, throw_away, with_version
from rcalog.logbook.index.pastfollow import follow, follow_few
from rcalog.logbook.index.pastschema import VERSION
from rcalog.logbook.index.paststore import PastStore
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
    from typing import TypeVar

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.patches import Patch
    from rcalog.logbook.history import Revision
    from rcalog.logbook.index.pastfollow import Tell
    from rcalog.logbook.index.paststore import Saying, Weighed

    T = TypeVar("T")

FEW_COMMITS = 500
"""So many are read for one record: git would take as long to look for it among all."""


class Found(Value):
    """A change that concerns the words.

    `times` says how often all of them stood in its file before and afterwards (see `Weighed`). `is_last` says that HEAD
    surely has no later change of this kind of the file.
    """

    patch: Patch
    times: tuple[int, int]
    is_last: bool


class Changes(Value):
    """Changes that concern the words, newest first; `total` counts those left out by the limit too, where it is known.

    `names` says where each of their files is by now, `texts()` what those hold in HEAD that are still there, and
    `elsewhere` of each commit that HEAD does not have which branches and tags do.
    """

    found: tuple[Found, ...] = ()
    total: int | None = 0
    names: Mapping[str, str] = {}
    texts: Callable[[], Mapping[str, str]] = dict
    elsewhere: Mapping[str, tuple[str, ...]] = {}


class Touching(Value):
    """The revisions of a record, the newest first, all names that its files had, and what was said of it before."""

    revisions: Sequence[Revision]
    names: Collection[str]
    said: Mapping[tuple[str, str], Saying]


def changes(
    book: Logbook, phrases: Sequence[Sequence[str]], *, limit: int | None = None, tell: Tell = lambda _: None
) -> Changes:
    """Return the changes among whose lines, put in or taken out, a phrase stands; of several those of them together.

    An index that is harmed, or that the disk does not take, is made anew, at last in memory; `tell` is told how many
    changes were read so far.

    Raises:
        GitMissing, GitFailed.
    """
    head = heads.head(book.place)
    for path in files(book):
        for _ in range(2):
            try:
                return _ask(book, head, path, phrases, limit, tell)
            except Held as held:
                book.warn(str(held))
                return _ask(book, head, None, phrases, limit, tell)
            except (OSError, sqlite3.OperationalError):  # locked, or a disk that takes nothing: the file may be whole
                break
            except sqlite3.DatabaseError:
                with suppress(OSError):
                    throw_away(path)
    return _ask(book, head, None, phrases, limit, tell)


def touching(book: Logbook, path: str, incident: str, *, most: int = FEW_COMMITS) -> Touching | None:
    """Return what became of a record; None where there is no index to tell, which git does too, more slowly.

    It is brought up to date where it takes no more commits than `most` for that.
    """
    head = heads.head(book.place)
    if head is None or _file(book) is None:
        return None
    short = Started(("rev-parse", "--short", head), book.place.folder)

    def asked(store: PastStore) -> tuple[list[Patch], Collection[str], Mapping[tuple[str, str], Saying]]:
        found, names = store.touching(path, month_of(book.records_folder, incident), incident)
        return found, names, store.said(names)

    known = consulted(book, head, asked, most=most)
    if known is None or any(later.commit.at < each.commit.at for later, each in pairwise(known[0])):
        return None  # where branches ran side by side, or clocks went wrong, only git knows the order
    found, names, said = known
    digits = len(short.result().text)
    return Touching([revision_of(each, digits) for each in found], names, said)


def consulted(book: Logbook, head: str, ask: Callable[[PastStore], T], *, most: int = FEW_COMMITS) -> T | None:
    """Return what the index says of HEAD; None where there is none, or it is too far behind, or harmed."""
    file = _file(book)
    if file is None:
        return None
    try:
        with closing(PastStore(file)) as store:
            store.be_brief()
            return ask(store) if follow_few(store, book, head, most) else None
    except (OSError, sqlite3.Error, RcalogError):
        return None


def remember(book: Logbook, told: Mapping[tuple[str, str], Saying]) -> None:
    """Keep what was said of revisions, where there is an index to keep it; never fails."""
    with suppress(OSError, sqlite3.Error), closing(PastStore(_file(book))) as store:
        store.be_brief()
        with store.writing():
            store.keep_said(told)


def _file(book: Logbook) -> str | None:
    return next((each for each in files(book) if os.path.exists(each)), None)


def files(book: Logbook) -> Iterator[str]:
    """Yield where the index may be, the best place first."""
    return (with_version(place, VERSION) for place in places(book, "past"))


def revision_of(change: Patch, digits: int) -> Revision:
    """Return a change as git tells it; its commit's id is given with so many digits too."""
    from rcalog.logbook.history import Revision, trailers_of

    commit, ends = change.commit, change.ends
    return Revision(
        commit=commit.oid,
        short=commit.oid[:digits],
        parents=commit.parents,
        author=commit.author,
        email=commit.email,
        date=commit.date,
        at=seconds(f"{commit.at}"),
        subject=commit.subject,
        trailers=trailers_of(commit.trailers),
        path=change.path,
        old_path=change.old_path,
        blob=ends.blob,
        before=ends.before,
    )


def _ask(  # noqa: PLR0917 (what is asked, and of which file)
    book: Logbook, head: str | None, path: str | None, phrases: Sequence[Sequence[str]], limit: int | None, tell: Tell
) -> Changes:
    if path and not os.path.exists(path):
        os.makedirs(os.path.dirname(path), exist_ok=True)
        for place in places(book, "past"):
            sweep(place, VERSION)
    with closing(PastStore(path)) as store:
        tips = follow(store, book, head, tell=tell)
        weighed, total = _weighed(store, book, phrases, limit)
        names = {path: store.present_name(path) for path in dict.fromkeys(each.patch.path for each in weighed)}
        away = _elsewhere(store, weighed) if {*tips.values()} - {head} else frozenset()
        is_sure = total == len(weighed) or not store.is_jumbled
    last: dict[str, int] = {}
    for each in weighed if is_sure else ():
        if each.patch.commit.oid not in away:
            last[names[each.patch.path]] = max(each.number, last.get(names[each.patch.path], 0))
    newest = set(last.values())
    found = [Found(each.patch, each.times, each.number in newest) for each in weighed]
    texts = heads.Held(book.place, head, sorted(set(names.values()))).texts if head else dict
    return Changes(tuple(found), total, names, texts, holders(book.place, head, tips, away))


def _weighed(
    store: PastStore, book: Logbook, phrases: Sequence[Sequence[str]], limit: int | None
) -> tuple[list[Weighed], int | None]:
    from rcalog.logbook.index.pastalone import alone
    from rcalog.logbook.index.pasttogether import together

    if len(phrases) == 1:
        found, matching = store.find(phrases[0], limit)
        return alone(store, book.place, phrases[0], found, matching), len(matching)
    weighed, is_all = together(store, book.place, phrases, limit)
    return weighed, len(weighed) if is_all else None


def _elsewhere(store: PastStore, weighed: Sequence[Weighed]) -> frozenset[str]:
    return frozenset(store.elsewhere(dict.fromkeys(each.patch.commit.oid for each in weighed)))
