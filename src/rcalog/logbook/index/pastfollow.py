"""Brings the index of the past to what git has: all that HEAD, the branches, those of remotes and the tags have behind.

What is told of a commit never changes, only who has it behind: so commits are taken in and taken out by themselves,
and of each it is kept whether HEAD has it.
"""

from __future__ import annotations

import os
import zlib
from contextlib import suppress
from io import BytesIO

from rcalog.logbook.git.heads import look_up
from rcalog.logbook.git.patches import read_patches, walk
from rcalog.logbook.git.refs import between, references
from rcalog.logbook.git.spawn import Started
from rcalog.values import Value

TYPE_CHECKING = False

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Mapping, Sequence

    from rcalog.logbook.book import Logbook
    from rcalog.logbook.git.patches import Patch
    from rcalog.logbook.index.paststore import PastStore

    Tell = Callable[[int], object]

TOLD_EACH = 1000

COMES, LEAVES = ">", "<"
"""How git marks what only the one of two commits has behind it."""


class Tips(Value):
    """The commit that is checked out, "" before the first one, and each object that is named, with its commit or ""."""

    head: str
    named: Mapping[str, str]

    @property
    def commits(self) -> set[str]:
        """The commits whose past is all that there is."""
        return set(filter(None, self.named.values()))

    @property
    def here(self) -> set[str]:
        """The one that is checked out, if any."""
        return {self.head} - {""}

    @property
    def others(self) -> set[str]:
        """Those that are not."""
        return self.commits - self.here


def follow(store: PastStore, book: Logbook, head: str | None, *, tell: Tell = lambda _: None) -> dict[str, str]:
    """Bring the index to HEAD and to all that branches and tags name; return the commit of each of these.

    What none of them has behind it any more goes, what is new comes.

    Raises: GitMissing, GitFailed.
    """
    named = references(book.place)
    now = {"head": head or "", "made from": _made_from(book)}
    oids = {*named.values(), *([head] if head else [])}
    tips = store.tips
    if tips.keys() != oids or not now.items() <= store.known.items():
        with store.writing():
            tips = store.tips  # another process may have been quicker
            new = Tips(now["head"], {oid: tips[oid] for oid in oids & tips.keys()} | _commits(book, oids - tips.keys()))
            _bring(store, book, now, new, tell)
        tips = store.tips
    return {name: tips[oid] for name, oid in named.items() if tips.get(oid)}


def follow_few(store: PastStore, book: Logbook, head: str, most: int) -> bool:
    """Bring the index to HEAD alone, where that is no more than some commits away; return whether it is there.

    All that is asked of git is asked at once, but where HEAD has left something behind.

    Raises: GitMissing, GitFailed.
    """
    now = {"head": head, "made from": _made_from(book)}
    if now.items() <= store.known.items():
        return True
    with store.writing():
        known = store.known
        if not known.get("head") or known["made from"] != now["made from"]:
            return False
        asked = ("rev-list", "--left-right", f"--max-count={most + 1}", f"{known['head']}...{head}")
        ways = Started(asked, book.place.folder)
        coming = Started(walk(head, _folders(known), known["head"]), book.place.folder)
        commits = ways.result().text.split()
        if len(commits) > most:
            return False
        store.add(_of_records(read_patches(BytesIO(coming.result().out))))
        if any(each.startswith(LEAVES) for each in commits):
            _let_go(store, book, known["head"], head)
        _go(store, commits)
        store.keep_tip(head)
        store.know(now)
    return True


def _let_go(store: PastStore, book: Logbook, old: str, head: str) -> None:
    """Take out what HEAD has left behind, and nothing else has."""
    named = set(references(book.place).values())
    gone = set() if old in named else set(between(book.place, [old], {*store.tips.values(), *named, head} - {old, ""}))
    store.drop(gone)
    store.forget_tips(gone)


