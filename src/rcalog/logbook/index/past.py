"""The index of the past: every line that a commit put into a record or took out of it, of deleted records too.

It is derived from git, in a file of its own, and may be deleted at any time. It follows HEAD: what HEAD has behind it
is in it, and nothing else.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from contextlib import closing, suppress

from rcalog.errors import RcalogError
from rcalog.logbook.git import heads
from rcalog.logbook.index.database import places, throw_away
from rcalog.logbook.index.paststore import PastStore
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.patches import Patch
    from rcalog.logbook.index.paststore import Touching

    Tell = Callable[[int], object]

TOLD_EACH = 1000


class Changes(Value):
    """Changes of records in whose lines the words stand, newest first; `total` counts those left out by the limit too.

    `names` says where each of their files is by now, `texts` what those hold in HEAD that are still there.
    `is_shallow` tells that this clone does not have the whole history.
    """

    found: tuple[Patch, ...] = ()
    total: int = 0
    names: Mapping[str, str] = {}
    texts: Mapping[str, str] = {}
    is_shallow: bool = False


def changes(
    book: Logbook, phrases: Sequence[Sequence[str]], *, limit: int | None = None, tell: Tell = lambda _: None
) -> Changes:
    """Return the changes among whose lines, put in or taken out, each of these phrases stands.

    An index that is harmed, or that the disk does not take, is made anew, at last in memory; `tell` is told how many
    changes were read so far.

    Raises:
        GitMissing, GitFailed.
    """
    head = heads.head(book.place)
    if head is None:
        return Changes()
    for path in places(book, "past"):
        for _ in range(2):
            try:
                return _ask(book, head, path, phrases, limit, tell)
            except (OSError, sqlite3.OperationalError):  # locked, or a disk that takes nothing: the file may be whole
                break
            except sqlite3.DatabaseError:
                with suppress(OSError):
                    throw_away(path)
    return _ask(book, head, None, phrases, limit, tell)


def touching(book: Logbook, path: str, beside: str) -> Touching | None:
    """Return the commits that changed a record, and the names that it had; None where this is no index to tell.

    It is not made for that: git tells too, more slowly.
    """
    head, file = heads.head(book.place), next(places(book, "past"))
    if head is None or not os.path.exists(file):
        return None
    try:
        with closing(PastStore(file)) as store:
            store.be_brief()
            found = store.touching(path, beside) if _follow(store, book, head, anew=False) else None
            return found if found and found.is_in_order else None
    except (OSError, sqlite3.Error, RcalogError):
        return None


def _ask(  # noqa: PLR0917 (what is asked, and of which file)
    book: Logbook, head: str, path: str | None, phrases: Sequence[Sequence[str]], limit: int | None, tell: Tell
) -> Changes:
    if path:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with closing(PastStore(path)) as store:
        _follow(store, book, head, tell=tell)
        found, total = store.find(phrases, limit)
        names = {path: store.present_name(path) for path in dict.fromkeys(each.path for each in found)}
    texts = heads.texts(book.place, head, sorted(set(names.values())))
    is_shallow = os.path.exists(f"{book.place.common_folder}/shallow")
    return Changes(tuple(found), total, names, texts, is_shallow)


def _follow(store: PastStore, book: Logbook, head: str, *, anew: bool = True, tell: Tell = lambda _: None) -> bool:
    """Bring the index to a commit: what that has not behind it goes, what it has comes.

    It returns False where it would have to be made `anew`, and shall not.
    """
    now = {"head": head, "made from": _made_from(book)}
    if store.known == now:
        return True
    from rcalog.logbook.git.patches import patches

    with store.writing():
        known = store.known  # another process may have been quicker
        is_alike = known.get("made from") == now["made from"]
        old = known["head"] if is_alike and _dropped(store, book, known["head"], head) else None
        if old is None:
            if not anew:
                return False
            store.clear()
        with patches(book.place.top, head, book.records_folder, known=old) as found:
            store.add(_counted((each for each in found if each.path.endswith(".yaml")), tell))
        store.know(now)
    return True


def _counted(found: Iterator[Patch], tell: Tell) -> Iterator[Patch]:
    for number, each in enumerate(found):
        if number % TOLD_EACH == 0:
            tell(number)
        yield each


def _made_from(book: Logbook) -> str:
    """Return what tells whether the commits that are known are told as git tells them now."""
    place = book.place
    said = [book.below.encode("utf-8", "surrogateescape")]
    for file in (f"{place.common_folder}/shallow", f"{place.common_folder}/info/grafts", f"{place.folder}/.mailmap"):
        with suppress(OSError), open(file, "rb") as stream:
            said += [os.path.basename(file).encode(), stream.read()]
    return " ".join(f"{len(each)}:{zlib.crc32(each)}" for each in said)


def _dropped(store: PastStore, book: Logbook, old: str, head: str) -> bool:
    """Remove what is not behind HEAD any more; False where git has lost the commits that could tell."""
    from rcalog.logbook.git.run import GitFailed, streaming

    try:
        with streaming(["rev-list", old, f"^{head}"], cwd=book.place.top) as commits:
            store.drop(line.decode().strip() for line in commits)
    except GitFailed:
        return False
    return True
