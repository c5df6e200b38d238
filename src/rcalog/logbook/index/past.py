"""The index of the past: every line that a commit put into a record or took out of it, of deleted records too.

It is derived from git, in a file of its own, and may be deleted at any time. It follows HEAD: what HEAD has behind it
is in it, and nothing else.
"""

from __future__ import annotations

import os
import sqlite3
import zlib
from contextlib import closing, suppress
from io import BytesIO
from itertools import pairwise

from rcalog.errors import RcalogError
from rcalog.logbook.folders import month_of
from rcalog.logbook.git import heads
from rcalog.logbook.git.dates import moment
from rcalog.logbook.git.patches import read_patches, walk
from rcalog.logbook.git.spawn import Started
from rcalog.logbook.index.database import places, throw_away
from rcalog.logbook.index.paststore import PastStore
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.patches import Patch
    from rcalog.logbook.history import Revision
    from rcalog.logbook.index.paststore import Saying

    Tell = Callable[[int], object]

TOLD_EACH = 1000

FEW_COMMITS = 500
"""So many are read for one record: git would take as long to look for it among all."""


class Changes(Value):
    """Changes of records in whose lines the words stand, newest first; `total` counts those left out by the limit too.

    `names` says where each of their files is by now, `texts()` what those hold in HEAD that are still there.
    """

    found: tuple[Patch, ...] = ()
    total: int = 0
    names: Mapping[str, str] = {}
    texts: Callable[[], Mapping[str, str]] = dict


class Touching(Value):
    """The revisions of a record, the newest first, all names that its files had, and what was said of it before."""

    revisions: Sequence[Revision]
    names: Collection[str]
    said: Mapping[tuple[str, str], Saying]


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


def touching(book: Logbook, path: str, incident: str, *, most: int = FEW_COMMITS) -> Touching | None:
    """Return what became of a record; None where there is no index to tell, which git does too, more slowly.

    It is brought up to date where it takes no more commits than `most` for that.
    """
    head = heads.head(book.place)
    file = _file(book)
    if head is None or file is None:
        return None
    short = Started(("rev-parse", "--short", head), book.place.folder)
    try:
        with closing(PastStore(file)) as store:
            store.be_brief()
            if not _follow(store, book, head, most=most):
                return None
            found, names = store.touching(path, month_of(book.records_folder, incident), incident)
            said = store.said(names)
        if any(later.commit.at < each.commit.at for later, each in pairwise(found)):
            return None  # where branches ran side by side, or clocks went wrong, only git knows the order
        digits = len(short.result().text)
        return Touching([_revision(each, digits) for each in found], names, said)
    except (OSError, sqlite3.Error, RcalogError):
        return None


def remember(book: Logbook, told: Mapping[tuple[str, str], Saying]) -> None:
    """Keep what was said of revisions, where there is an index to keep it; never fails."""
    with suppress(OSError, sqlite3.Error), closing(PastStore(_file(book))) as store:
        store.be_brief()
        with store.writing():
            store.keep_said(told)


def _file(book: Logbook) -> str | None:
    return next((each for each in places(book, "past") if os.path.exists(each)), None)


def _revision(change: Patch, digits: int) -> Revision:
    from rcalog.logbook.history import Revision, trailers_of

    commit, ends = change.commit, change.ends
    return Revision(
        commit=commit.oid,
        short=commit.oid[:digits],
        parents=commit.parents,
        author=commit.author,
        email=commit.email,
        when=moment(commit.date),
        subject=commit.subject,
        trailers=trailers_of(commit.trailers),
        path=change.path,
        old_path=change.old_path,
        blob=ends.blob,
        before=ends.before,
    )


def _ask(  # noqa: PLR0917 (what is asked, and of which file)
    book: Logbook, head: str, path: str | None, phrases: Sequence[Sequence[str]], limit: int | None, tell: Tell
) -> Changes:
    if path:
        os.makedirs(os.path.dirname(path), exist_ok=True)
    with closing(PastStore(path)) as store:
        _follow(store, book, head, tell=tell)
        found, total = store.find(phrases, limit)
        names = {path: store.present_name(path) for path in dict.fromkeys(each.path for each in found)}
    held = heads.Held(book.place, head, sorted(set(names.values())))
    return Changes(tuple(found), total, names, held.texts)