def _commits(book: Logbook, oids: Collection[str]) -> dict[str, str]:
    """Return the commit that each of these objects is or names, "" for one that names none; not those that are lost."""
    if not oids:
        return {}
    asked = sorted(oids)
    found = dict(zip(asked, look_up(book.place, [f"{oid}^{{commit}}" for oid in asked]), strict=True))
    rest = [oid for oid in asked if not found[oid]]
    there = {oid for oid in (look_up(book.place, rest) if rest else ()) if oid}
    return {oid: commit or "" for oid, commit in found.items() if commit or oid in there}


def _bring(store: PastStore, book: Logbook, now: Mapping[str, str], new: Tips, tell: Tell) -> None:
    known = store.known
    old = Tips(known["head"], store.tips) if known.get("made from") == now["made from"] else None
    if old is None:
        folders = _read_all(store, book, new, tell)
        store.know({**now, "folders": _as_text(folders)})
    elif (old.head, old.commits) != (new.head, new.commits):
        _advance(store, book, old, new, tell)
        store.know(now)
    store.keep_tips(new.named)


def _read_all(store: PastStore, book: Logbook, new: Tips, tell: Tell) -> list[str]:
    """Read all that there is; return the folder of the records, and what that was before."""
    from rcalog.logbook.git.patches import patches
    from rcalog.logbook.moves import Comings

    elsewhere = set(between(book.place, new.others, new.here))
    folders: list[str] = []
    former: str | None = book.records_folder
    while former and former not in folders:
        folders.append(former)
        store.clear()
        comings = Comings()
        with patches(book.place.top, new.commits, folders) as found:
            store.add(comings.watched(_counted(_of_records(found), tell), besides=elsewhere))
        former = comings.former_folder(book.repo, folders[-1])
    store.place(elsewhere, elsewhere=True)
    return folders


def _advance(store: PastStore, book: Logbook, old: Tips, new: Tips, tell: Tell) -> None:
    """Take out what nothing has behind it any more, and read what is new."""
    from rcalog.logbook.git.patches import patches
    from rcalog.logbook.git.run import GitFailed

    try:
        gone = between(book.place, old.commits - new.commits, new.commits)
        ways = _ways(book, old, new)
    except GitFailed:  # git has lost the commits that could tell
        held = store.commits
        gone = list(held.difference(between(book.place, new.commits, ())))
        elsewhere = between(book.place, new.others, new.here)
        ways = [*(f"{COMES}{each}" for each in held), *(f"{LEAVES}{each}" for each in elsewhere)]
    store.drop(gone)
    with patches(book.place.top, new.commits, _folders(store.known), known=old.commits) as found:
        store.add(_counted(_of_records(found), tell))
    _go(store, ways)


def _ways(book: Logbook, old: Tips, new: Tips) -> list[str]:
    """Return which commits come to be behind HEAD, and which leave that or are new elsewhere, each with such a mark."""
    if not old.others and not new.others:
        return []
    fresh = between(book.place, new.others - old.commits, old.commits | new.here)
    if old.here and new.here and old.head != new.head:
        moved = between(book.place, [f"{old.head}...{new.head}"], (), "--left-right")
    else:
        moved = [COMES + each for each in between(book.place, new.here - old.here, ())]
        moved += [LEAVES + each for each in between(book.place, old.here - new.here, ())]
    return [*moved, *(LEAVES + each for each in fresh)]


def _go(store: PastStore, ways: Sequence[str]) -> None:
    for mark in (COMES, LEAVES):
        store.place((each[1:] for each in ways if each.startswith(mark)), elsewhere=mark == LEAVES)


def _as_text(folders: Sequence[str]) -> str:
    return "/".join(os.fsencode(each).hex() for each in folders)


def _folders(known: Mapping[str, str]) -> list[str]:
    """Return the folder of the records, and what it was before."""
    return [os.fsdecode(bytes.fromhex(each)) for each in known["folders"].split("/")]


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