def _follow(
    store: PastStore, book: Logbook, head: str, *, most: int | None = None, tell: Tell = lambda _: None
) -> bool:
    """Bring the index to a commit: what that has not behind it goes, what it has comes.

    It returns False where more commits than `most` would have to be read.
    """
    now = {"head": head, "made from": _made_from(book)}
    if now.items() <= store.known.items():
        return True
    with store.writing():
        known = store.known  # another process may have been quicker
        old = known["head"] if known.get("made from") == now["made from"] else None
        if most is not None:
            return old is not None and _follow_few(store, book, old, now, most)
        if old is None or not _dropped(store, book, old, head):
            old = None
        folders = _folders(known) if old else [book.records_folder]
        while former := _read(store, book, head, old, folders, tell):
            folders.append(former)
        store.know({**now, "folders": _as_text(folders)})
    return True


def _read(  # noqa: PLR0917 (what is read, into what)
    store: PastStore, book: Logbook, head: str, old: str | None, folders: Sequence[str], tell: Tell
) -> str | None:
    """Read what is new; where everything is, and the folder was another before, return that: it is to be read too."""
    from rcalog.logbook.git.patches import patches
    from rcalog.logbook.moves import Comings

    if old is None:
        store.clear()
    comings = Comings()
    with patches(book.place.top, head, folders, known=old) as found:
        store.add(_counted(_of_records(comings.watched(found)), tell))
    former = comings.former_folder(book.repo, folders[-1]) if old is None else None
    return former if former not in folders else None


def _as_text(folders: Sequence[str]) -> str:
    return "/".join(os.fsencode(each).hex() for each in folders)


def _folders(known: Mapping[str, str]) -> list[str]:
    """Return the folder of the records, and what it was before."""
    return [os.fsdecode(bytes.fromhex(each)) for each in known["folders"].split("/")]


def _follow_few(store: PastStore, book: Logbook, old: str, now: Mapping[str, str], most: int) -> bool:
    """Bring the index to a commit that is few commits away: all that is asked of git is asked at once."""
    head, folder = now["head"], book.place.folder
    between = Started(("rev-list", "--left-right", f"--max-count={most + 1}", f"{old}...{head}"), folder)
    coming = Started(walk(head, _folders(store.known), old), folder)
    commits = between.result().text.split()
    if len(commits) > most:
        return False
    store.drop(each[1:] for each in commits if each.startswith("<"))
    store.add(_of_records(read_patches(BytesIO(coming.result().out))))
    store.know(now)
    return True


def _of_records(found: Iterator[Patch]) -> Iterator[Patch]:
    return (each for each in found if each.path.endswith(".yaml") or (each.old_path or "").endswith(".yaml"))


def _counted(found: Iterator[Patch], tell: Tell) -> Iterator[Patch]:
    for number, each in enumerate(found):
        if number % TOLD_EACH == 0:
            tell(number)
        yield each


def _made_from(book: Logbook) -> str:
    """Return what tells whether the commits that are known are told as git tells them now."""
    place = book.place
    names = place.settings.get("mailmap.file") or ""
    shallow, grafts = f"{place.common_folder}/shallow", f"{place.common_folder}/info/grafts"
    said = [book.below.encode("utf-8", "surrogateescape"), *_replaced(place.common_folder)]
    for file in (shallow, grafts, f"{place.folder}/.mailmap", os.path.join(place.folder, os.path.expanduser(names))):
        with suppress(OSError), open(file, "rb") as stream:
            said += [os.path.basename(file).encode(), stream.read()]
    return " ".join(f"{len(each)}:{zlib.crc32(each)}" for each in said)


def _replaced(git_folder: str) -> Iterator[bytes]:
    """Yield what says which objects git is to take for which."""
    folder = f"{git_folder}/refs/replace"
    for name in sorted(os.listdir(folder)) if os.path.isdir(folder) else ():
        with suppress(OSError), open(f"{folder}/{name}", "rb") as stream:
            yield name.encode() + stream.read()
    with suppress(OSError), open(f"{git_folder}/packed-refs", "rb") as stream:
        yield from (line for line in stream if b" refs/replace/" in line)


def _dropped(store: PastStore, book: Logbook, old: str, head: str) -> bool:
    """Remove what is not behind HEAD any more; False where git has lost the commits that could tell."""
    from rcalog.logbook.git.run import GitFailed, streaming

    try:
        with streaming(["rev-list", old, f"^{head}"], cwd=book.place.top) as commits:
            store.drop(line.decode().strip() for line in commits)
    except GitFailed:
        return False
    return True
